/**
 * Claims: how long a worker's claim takes when almost nothing waits, and when a million runs do, all of them due. Claims of
 * 1 to 128 runs in turn, handed back in between, with the statements the worker uses.
 */
import { PostgresServer } from '../chaos/postgres-server.ts';
import type { Stage } from '../chaos/stage.ts';
import { type Database, migrate } from '../src/db/index.ts';
import { makeId, type WorkspaceId } from '../src/foundation/index.ts';
import { claimDueRuns, handBackRuns } from '../src/runs/ledger.store.ts';
import type { BenchOptions } from './bench-options.ts';
import { percentile, rounded } from './percentile.ts';

const LIMITS = [1, 8, 32, 128];
/** Claims timed of each size, after some that are not. */
const TIMED_COUNT = 150;
const WARM_UP_COUNT = 20;
/** As many as the largest claim takes. */
const ALMOST_EMPTY = 128;
const LEASE = { holder: 'bench/0/0', leaseMs: 9_000 };
const SEED_TIMEOUT_MS = 600_000;

/** Runs as they are after being accepted without a worker: queued, due for up to an hour, of ten flows. */
const sqlSeedRuns = `
insert into run (workspace_id, id, flow_id, flow_version, event_id, state, due_at)
select $1, uuidv7(), ('00000000-0000-7000-8000-00000000000' || n % 10)::uuid, 1, gen_random_uuid(), 'queued',
  now() - n % 3600 * interval '1 second'
from generate_series(1, $2::int) as n`;

export interface ClaimTimes {
  readonly empty: number;
  readonly million: number;
}

export interface Claims {
  readonly claimP99Ms: ClaimTimes;
  readonly claimP50Ms: ClaimTimes;
  readonly waitingRuns: number;
}

/** Times claims against an almost empty queue, then against a full one. */
export async function measureClaims(stage: Stage, options: BenchOptions, log: (line: string) => void): Promise<Claims> {
  const { database, seedDatabase } = await openDatabases(stage);
  const workspaceId = makeId<WorkspaceId>();
  await seed(seedDatabase, workspaceId, ALMOST_EMPTY);
  const empty = await timeClaims(database);
  log(`claims of an almost empty queue: p99 ${rounded(percentile(empty, 0.99))} ms`);
  const startedAt = performance.now();
  await seed(seedDatabase, workspaceId, options.waitingRuns);
  log(`made ${options.waitingRuns} runs in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  const million = await timeClaims(database);
  log(`claims with ${options.waitingRuns} due runs: p99 ${rounded(percentile(million, 0.99))} ms`);
  const of = (share: number): ClaimTimes => ({
    empty: rounded(percentile(empty, share)),
    million: rounded(percentile(million, share)),
  });
  return { claimP99Ms: of(0.99), claimP50Ms: of(0.5), waitingRuns: options.waitingRuns };
}

async function openDatabases(stage: Stage): Promise<{ database: Database; seedDatabase: Database }> {
  const postgres = await PostgresServer.make(stage);
  await migrate(postgres.database);
  return { database: postgres.database, seedDatabase: postgres.openDatabase({ statementTimeoutMs: SEED_TIMEOUT_MS }) };
}

/** Statistics as autovacuum would have made them by the time that so many runs have come together. */
async function seed(database: Database, workspaceId: WorkspaceId, count: number): Promise<void> {
  await database.query(sqlSeedRuns, [workspaceId, count]);
  await database.query('vacuum analyze run');
}

async function timeClaims(database: Database): Promise<number[]> {
  const times: number[] = [];
  for (let count = -WARM_UP_COUNT; count < TIMED_COUNT; count += 1) {
    for (const limit of LIMITS) {
      const startedAt = performance.now();
      const claimed = await claimDueRuns(database, LEASE, limit);
      const tookMs = performance.now() - startedAt;
      if (claimed.length !== limit) throw new Error(`A claim of ${limit} runs gave ${claimed.length}.`);
      if (count >= 0) times.push(tookMs);
      await handBackRuns(database, claimed);
    }
  }
  return times;
}
