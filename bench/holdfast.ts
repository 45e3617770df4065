/**
 * Holdfast under the benchmark: one process that does everything, as `holdfast start` does, on a PostgreSQL of its own with
 * the settings of the embedded one, and with the log level it has by default.
 */
import path from 'node:path';
import { findFreePort } from '../chaos/free-port.ts';
import { PostgresServer } from '../chaos/postgres-server.ts';
import { isReady, ProductApi } from '../chaos/product-api.ts';
import { productEnv } from '../chaos/product-settings.ts';
import type { Stage } from '../chaos/stage.ts';
import { untilTrue } from '../chaos/timing.ts';
import { benchFlow, CONNECTION } from './bench-event.ts';

const START_TIMEOUT_MS = 30_000;
const DRAIN_TIMEOUT_MS = 120_000;
const ROOT = path.resolve(import.meta.dirname, '..');

/** What became of the runs since a moment. */
export interface Completed {
  readonly count: number;
  readonly notSucceeded: number;
  /** From the first accept to the last completion, by the database's clock. */
  readonly seconds: number;
}

const sqlUnfinished = "select count(*)::int as count from run where state in ('queued', 'running', 'waiting')";
const sqlCompleted = `
select count(*)::int as count, count(*) filter (where state <> 'succeeded')::int as "notSucceeded",
  coalesce(extract(epoch from max(ended_at) - min(created_at)), 0)::float8 as seconds
from run where created_at > $1`;

export class BenchHoldfast {
  /** Where events are posted. */
  readonly hookUrl: string;
  readonly postgres: PostgresServer;

  private constructor(hookUrl: string, postgres: PostgresServer) {
    this.hookUrl = hookUrl;
    this.postgres = postgres;
  }

  /** Starts it with the flow published; `nodeArgs` go to Node. */
  static async start(stage: Stage, vendorUrl: string, nodeArgs: readonly string[] = []): Promise<BenchHoldfast> {
    const postgres = await PostgresServer.make(stage);
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const env = await productEnv(stage, { databaseUrl: postgres.url, port, vendorUrl, logLevel: 'info' });
    const main = path.join(ROOT, 'src', 'app', 'main.ts');
    await stage.start('holdfast', [process.execPath, ...nodeArgs, main, 'start'], { env });
    await untilTrue('Holdfast', () => isReady(url), { timeoutMs: START_TIMEOUT_MS });
    const api = await ProductApi.open(url, postgres.database);
    const settings = { baseUrl: vendorUrl };
    await api.post('/api/v1/connections', {
      name: CONNECTION,
      connector: 'http',
      settings,
      credential: { kind: 'none' },
    });
    const hook = await api.publish(benchFlow);
    return new BenchHoldfast(hook.url, postgres);
  }

  /** The database's present moment, after which a round begins. */
  async now(): Promise<Date> {
    const [row] = await this.postgres.database.query<{ now: Date }>('select now() as now');
    return row?.now ?? new Date();
  }

  /** Waits until every accepted run has come to its end. */
  async untilDrained(): Promise<void> {
    const isDrained = async (): Promise<boolean> => {
      const [row] = await this.postgres.database.query<{ count: number }>(sqlUnfinished);
      return row?.count === 0;
    };
    await untilTrue('the end of all runs', isDrained, { timeoutMs: DRAIN_TIMEOUT_MS, everyMs: 50 });
  }

  /** What was completed of the runs accepted after a moment. */
  async completedSince(since: Date): Promise<Completed> {
    const [row] = await this.postgres.database.query<Completed>(sqlCompleted, [since]);
    return row ?? { count: 0, notSucceeded: 0, seconds: 0 };
  }
}
