/**
 * How every connection of Holdfast is set up, pooled or not.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';

/** Limits of one connection; the defaults suit everything but migrations. */
export interface SessionLimits {
  /** The server stops a statement that runs longer. */
  readonly statementTimeoutMs: number;
  /** The server gives up waiting for a lock (55P03, retried by `inTx`). */
  readonly lockTimeoutMs: number;
  /** The server ends a transaction whose client went silent, so that a frozen process holds no locks for long. */
  readonly idleInTransactionMs: number;
  /** Added to the statement timeout for the client's own deadline, which fires when the network swallows answers. */
  readonly deadlineMarginMs: number;
}

export const DEFAULT_LIMITS: SessionLimits = {
  statementTimeoutMs: 15_000,
  lockTimeoutMs: 5_000,
  idleInTransactionMs: 5_000,
  deadlineMarginMs: 5_000,
};

const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_DELAY_MS = 10_000;
const INT8 = 20;
const INT8_ARRAY = 1016;
/** More distinct texts than this are not constants; the surplus is not prepared by name. */
const MAX_STATEMENT_NAMES = 2_000;

/** Settings of one driver client; the pool takes them too. */
export function clientConfig(url: string, limits: SessionLimits): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'holdfast',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Statements are sent without waiting for the answers before, so a whole batch costs one round trip.
    pipeline: true,
    types: { getTypeParser },
    query_timeout: limits.statementTimeoutMs + limits.deadlineMarginMs,
  };
}

/**
 * Session settings that our promises rest on, whatever the server's or the role's defaults are: a commit is answered
 * only once it is on disk, and times are UTC. `jit` costs milliseconds that short statements never win back.
 */
export function sqlSessionSettings(limits: SessionLimits): string {
  return [
    'set synchronous_commit = on',
    "set time zone 'UTC'",
    'set jit = off',
    `set statement_timeout = ${limits.statementTimeoutMs}`,
    `set lock_timeout = ${limits.lockTimeoutMs}`,
    `set idle_in_transaction_session_timeout = ${limits.idleInTransactionMs}`,
  ].join('; ');
}

/** Gives constant SQL a stable name, so that each connection parses and plans it once. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The statement as the driver takes it; without `params` as plain text, which may hold several statements. */
  toQuery(sql: string, params: readonly unknown[] | undefined): pg.QueryConfig {
    if (params === undefined) return { text: sql };
    const name = this.#nameOf(sql);
    return { text: sql, values: params as unknown[], ...(name === undefined ? {} : { name }) };
  }

  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_STATEMENT_NAMES) return undefined;
    const name = `h_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
    this.#names.set(sql, name);
    return name;
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: never) => unknown {
  if (oid === INT8) return parseCount;
  if (oid === INT8_ARRAY) return parseCounts;
  return pg.types.getTypeParser(oid, format as 'text');
}

/** Our int8 columns are epochs, sequences and counts; one beyond 2^53 is a defect and must not be rounded. */
function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} is beyond what a number holds exactly`);
  return value;
}

function parseCounts(text: string): (number | null)[] {
  const items = text.slice(1, -1);
  if (items === '') return [];
  return items.split(',').map((item) => (item === 'NULL' ? null : parseCount(item)));
}
