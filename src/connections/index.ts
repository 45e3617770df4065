export type { AuthorizationDesk } from './authorization-desk.ts';
export type { ConnectLinkRow } from './connect-link.store.ts';
export type { ConnectLinkBook } from './connect-link-book.ts';
export { type Asker, readTarget } from './connect-target.ts';
export type { Connection, OpenConnection } from './connection.ts';
export { ConnectionBook } from './connection-book.ts';
export type { ConnectionDesk } from './connection-desk.ts';
export type { ConnectionEnding } from './connection-ending.ts';
export type { ConnectionHealthRow } from './connection-health.store.ts';
export { type ConnectionHealth, decideFix } from './connection-health.ts';
export type { ConsentEnd } from './consent.ts';
export type { ConsentFinisher } from './consent-finisher.ts';
export type { CredentialField } from './credential-field.ts';
export { credentialFields, schemeTitle } from './credential-forms.ts';
export { CONNECTIONS_ERRORS } from './errors.ts';
export { missingScopes } from './granted-scopes.ts';
export { makeConnecting } from './make-connecting.ts';
export { makeConnections } from './make-connections.ts';
export {
  environmentReader,
  type FoundSecretFile,
  fileReader,
  keyValueReader,
  type SecretFolder,
  secretsManagerReader,
} from './secret-readers.ts';
export { SECRET_VARIABLES } from './secret-reference.ts';
export { SecretSources } from './secret-sources.ts';
export { UNREAD } from './unreadable-connection.ts';
