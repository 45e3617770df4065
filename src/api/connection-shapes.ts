/** What calls about connections and connectors take and give. A credential goes in and never comes out. */
import Type, { type Static } from 'typebox';
import { AnyJson, FreeObject, Instant, MaybeInstant, MaybeText } from './answer-shapes.ts';

export const ConnectionName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });

export const ConnectionShown = Type.Object({
  name: Type.String(),
  connector: Type.String(),
  authKind: Type.String(),
  state: Type.String({ description: '`active`, `needs_reconnect` or `revoked`.' }),
  settings: FreeObject,
  pausedUntil: MaybeInstant,
  problem: MaybeText,
  createdAt: Instant,
  verifiedAt: MaybeInstant,
});
export type ConnectionShown = Static<typeof ConnectionShown>;

export const ConnectionsShown = Type.Object({ connections: Type.Array(ConnectionShown) });

export const NewConnectionDraft = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    connector: Type.String({ maxLength: 200 }),
    settings: FreeObject,
    credential: FreeObject,
  },
  { additionalProperties: false },
);
export type NewConnectionDraft = Static<typeof NewConnectionDraft>;

export const CredentialDraft = Type.Object({ credential: FreeObject }, { additionalProperties: false });

export const ConnectorSummary = Type.Object({ name: Type.String(), title: Type.String(), summary: Type.String() });
export type ConnectorSummary = Static<typeof ConnectorSummary>;

export const ConnectorsShown = Type.Object({ connectors: Type.Array(ConnectorSummary) });

export const ConnectorShown = Type.Object({
  ...ConnectorSummary.properties,
  auth: Type.Array(FreeObject),
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
      signature: Type.String(),
      output: AnyJson,
      hasRecent: Type.Boolean({ description: 'Recent records can be fetched through a connection.' }),
      canSubscribe: Type.Boolean({ description: 'Publishing registers the webhook at the vendor by itself.' }),
      examples: Type.Array(FreeObject, { description: 'Bodies of such events.' }),
    }),
  ),
});
export type ConnectorShown = Static<typeof ConnectorShown>;
