/**
 * Lists: how long the first page of each list of runs takes beside ten million finished ones, asked as the API asks. The
 * history is made by the database itself, without its secondary indexes, which are built at the end.
 */
import { PostgresServer } from '../chaos/postgres-server.ts';
import type { Stage } from '../chaos/stage.ts';
import { Database, migrate } from '../src/db/index.ts';
import { silentLog, systemClock } from '../src/foundation/index.ts';
import { COUNT_CAP, DatabaseClock, Overview, RunControl, type RunFilter } from '../src/runs/index.ts';
import { addHistory, makeHistory, type RunHistory } from '../test/run-history.ts';
import type { BenchOptions } from './bench-options.ts';
import { percentile, rounded } from './percentile.ts';

const SEED_TIMEOUT_MS = 3_600_000;
/** Runs made by one statement. */
const BATCH = 250_000;
/** The first time shows what is not in memory yet. */
const TIMED_COUNT = 30;
const PAGE = 50;

/** What one list took: the first time, and of thirty times after it. */
export interface ListTime {
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly worstMs: number;
}

export interface HistoryTimes {
  readonly historyRuns: number;
  readonly lists: Readonly<Record<string, ListTime>>;
}

type Question = () => Promise<unknown>;

/** Makes the history and times each list. */
export async function measureHistory(
  stage: Stage,
  { historyRuns }: BenchOptions,
  log: (line: string) => void,
): Promise<HistoryTimes> {
  const postgres = await PostgresServer.make(stage);
  await migrate(postgres.database);
  const history = await seed(postgres.openDatabase({ statementTimeoutMs: SEED_TIMEOUT_MS }), historyRuns, log);
  // As after a start: nothing of it is in the memory of the server.
  await postgres.stopImmediately();
  await postgres.start();
  const database = new Database({ url: postgres.url, log: silentLog });
  try {
    const lists: Record<string, ListTime> = {};
    for (const [name, ask] of Object.entries(questionsOf(database, history))) {
      const time = await timeOf(ask);
      lists[name] = time;
      log(`${name.padEnd(28)} first ${time.firstMs} ms, then ${time.p50Ms} ms, at worst ${time.worstMs} ms`);
    }
    return { historyRuns, lists };
  } finally {
    await database.close();
  }
}

async function seed(database: Database, count: number, log: (line: string) => void): Promise<RunHistory> {
  const startedMs = performance.now();
  const history = await makeHistory(database);
  const rebuild = await dropIndexes(database);
  await database.query('set synchronous_commit = off');
  for (let from = 1; from <= count; from += BATCH) {
    await addHistory(database, history, { from, to: Math.min(count, from + BATCH - 1) });
    if (from % (BATCH * 4) === 1) log(`made ${Math.min(count, from + BATCH - 1)} of ${count} runs`);
  }
  await database.query("set maintenance_work_mem = '512MB'");
  for (const statement of rebuild) await database.query(statement);
  for (const table of ['run', 'trigger_event']) await database.query(`vacuum analyze ${table}`);
  await database.query('checkpoint');
  log(`made ${count} runs in ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  return history;
}

/** Drops what can be built faster at the end; gives the statements that build it. */
async function dropIndexes(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid in ('run'::regclass, 'trigger_event'::regclass) and not i.indisprimary`,
    [],
  );
  for (const { name } of rows) await database.query(`drop index ${name}`);
  return rows.map((row) => row.definition);
}

/** Every list that the web app shows, and its usual pairs. */
function questionsOf(database: Database, history: RunHistory): Record<string, Question> {
  const { workspaceId, busyFlowId, quietFlowId, orderKey, newestMs } = history;
  const databaseClock = new DatabaseClock(systemClock);
  const control = new RunControl({ database, clock: databaseClock, flows: {} as never });
  const list = (filter: Omit<RunFilter, 'workspaceId' | 'limit'> & { text?: string }) => () =>
    control.list({ workspaceId, limit: PAGE, ...filter });
  const hour = { from: new Date(newestMs - 7_200_000), to: new Date(newestMs - 3_600_000) };
  return {
    all: list({}),
    'busy flow': list({ flowId: busyFlowId }),
    'quiet flow': list({ flowId: quietFlowId }),
    'dead letters': list({ states: ['dead_lettered'] }),
    unknown: list({ states: ['unknown'] }),
    running: list({ states: ['running'] }),
    succeeded: list({ states: ['succeeded'] }),
    'everything unfinished': list({ states: ['queued', 'running', 'waiting', 'held', 'unknown'] }),
    'quiet flow, dead letters': list({ flowId: quietFlowId, states: ['dead_lettered'] }),
    'order key': list({ orderKey }),
    'order key, flow': list({ orderKey, flowId: busyFlowId }),
    code: list({ code: 'runs.step.broke' }),
    'code, quiet flow': list({ code: 'runs.step.broke', flowId: quietFlowId }),
    'an hour': list(hour),
    'an hour, dead letters': list({ ...hour, states: ['dead_lettered'] }),
    'text that is there': list({ text: 'person7@example.com' }),
    'text that is not': list({ text: 'nothing of the kind' }),
    overview: () => new Overview({ database, clock: systemClock, databaseClock }).read(workspaceId),
    [`counts up to ${COUNT_CAP}`]: () => control.cappedCounts(workspaceId),
  };
}

async function timeOf(ask: Question): Promise<ListTime> {
  const timesMs: number[] = [];
  for (let count = 0; count <= TIMED_COUNT; count += 1) {
    const startedMs = performance.now();
    await ask();
    timesMs.push(performance.now() - startedMs);
  }
  const [firstMs = 0, ...later] = timesMs;
  return { firstMs: rounded(firstMs), p50Ms: rounded(percentile(later, 0.5)), worstMs: rounded(Math.max(...later)) };
}
