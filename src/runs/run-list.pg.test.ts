import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase } from '../../test/postgres.ts';
import { addHistory, makeHistory, type RunHistory } from '../../test/run-history.ts';
import type { Database } from '../db/index.ts';
import { type EventId, type FlowId, makeId, type RunId, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { acceptEvents } from './acceptance.store.ts';
import { DatabaseClock } from './database-clock.ts';
import { recordRuns } from './ledger.store.ts';
import { RUN_STATES, type RunState } from './run.ts';
import { RunControl } from './run-control.ts';
import { countRunsCapped, listStatement, type RunFilter } from './run-list.store.ts';

let database: Database;

before(async () => {
  ({ database } = await openTestDatabase());
});

describe('pages of runs', () => {
  const workspaceId = makeId<WorkspaceId>();
  const flowIds = [makeId<FlowId>(), makeId<FlowId>()] as const;
  const beginMs = Date.UTC(2026, 8, 1);
  const codes = ['runs.call.rejected', 'runs.step.broke'] as const;
  const words = ['alpha', 'Beta', 'gämma', 'a"quote'] as const;
  let made: MadeRun[] = [];
  let control: RunControl;

  interface MadeRun {
    readonly id: RunId;
    readonly flowId: FlowId;
    readonly state: RunState;
    readonly orderKey: string | null;
    readonly code: string | null;
    readonly word: string;
    readonly createdAt: Date;
  }

  /** Any order of the bodies' wording, of states and keys; the id is made up to 8 s before the row. */
  function makeRun(index: number): MadeRun {
    const idMs = beginMs + index * 1_000;
    const state = RUN_STATES[(index * 7) % RUN_STATES.length] as RunState;
    const hasProblem = ['waiting', 'held', 'unknown', 'dead_lettered'].includes(state);
    return {
      id: makeId<RunId>(idMs),
      flowId: flowIds[index % 3 === 0 ? 1 : 0],
      state,
      orderKey: index % 5 === 0 ? `key-${index % 15}` : null,
      code: hasProblem ? (codes[index % 2] as string) : null,
      word: words[(index * 3) % words.length] as string,
      createdAt: new Date(idMs + (index % 9) * 1_000),
    };
  }

  async function store(run: MadeRun, index: number): Promise<void> {
    const { id, flowId, state, orderKey, code, word, createdAt } = run;
    const json = JSON.stringify({ word });
    // What a sender in ASCII alone would write.
    const body = index % 2 === 0 ? json : json.replaceAll('ä', '\\u00e4');
    const isRunning = state === 'running';
    const isEnded = ['succeeded', 'filtered', 'cancelled', 'dead_lettered'].includes(state);
    await database.query(
      'insert into trigger_event (workspace_id, id, flow_id, content_type, headers, body) values ($1, $2, $3, $4, $5, $6)',
      [workspaceId, id, flowId, 'application/json', '{}', Buffer.from(body)],
    );
    await database.query(
      `insert into run (workspace_id, id, flow_id, flow_version, event_id, state, order_key, is_blocked, problem, created_at,
         ended_at, leased_by, lease_expires_at, held_connection_id)
       values ($1, $2, $3, 1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        workspaceId,
        id,
        flowId,
        state,
        orderKey,
        !isEnded && orderKey !== null,
        code === null ? null : JSON.stringify({ code, message: 'm', fix: 'f' }),
        createdAt,
        isEnded ? createdAt : null,
        isRunning ? 'w' : null,
        isRunning ? new Date(Date.now() + 60_000) : null,
        state === 'held' ? id : null,
      ],
    );
  }

  before(async () => {
    await makeWorkspace(database, workspaceId);
    for (const [place, id] of flowIds.entries()) {
      await database.query('insert into flow (workspace_id, id, name, title) values ($1, $2, $3, $3)', [
        workspaceId,
        id,
        `f${place}`,
      ]);
    }
    made = Array.from({ length: 240 }, (_, index) => makeRun(index));
    for (const [index, run] of made.entries()) await store(run, index);
    control = new RunControl({ database, clock: new DatabaseClock(systemClock), flows: {} as never });
  });

  type Filter = Omit<RunFilter, 'workspaceId' | 'limit' | 'beforeId'> & { readonly text?: string };

  const moment = fc.integer({ min: -10, max: 250 }).map((second) => new Date(beginMs + second * 1_000));
  const filters: fc.Arbitrary<Filter> = fc.record(
    {
      states: fc.uniqueArray(fc.constantFrom(...RUN_STATES), { minLength: 1, maxLength: 4 }),
      flowId: fc.constantFrom(...flowIds),
      orderKey: fc.constantFrom('key-0', 'key-5', 'key-10', 'no such key'),
      code: fc.constantFrom(...codes, 'runs.no.such'),
      from: moment,
      to: moment,
      text: fc.constantFrom('ALPHA', 'beta', 'gämma', 'a"quote', 'nowhere'),
    },
    { requiredKeys: [] },
  );

  function wanted(filter: Filter): RunId[] {
    return made
      .filter(
        (run) =>
          (filter.states === undefined || filter.states.includes(run.state)) &&
          (filter.flowId === undefined || run.flowId === filter.flowId) &&
          (filter.orderKey === undefined || run.orderKey === filter.orderKey) &&
          (filter.code === undefined || run.code === filter.code) &&
          (filter.from === undefined || run.createdAt >= filter.from) &&
          (filter.to === undefined || run.createdAt < filter.to) &&
          (filter.text === undefined || run.word.toLowerCase().includes(filter.text.toLowerCase())),
      )
      .map((run) => run.id)
      .toReversed();
  }

  async function readAll(filter: Filter, limit: number): Promise<RunId[]> {
    const ids: RunId[] = [];
    let beforeId: RunId | undefined;
    do {
      const cursor: { beforeId?: RunId } = beforeId === undefined ? {} : { beforeId };
      const page = await control.list({ workspaceId, limit, ...filter, ...cursor });
      assert.ok(page.runs.length <= limit);
      ids.push(...page.runs.map((run) => run.id));
      beforeId = page.nextBeforeId;
    } while (beforeId !== undefined);
    return ids;
  }

  test('property: any filters together give, page by page, the runs that a plain filter gives, the newest first', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
        assert.deepEqual(await readAll(filter, limit), wanted(filter));
      }),
      { numRuns: 150 },
    );
  });

  test('a run of another workspace is in no list', async () => {
    const page = await control.list({ workspaceId: makeId<WorkspaceId>(), limit: 10 });
    assert.deepEqual(page, { runs: [] });
  });
});

describe('with 200,000 runs', () => {
  let history: RunHistory;

  before(async () => {
    history = await makeHistory(database);
    await addHistory(database, history, { from: 1, to: 200_000 });
    await database.query('vacuum analyze run');
    await database.query('vacuum analyze trigger_event');
  });

  interface PlanNode {
    readonly 'Node Type': string;
    readonly 'Relation Name'?: string;
    readonly 'Index Name'?: string;
    readonly 'Actual Rows': number;
    readonly 'Actual Loops': number;
    readonly 'Rows Removed by Filter'?: number;
    readonly Plans?: readonly PlanNode[];
  }

  async function planOf(sql: string, values: readonly unknown[]): Promise<PlanNode[]> {
    const [row] = await database.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${sql}`,
      values,
    );
    const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    assert.ok(plan);
    return nodesOf(plan);
  }

  /** Rows of `run` that were looked at. */
  function rowsRead(nodes: readonly PlanNode[]): number {
    return nodes
      .filter((node) => node['Relation Name'] === 'run')
      .reduce(
        (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
        0,
      );
  }

  test('no set of filters reads the table: each takes its first page from an index', async (t) => {
    const { workspaceId, busyFlowId, quietFlowId, orderKey, newestMs } = history;
    const state: (RunState | undefined)[] = [undefined, ...RUN_STATES];
    const flows = [{}, { flowId: busyFlowId }, { flowId: quietFlowId }];
    const keys = [{}, { orderKey }, { code: 'runs.step.broke' }, { orderKey, code: 'runs.step.broke' }];
    const times = [{}, { from: new Date(newestMs - 40_000_000), to: new Date(newestMs - 20_000_000) }];
    const combined = flows.flatMap((flow) =>
      keys.flatMap((key) => times.map((time) => ({ ...flow, ...key, ...time }))),
    );
    let most = 0;
    for (const filter of combined) {
      for (const one of state) {
        const { sql, values } = listStatement({ workspaceId, limit: 51, ...filter }, one);
        const nodes = await planOf(sql, values);
        const scanned = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'run');
        assert.deepEqual(scanned, [], `${one} ${JSON.stringify(filter)}`);
        const read = rowsRead(nodes);
        most = Math.max(most, read);
        assert.ok(read <= 4_000, `${read} rows were read for ${one} ${JSON.stringify(filter)}`);
      }
    }
    t.diagnostic(`at most ${most} rows were read for a page of 51`);
  });

  test('counts of what is unfinished or set aside come from the partial indexes, and say no more than they looked at', async () => {
    const counts = new Map((await countRunsCapped(database, history.workspaceId)).map((row) => [row.state, row.count]));
    assert.equal(counts.get('dead_lettered'), 1_000);
    assert.equal(counts.has('succeeded'), false);
  });

  test('a search that finds nothing stops on its way, says how far it came, and comes to its end call by call', async () => {
    const control = new RunControl({ database, clock: new DatabaseClock(systemClock), flows: {} as never });
    let calls = 0;
    let page = await control.list({ workspaceId: history.workspaceId, limit: 50, text: 'no such text anywhere' });
    for (; page.nextBeforeId !== undefined; calls += 1) {
      assert.ok(page.searchedTo !== undefined && page.runs.length === 0);
      const before = page.searchedTo;
      const { nextBeforeId: beforeId } = page;
      page = await control.list({
        workspaceId: history.workspaceId,
        limit: 50,
        text: 'no such text anywhere',
        beforeId,
      });
      assert.ok(page.searchedTo === undefined || page.searchedTo < before);
    }
    assert.ok(calls >= 9 && page.searchedTo === undefined);
  });

  test('a text is found among 200,000 payloads with any filters beside it', async () => {
    const control = new RunControl({ database, clock: new DatabaseClock(systemClock), flows: {} as never });
    const page = await control.list({
      workspaceId: history.workspaceId,
      limit: 50,
      text: 'DEAL NUMBER 12,',
      states: ['succeeded'],
    });
    assert.deepEqual(page.runs, []);
    const found = await control.list({
      workspaceId: history.workspaceId,
      limit: 3,
      text: 'person7@',
      states: ['succeeded'],
    });
    assert.equal(found.runs.length, 3);
  });
});

test('a run that simply succeeds pays for none of the indexes of the lists', async () => {
  const { workspaceId, busyFlowId: flowId } = await makeHistory(database);
  const indexes = ['run_of_flow_and_state', 'run_of_order_key', 'run_of_code', 'run_of_flow_and_code'];
  const sizes = () =>
    database.query('select name, pg_relation_size(name::regclass) as bytes from unnest($1::text[]) as u (name)', [
      indexes,
    ]);
  await database.query(`truncate run; truncate trigger_event`);
  const before = await sizes();
  const lease = { holder: 'w', leaseMs: 10_000 };
  const event = {
    workspaceId,
    flowId,
    flowVersion: 1,
    dedupeKey: null,
    dedupeMemoryMs: null,
    contentType: 'application/json',
  };
  for (let batch = 0; batch < 4; batch += 1) {
    const inputs = Array.from({ length: 500 }, () => ({
      ...event,
      eventId: makeId<EventId>(),
      headers: {},
      body: Buffer.from('{}'),
      orderKey: null,
      lease,
      problem: null,
    }));
    const accepted = await database.inTx((tx) => acceptEvents.run(tx, inputs));
    const ended = accepted.map(({ runId: id, leaseEpoch }) => ({
      ...{ workspaceId, id, leaseEpoch, flowId, orderKey: null, leaseMs: 10_000 },
      ...{ steps: [], attempts: [], links: [], forgottenSteps: [] },
      next: { state: 'succeeded' as const },
    }));
    const answers = await database.inTx((tx) => recordRuns.run(tx, ended));
    assert.ok(answers.every((answer) => answer.isStored));
  }
  assert.deepEqual(await sizes(), before);
});
