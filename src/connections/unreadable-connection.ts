/** A connection whose secrets cannot be read just now: their source is down, or nobody has put them there yet. */
import { type Connector, findConnector } from '../connectors/index.ts';
import { type AppError, isAppError } from '../foundation/index.ts';
import { type ConnectionRow, withoutSealed } from './connection.store.ts';
import type { OpenConnection } from './connection.ts';

/** Often enough that nobody waits long, seldom enough that a source that comes up again is not overrun. */
const RETRY_MS = 15_000;
const OF_SECRET_STORES = /^(?:connections\.reference|vault\.hashicorp|vault\.aws)\./;

/**
 * True for what keeps the secrets of a connection from being read until somebody mends it elsewhere: no run may fail for it.
 * The database speaks for itself.
 */
export function isUnreadable(error: unknown): error is AppError {
  if (!isAppError(error) || error.code.startsWith('db.')) return false;
  return error.kind === 'unavailable' || OF_SECRET_STORES.test(error.code);
}

/** The connection without anything secret and without an origin, so that nothing can be sent: whoever wants to call waits. */
export function unreadableConnection(row: ConnectionRow, { code, publicMessage, fix }: AppError): OpenConnection {
  const definition: Connector = findConnector(row.connector);
  return {
    ...withoutSealed(row),
    definition,
    baseUrl: '',
    origins: [],
    attachment: { headers: {}, query: {} },
    redact: (source) => source,
    redactData: (source) => source,
    credentialMark: code,
    readiness: { kind: 'renewing', retryInMs: RETRY_MS, reason: `${publicMessage} ${fix}` },
    tokenVersion: row.token?.version ?? null,
  };
}
