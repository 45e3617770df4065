/**
 * Tells apart what PostgreSQL and the driver throw: the caller's mistake (a constraint), a transaction worth doing
 * again, or a server that is away. SQLSTATE codes after PostgreSQL's appendix A.
 */
import pg from 'pg';
import { AppError } from '../foundation/index.ts';
import { fail } from './errors.ts';

const UNIQUE_VIOLATION = '23505';
/** Serialization failure, deadlock, lock not available: the whole transaction may be run again. */
const RETRYABLE = new Set(['40001', '40P01', '55P03']);
const STATEMENT_CANCELED = '57014';
/** Invalid byte sequence for the encoding: a NUL above all. */
const UNSTORABLE = '22021';
/**
 * Shutdown, crash of a backend, still starting, database dropped, in a transaction for too long, and 25006: the server
 * became a standby, so that the primary is found by connecting again.
 */
const SESSION_ENDED = new Set(['57P01', '57P02', '57P03', '57P04', '57P05', '25P03', '25P04', '25006']);
/** Wrong password, no such role, no such database. */
const REFUSED = /^(28|3D000)/;
/** The prepared statement is gone or its result changed its shape; a new connection prepares it afresh. */
const STALE_STATEMENT = new Set(['26000', '0A000']);
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'ERR_STREAM_DESTROYED',
]);
/** The driver has no codes for these; the texts are those of pg 8. */
const DRIVER_TEXTS =
  /^(Connection terminated|Query read timeout|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** The SQLSTATE of an error that the server sent, else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** True when a unique index (or the one named) refused a row. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) return false;
  return constraint === undefined || error.constraint === constraint;
}

/** True when the transaction lost a race (40001, 40P01, 55P03) and running it again as a whole may succeed. */
export function isRetryable(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState !== undefined && RETRYABLE.has(sqlState);
}

/** True when the server is away, full or too slow: nobody's mistake, and a later try may succeed. */
export function isUnavailable(error: unknown): error is AppError {
  return error instanceof AppError && error.kind === 'unavailable' && error.code.startsWith('db.');
}

/**
 * The error as callers see it: `unavailable` when the server is away, full or too slow, `invalid` for a text that cannot be
 * stored, otherwise unchanged.
 */
export function mapServerError(error: unknown): unknown {
  const sqlState = sqlStateOf(error);
  if (sqlState === undefined) return isSocketError(error) ? unavailable(error) : error;
  if (SESSION_ENDED.has(sqlState) || sqlState.startsWith('08')) return unavailable(error);
  if (REFUSED.test(sqlState))
    return fail('db.server.refused', { cause: error, context: { sqlState }, detail: String(error) });
  if (sqlState === UNSTORABLE) return fail('db.value.unstorable', { cause: error });
  if (sqlState === STATEMENT_CANCELED) return fail('db.statement.too_slow', { cause: error, retryAfterSeconds: 1 });
  if (!sqlState.startsWith('53') && !sqlState.startsWith('58')) return error;
  return fail('db.server.exhausted', { cause: error, context: { sqlState }, retryAfterSeconds: 5 });
}

/**
 * True when the connection may be used again after this error. Only an error that the server itself sent leaves the
 * two ends in step; after anything else (socket, deadline, a value that could not be written) it is thrown away.
 */
export function leavesConnectionUsable(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState === undefined) return false;
  return !SESSION_ENDED.has(sqlState) && !sqlState.startsWith('08') && !STALE_STATEMENT.has(sqlState);
}

function isSocketError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && SOCKET_CODES.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isSocketError);
  return DRIVER_TEXTS.test(error.message);
}

function unavailable(cause: unknown): AppError {
  return fail('db.server.unavailable', { cause, detail: String(cause), retryAfterSeconds: 1 });
}
