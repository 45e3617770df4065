export type { Connection, ConnectionState, OpenConnection } from './connection.ts';
export { ConnectionBook, type ConnectionBookDeps, type ConnectionDraft } from './connection-book.ts';
export { ConnectionVerifier, type ConnectionVerifierDeps } from './connection-verifier.ts';
export type { Attachment, Credential } from './credential.ts';
export { CONNECTIONS_ERRORS } from './errors.ts';
