/**
 * A connection whose secrets cannot be read: their source is down, nobody has put them there yet, or what is stored does
 * not belong to it.
 */
import { type Connector, findConnector } from '../connectors/index.ts';
import { type AppError, isAppError } from '../foundation/index.ts';
import { type ConnectionRow, withoutSealed } from './connection.store.ts';
import type { OpenConnection } from './connection.ts';

/** Often enough that nobody waits long, seldom enough that a source that comes up again is not overrun. */
const RETRY_MS = 15_000;
/** As long as what the daily look keeps. */
const MAX_PROBLEM = 300;
const MOVED =
  'the stored credential does not belong to this connection: somebody moved it in the database; enter it anew';
const OF_SECRET_STORES = /^(?:connections\.reference|vault\.hashicorp|vault\.aws)\./;

/**
 * True for what keeps the secrets of a connection from being read until somebody mends it elsewhere: no run may fail for it.
 * The database speaks for itself.
 */
export function isUnreadable(error: unknown): error is AppError {
  if (!isAppError(error) || error.code.startsWith('db.')) return false;
  return error.kind === 'unavailable' || OF_SECRET_STORES.test(error.code);
}

/** How the words begin by which a connection tells that its secrets cannot be read just now. */
export const UNREAD = 'its secrets cannot be read: ';

/** True for a sealed value that stands where it does not belong: only a person can mend that. */
export function isForeign(error: unknown): error is AppError {
  return isAppError(error, 'vault.sealed.foreign');
}

/** As `unreadableConnection`, for good: its runs are held until the credential is entered anew. */
export function foreignConnection(row: ConnectionRow, error: AppError): OpenConnection {
  const told = { ...unreadableConnection(row, error), readiness: waiting(MOVED) };
  return row.state === 'active' ? { ...told, state: 'needs_reconnect', problem: MOVED } : told;
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
    readiness: waiting(`${UNREAD}${publicMessage} ${fix}`.replace(/\.$/, '').slice(0, MAX_PROBLEM)),
    tokenVersion: row.token?.version ?? null,
  };
}

function waiting(reason: string): OpenConnection['readiness'] {
  return { kind: 'renewing', retryInMs: RETRY_MS, reason };
}
