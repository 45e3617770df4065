/** What calls about connections and connectors take and give. A credential goes in and never comes out. */
import Type, { type Static } from 'typebox';
import type { OAuthGrant } from '../connectors/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { AnyJson, FreeObject, Instant, MaybeInstant, MaybeText } from './answer-shapes.ts';
import { AuthSchemeShown } from './credential-shapes.ts';

export const ConnectionName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });

/** Scopes of a connection that signs in by OAuth 2.0, side by side. */
const ScopesShown = Type.Object({
  granted: Type.Union([Type.Array(Type.String()), Type.Null()], {
    description: 'null: the vendor has not said, or the way to sign in knows no scopes.',
  }),
  needed: Type.Array(
    Type.Object({
      scope: Type.String(),
      flows: Type.Array(Type.String(), { description: 'Live flows that need it; none: the connector itself does.' }),
    }),
  ),
  missing: Type.Array(Type.String(), { description: 'Needed and not granted: runs that need them are held.' }),
});

const TokenShown = Type.Object({
  expiresAt: Type.Union([Instant, Type.Null()], { description: 'null: the access token does not expire.' }),
  refreshedAt: Instant,
  refreshDueAt: Type.Union([Instant, Type.Null()], { description: 'null: there is nothing to renew it with.' }),
  failure: Type.Union([Type.String(), Type.Null()], {
    description: 'Why the last renewal had no answer; it is tried again.',
  }),
});

/** A flow that names the connection. */
export const UsingFlow = Type.Object({
  name: Type.String(),
  title: Type.String(),
  isLive: Type.Boolean({ description: 'False for a draft that was never published.' }),
});

const PROBLEM_SIDES = ['account', 'app'] as const;

export const ConnectionShown = Type.Object({
  id: Type.String(),
  name: Type.String(),
  connector: Type.String(),
  connectorTitle: Type.String(),
  authKind: Type.String(),
  provider: Type.Union([Type.String(), Type.Null()], { description: 'OAuth provider by name.' }),
  grant: Type.Union(
    [
      Type.Unsafe<OAuthGrant>({
        type: 'string',
        enum: ['authorization_code', 'client_credentials', 'jwt_bearer'],
        description: 'How its tokens are obtained; only the first takes the consent of a person.',
      }),
      Type.Null(),
    ],
    { description: 'null: it does not sign in by OAuth 2.0.' },
  ),
  account: Type.Union([Type.String(), Type.Null()], { description: 'As whom it is connected, if the vendor says.' }),
  ownerId: MaybeText,
  ownerName: Type.Union([Type.String(), Type.Null()], {
    description: 'Who is told when it breaks; null: the owners of the workspace.',
  }),
  state: Type.String({ description: '`active`, `needs_reconnect` or `revoked`.' }),
  settings: FreeObject,
  references: Type.Array(Type.String(), {
    description: 'Fields of the credential that are references to a secret kept elsewhere, such as `key: env:NAME`.',
  }),
  scopes: ScopesShown,
  token: Type.Union([TokenShown, Type.Null()]),
  expiresAt: Type.Union([Instant, Type.Null()], {
    description: 'When what it stands on ends by itself: a refresh token, a certificate.',
  }),
  createdAt: Instant,
  verifiedAt: MaybeInstant,
  verifyProblem: Type.Union([Type.String(), Type.Null()], {
    description: 'Why the vendor could not be asked at the last look; says nothing about the credential.',
  }),
  problem: MaybeText,
  problemSide: Type.Union([
    Type.Unsafe<(typeof PROBLEM_SIDES)[number]>({
      type: 'string',
      enum: [...PROBLEM_SIDES],
      description: 'Whose move it is: of the owner of the account, or of the operator of the OAuth app.',
    }),
    Type.Null(),
  ]),
  problemSince: MaybeInstant,
  fix: Type.Union([Type.String(), Type.Null()], { description: 'What to do now, in words; null: nothing.' }),
  pausedUntil: MaybeInstant,
  usedBy: Type.Array(UsingFlow),
  heldCount: Type.Integer({ description: 'Runs that wait for it, 10000 at most.' }),
  drainPerSecond: Type.Number({ description: 'Held runs that go on in one second after a reconnect.' }),
  revokedAt: MaybeInstant,
});
export type ConnectionShown = Static<typeof ConnectionShown>;

export const ConnectionsShown = Type.Object({ connections: Type.Array(ConnectionShown) });

const closed = { additionalProperties: false };

const Verify = Type.Optional(
  Type.Boolean({
    description: 'Prove it by a call that changes nothing before anything is saved; a refusal then saves nothing.',
  }),
);

export const NewConnectionDraft = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    connector: Type.String({ maxLength: 200 }),
    settings: FreeObject,
    credential: FreeObject,
    verify: Verify,
  },
  closed,
);
export type NewConnectionDraft = Static<typeof NewConnectionDraft>;

export const CredentialDraft = Type.Object({ credential: FreeObject, verify: Verify }, closed);

export const ConnectionChange = Type.Object(
  {
    settings: Type.Optional(FreeObject),
    credential: Type.Optional({
      ...FreeObject,
      description: 'Needed with settings by which the old one would be sent elsewhere.',
    }),
    drainPerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
    ownerId: Type.Optional(
      Type.Union([Type.String({ maxLength: 64 }), Type.Null()], {
        description: 'A member of the workspace, who is told when it breaks; null: the owners are.',
      }),
    ),
    verify: Verify,
  },
  closed,
);
export type ConnectionChange = Static<typeof ConnectionChange>;

export const RevokePreview = Type.Object({
  flows: Type.Array(UsingFlow, { description: 'What stops: live flows that use it.' }),
  heldRuns: Type.Integer(),
  revokesAtVendor: Type.Boolean({ description: 'The vendor is told (RFC 7009); else end the access there by hand.' }),
});

export type RevokePreview = Static<typeof RevokePreview>;

export const RevokedShown = Type.Object({
  connection: ConnectionShown,
  stopped: Type.Array(UsingFlow),
  isRevokedAtVendor: Type.Boolean(),
});
export type RevokedShown = Static<typeof RevokedShown>;

export const ConnectorSummary = Type.Object({ name: Type.String(), title: Type.String(), summary: Type.String() });
export type ConnectorSummary = Static<typeof ConnectorSummary>;

export const ConnectorsShown = Type.Object({ connectors: Type.Array(ConnectorSummary) });

export const ConnectorShown = Type.Object({
  ...ConnectorSummary.properties,
  auth: Type.Array(AuthSchemeShown),
  settings: AnyJson,
  setup: Type.String(),
  operations: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      summary: Type.String(),
      class: Type.String(),
      input: AnyJson,
      output: AnyJson,
      examples: Type.Array(Type.Object({ title: Type.String(), input: FreeObject })),
    }),
  ),
  triggers: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      summary: Type.String(),
      signature: Type.Unsafe<JsonObject>({
        type: 'object',
        description: 'How its deliveries prove themselves, as the trigger of a flow has it.',
      }),
      output: AnyJson,
      hasRecent: Type.Boolean({ description: 'Recent records can be fetched through a connection.' }),
      canSubscribe: Type.Boolean({ description: 'Publishing registers the webhook at the vendor by itself.' }),
      examples: Type.Array(FreeObject, { description: 'Bodies of such events.' }),
    }),
  ),
});
export type ConnectorShown = Static<typeof ConnectorShown>;
