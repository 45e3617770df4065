/** What calls about API tokens take and give. A secret comes out once, at the moment it is made. */
import Type, { type Static } from 'typebox';
import { RoleName } from './access-shapes.ts';
import { Instant, MaybeInstant } from './answer-shapes.ts';

export const TokenPlace = Type.Object({ id: Type.String({ maxLength: 64 }) });

export const TokenShown = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: RoleName,
  prefix: Type.String({ description: 'Its first characters, to tell it from others.' }),
  createdAt: Instant,
  lastUsedAt: MaybeInstant,
  expiresAt: MaybeInstant,
  isExpired: Type.Boolean(),
  isOwn: Type.Boolean({ description: 'It is the token that this request was signed in with.' }),
});
export type TokenShown = Static<typeof TokenShown>;

export const TokensShown = Type.Object({ tokens: Type.Array(TokenShown) });

export const NewTokenDraft = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: 'Who or what will use it.' }),
    role: Type.Optional(RoleName),
    expiresAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'Left out, it is good until it is revoked.' }),
    ),
  },
  { additionalProperties: false },
);
export type NewTokenDraft = Static<typeof NewTokenDraft>;

export const TokenMade = Type.Object({
  ...TokenShown.properties,
  secret: Type.String({ description: 'What callers sign in with; given once.' }),
});
export type TokenMade = Static<typeof TokenMade>;
