/**
 * The pool of connections and its transactions. A lost connection is an answer (`db.server.unavailable`), never a crash:
 * the pool drops it and opens another for the next caller.
 *
 * Nothing is retried here but transactions that lost a race, because only the caller knows whether a statement may run
 * twice. The engine's writes go through `GroupCommit` instead.
 */
import pg from 'pg';
import type { Log } from '../foundation/index.ts';
import { backoffMs, pause } from './backoff.ts';
import {
  clientConfig,
  DEFAULT_LIMITS,
  type SessionLimits,
  StatementNames,
  sqlSessionSettings,
} from './connection-settings.ts';
import { fail } from './errors.ts';
import { Listener } from './listener.ts';
import { isRetryable, isUnavailable, leavesConnectionUsable, mapServerError } from './server-error.ts';
import { runStatement, Session } from './session.ts';
import type { Tx } from './tx.ts';

/** Tries of one transaction that loses races; with the backoff below that is about a second. */
const MAX_TX_ATTEMPTS = 6;
const TX_BACKOFF = { firstMs: 10, maxMs: 500 };
const DEFAULT_MAX_CONNECTIONS = 10;

export interface DatabaseConfig {
  /** `postgres://…`, also with a unix socket: `postgres://user@/name?host=/folder`. */
  readonly url: string;
  readonly log: Log;
  /** Connections of the pool; listeners and the group commit have their own besides. */
  readonly maxConnections?: number;
  readonly limits?: Partial<SessionLimits>;
}

export class Database implements Tx {
  readonly #pool: pg.Pool;
  readonly #url: string;
  readonly #log: Log;
  readonly #limits: SessionLimits;
  readonly #names = new StatementNames();
  readonly #listeners = new Set<Listener>();
  #closing: Promise<void> | undefined;

  constructor(config: DatabaseConfig) {
    this.#url = config.url;
    this.#log = config.log;
    this.#limits = { ...DEFAULT_LIMITS, ...config.limits };
    this.#pool = new pg.Pool({
      ...clientConfig(config.url, this.#limits),
      max: config.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
      onConnect: async (client) => {
        await client.query(sqlSessionSettings(this.#limits));
      },
    });
    // Without a listener Node ends the process when a connection breaks; the pool replaces it by itself.
    this.#pool.on('error', (error) => {
      if (this.#closing === undefined) this.#log.warn('db.connection_lost', { error: error.message });
    });
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** The pool itself, for a library that brings its own statements; ours go through `query` and `inTx`. */
  get pool(): pg.Pool {
    return this.#pool;
  }

  /** Runs one statement by itself, committed when the promise resolves. */
  async query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    const client = await this.#acquire();
    try {
      const answer = await runStatement(client, this.#names.toQuery(sql, params));
      client.release();
      return answer.rows as Row[];
    } catch (error) {
      client.release(!leavesConnectionUsable(error));
      throw mapServerError(error);
    }
  }

  /**
   * Runs `work` in one transaction and commits it. A transaction that lost a race (40001, 40P01, 55P03) is run again as a
   * whole, so `work` must have no effect outside of it. Throws `db.commit.unknown` when the connection broke while
   * committing: then the change may or may not be stored.
   */
  async inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#tryTx(work);
      } catch (error) {
        if (!isRetryable(error) || attempt + 1 >= MAX_TX_ATTEMPTS) throw error;
        await pause(backoffMs(attempt, TX_BACKOFF));
      }
    }
  }

  /**
   * Calls `onWake` with the payload of every NOTIFY on the channel, and once without after each reconnect, since a NOTIFY
   * may have been lost meanwhile. Resolves when listening; the returned function ends it.
   */
  async listen(channel: string, onWake: (payload?: string) => void): Promise<() => Promise<void>> {
    const listener = new Listener({ open: (options) => this.openSession(options), log: this.#log }, channel, onWake);
    this.#listeners.add(listener);
    try {
      await listener.start();
    } catch (error) {
      this.#listeners.delete(listener);
      throw error;
    }
    return async () => {
      this.#listeners.delete(listener);
      await listener.stop();
    };
  }

  /** Opens a connection outside the pool; the caller closes it. */
  openSession(
    options: {
      limits?: Partial<SessionLimits>;
      onLost?: (error: Error) => void;
      onNotification?: (payload: string) => void;
    } = {},
  ): Promise<Session> {
    return Session.open({
      ...options,
      url: this.#url,
      names: this.#names,
      limits: { ...this.#limits, ...options.limits },
    });
  }

  /** Ends every connection after the statements in flight. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener.stop()));
    await this.#pool.end();
  }

  async #acquire(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw mapServerError(error);
    }
  }

  async #tryTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#acquire();
    const tx = new PooledTx(client, this.#names);
    try {
      await tx.query('begin');
      const result = await work(tx);
      await tx.commit();
      client.release();
      return result;
    } catch (error) {
      await this.#abandon(client, tx);
      throw error;
    }
  }

  /** Rolls back and keeps the connection when both ends are in step; otherwise throws the connection away. */
  async #abandon(client: pg.PoolClient, tx: PooledTx): Promise<void> {
    const isClean = tx.isUsable && (await tx.query('rollback').then(isDone, isNotDone));
    tx.end();
    client.release(!isClean);
  }
}

/** A transaction on a pooled connection; it refuses statements after its end. */
class PooledTx implements Tx {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  #isOver = false;
  isUsable = true;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  async query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return (await this.#run(sql, params)).rows as Row[];
  }

  async commit(): Promise<void> {
    const answer = await this.#run('commit').catch((error: unknown) => {
      throw isUnavailable(error) && !this.isUsable ? fail('db.commit.unknown', { cause: error }) : error;
    });
    // A failed statement whose error was swallowed turns COMMIT into ROLLBACK; that must not pass as success.
    if (answer.command !== 'COMMIT') throw fail('db.transaction.aborted');
    this.end();
  }

  end(): void {
    this.#isOver = true;
  }

  async #run(sql: string, params?: readonly unknown[]): Promise<{ rows: readonly unknown[]; command: string }> {
    if (this.#isOver) throw fail('db.transaction.over');
    try {
      return await runStatement(this.#client, this.#names.toQuery(sql, params));
    } catch (error) {
      this.isUsable &&= leavesConnectionUsable(error);
      throw mapServerError(error);
    }
  }
}

const isDone = (): boolean => true;
const isNotDone = (): boolean => false;
