/**
 * One dedicated connection, outside the pool: for the group commit, for LISTEN, for locks that live as long as it does.
 */
import type { Writable } from 'node:stream';
import pg from 'pg';
import { clientConfig, type SessionLimits, type StatementNames, sqlSessionSettings } from './connection-settings.ts';
import { leavesConnectionUsable, mapServerError } from './server-error.ts';
import type { Tx } from './tx.ts';

/** The answer to one statement: its rows and the server's command tag (`COMMIT`, `ROLLBACK`, `INSERT` …). */
export interface Answer {
  readonly rows: readonly unknown[];
  readonly command: string;
}

export interface SessionOptions {
  readonly url: string;
  readonly limits: SessionLimits;
  readonly names: StatementNames;
  /** Called once when the connection ends without `close`. */
  readonly onLost?: (error: Error) => void;
  /** Gets the payload of every NOTIFY. */
  readonly onNotification?: (payload: string) => void;
}

export class Session implements Tx {
  readonly #client: pg.Client;
  readonly #names: StatementNames;
  #isUsable = true;

  private constructor(client: pg.Client, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  /** Connects and sets the session up. Throws `db.server.unavailable` when the server is away. */
  static async open(options: SessionOptions): Promise<Session> {
    const client = new pg.Client(clientConfig(options.url, options.limits));
    const session = new Session(client, options.names);
    client.on('error', (error) => session.#lose(error, options.onLost));
    client.on('end', () => session.#lose(new Error('Connection terminated'), options.onLost));
    const { onNotification } = options;
    if (onNotification !== undefined) client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    try {
      await client.connect();
      await client.query(sqlSessionSettings(options.limits));
    } catch (error) {
      session.#isUsable = false;
      client.end().catch(() => undefined);
      throw mapServerError(error);
    }
    return session;
  }

  /** False once the connection is lost or out of step with the server; then open another. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  async query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return (await this.run(sql, params)).rows as Row[];
  }

  /** Like `query`, with the command tag. Several calls may be in flight; they are answered in order. */
  async run(sql: string, params?: readonly unknown[]): Promise<Answer> {
    try {
      return await runStatement(this.#client, this.#names.toQuery(sql, params));
    } catch (error) {
      if (!leavesConnectionUsable(error)) this.#isUsable = false;
      throw mapServerError(error);
    }
  }

  /** Lets everything that `send` sends leave together: one write to the socket instead of one for each statement. */
  sendTogether<T>(send: () => T): T {
    const { stream } = (this.#client as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    try {
      return send();
    } finally {
      stream.uncork();
    }
  }

  /** Ends the connection; also one that is lost. */
  async close(): Promise<void> {
    this.#isUsable = false;
    await this.#client.end().catch(() => undefined);
  }

  #lose(error: Error, onLost: ((error: Error) => void) | undefined): void {
    if (!this.#isUsable) return;
    this.#isUsable = false;
    onLost?.(error);
  }
}

/** Sends one statement on a driver client; errors come as the driver throws them. */
export async function runStatement(client: pg.ClientBase, query: pg.QueryConfig): Promise<Answer> {
  return lastOf(await client.query(query));
}

/** A text of several statements gives a list of results; the last one counts. */
function lastOf(result: pg.QueryResult | readonly pg.QueryResult[]): Answer {
  if (!Array.isArray(result)) return result as pg.QueryResult;
  return result.at(-1) ?? { rows: [], command: '' };
}
