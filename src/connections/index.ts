export type { Connection, OpenConnection } from './connection.ts';
export { ConnectionBook } from './connection-book.ts';
export { ConnectionVerifier } from './connection-verifier.ts';
export { CONNECTIONS_ERRORS } from './errors.ts';
