/** What calls about consents, connect links and OAuth providers take and give. */
import Type, { type Static } from 'typebox';
import { FreeObject, Instant, MaybeText } from './answer-shapes.ts';
import { CredentialFieldShown } from './credential-shapes.ts';

const closed = { additionalProperties: false };
const LinkToken = Type.String({ minLength: 1, maxLength: 200, description: 'What stands behind # in the link.' });
const Name = Type.String({ minLength: 1, maxLength: 200 });

export const ConnectPlace = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** A new connection, or one that is reconnected and keeps its id. */
const NewTarget = Type.Object({ name: Name, connector: Name, settings: FreeObject, credential: FreeObject }, closed);
const Scopes = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 });

export const AuthorizationDraft = Type.Union([
  NewTarget,
  Type.Object(
    {
      reconnect: Name,
      credential: Type.Optional(FreeObject),
      scopes: Type.Optional(Scopes),
    },
    closed,
  ),
]);

export const AuthorizationStarted = Type.Object({
  id: Type.String(),
  url: Type.String({ description: 'Where the person consents: a page of the provider.' }),
  expiresAt: Instant,
});

const AUTHORIZATION_STATES = ['pending', 'done', 'failed'] as const;

export const AuthorizationShown = Type.Object({
  state: Type.Unsafe<(typeof AUTHORIZATION_STATES)[number]>({ type: 'string', enum: [...AUTHORIZATION_STATES] }),
  connection: Type.Union([Type.String(), Type.Null()], { description: 'By name, once it is connected.' }),
  problem: MaybeText,
});

const Minutes = Type.Optional(
  Type.Integer({ minimum: 5, maximum: 1_440, description: 'How long the link is good. Default 60.' }),
);

export const ConnectLinkDraft = Type.Union([
  Type.Object({ ...NewTarget.properties, minutes: Minutes }, closed),
  Type.Object({ reconnect: Name, minutes: Minutes }, closed),
]);

export const ConnectLinkMade = Type.Object({
  id: Type.String(),
  link: Type.String({ description: 'Given once. Whoever has it may connect the account, once.' }),
  expiresAt: Instant,
});

export type ConnectLinkMade = Static<typeof ConnectLinkMade>;

export const ConnectLinkShown = Type.Object({
  id: Type.String(),
  connectionName: Type.String(),
  isReconnect: Type.Boolean(),
  createdBy: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
  isExpired: Type.Boolean(),
});
export type ConnectLinkShown = Static<typeof ConnectLinkShown>;

export const ConnectLinksShown = Type.Object({ links: Type.Array(ConnectLinkShown) });

export const ConnectTokenDraft = Type.Object({ token: LinkToken }, closed);

export const ConnectOpened = Type.Object({
  workspaceName: Type.String(),
  connectionName: Type.String(),
  connectorTitle: Type.String(),
  origins: Type.Array(Type.String(), { description: 'Where the credential will be sent, and nowhere else.' }),
  kind: Type.String({ description: 'Way to sign in; `oauth2` is consented to at the provider.' }),
  fields: Type.Array(CredentialFieldShown),
  setup: Type.String({ description: 'Markdown: what to paste and where to find it.' }),
  scopes: Type.Array(Type.String()),
  askedBy: Type.String(),
  expiresAt: Instant,
});

export const ConnectSubmission = Type.Object(
  { token: LinkToken, fields: Type.Record(Type.String(), Type.String()) },
  closed,
);

export const ConnectDone = Type.Object({
  account: Type.Union([Type.String(), Type.Null()], { description: 'As whom, if the vendor says.' }),
});

export const ConnectRedirect = Type.Object({ url: AuthorizationStarted.properties.url });

const ParameterShown = Type.Object({
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  pattern: Type.String(),
  initial: Type.Optional(Type.String()),
});

export const ProviderShown = Type.Object({
  name: Type.String(),
  title: Type.String(),
  grants: Type.Array(Type.String()),
  pkce: Type.String(),
  parameters: Type.Array(ParameterShown),
  consoleUrl: Type.String({ description: 'Where the OAuth app is made.' }),
  quirks: Type.Array(Type.String()),
  scopeSeparator: Type.String(),
  hasRevocation: Type.Boolean(),
});
export type ProviderShown = Static<typeof ProviderShown>;

export const ProvidersShown = Type.Object({
  providers: Type.Array(ProviderShown),
  callbackUrl: Type.String({ description: 'To be registered at the provider, as it stands.' }),
});

export const IssuerDraft = Type.Object({ issuer: Type.String({ minLength: 8, maxLength: 2_000 }) }, closed);

export const ProviderDiscovered = Type.Object({
  issuer: Type.String(),
  authorizeUrl: Type.Optional(Type.String()),
  tokenUrl: Type.String(),
  revokeUrl: Type.Optional(Type.String()),
  issuerInAnswer: Type.Optional(Type.Union([Type.Literal('required'), Type.Literal('optional')])),
  scopes: Type.Array(Type.String(), { description: 'That the provider names; not necessarily all.' }),
  grants: Type.Array(Type.String()),
  hasPkce: Type.Boolean(),
});
