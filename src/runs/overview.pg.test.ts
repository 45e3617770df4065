import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase } from '../../test/postgres.ts';
import type { Database } from '../db/index.ts';
import { type FlowId, makeId, silentLog, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { DatabaseClock } from './database-clock.ts';
import { Overview } from './overview.ts';
import { COUNT_CAP } from './run-list.store.ts';
import { RunTally } from './run-tally.ts';
import { RunWatch } from './run-watch.ts';

const workspaceId = makeId<WorkspaceId>();
const [busy, idle] = [makeId<FlowId>(), makeId<FlowId>()];
const BEGIN_MS = Date.UTC(2026, 8, 1);
let database: Database;

before(async () => {
  ({ database } = await openTestDatabase());
  await makeWorkspace(database, workspaceId);
  for (const [id, name] of [
    [busy, 'busy'],
    [idle, 'idle'],
  ]) {
    await database.query('insert into flow (workspace_id, id, name, title) values ($1, $2, $3, $3)', [
      workspaceId,
      id,
      name,
    ]);
  }
});

function newOverview(): Overview {
  return new Overview({ database, clock: systemClock, databaseClock: new DatabaseClock(systemClock) });
}

/** Runs of one state, a second apart, the first at `BEGIN_MS`. */
async function addRuns(flowId: FlowId, state: string, count: number): Promise<void> {
  const isEnded = state === 'succeeded' || state === 'dead_lettered';
  const ids = Array.from({ length: count }, (_, index) => makeId(BEGIN_MS + index * 1_000));
  await database.query(
    `insert into run (workspace_id, id, flow_id, flow_version, event_id, state, due_at, created_at, ended_at)
     select $1, id, $2, 1, id, $3, $5::timestamptz + place * interval '1 second', $5, case when $6 then $5::timestamptz end
     from unnest($4::uuid[]) with ordinality as u (id, place)`,
    [workspaceId, flowId, state, ids, new Date(BEGIN_MS), isEnded],
  );
}

test('the ends of several processes add up by the hour, and what could not be written is written later', async () => {
  const deps = { database, clock: systemClock, log: silentLog };
  const [one, other] = [new RunTally(deps), new RunTally(deps)];
  for (let count = 0; count < 7; count += 1) one.note({ workspaceId, flowId: busy }, 'succeeded');
  other.note({ workspaceId, flowId: busy }, 'failed');
  other.note({ workspaceId, flowId: idle }, 'succeeded');
  await Promise.all([one.runOnce(), other.runOnce()]);
  await database.query('alter table run_tally rename to run_tally_away');
  one.note({ workspaceId, flowId: busy }, 'succeeded');
  await one.runOnce();
  await database.query('alter table run_tally_away rename to run_tally');
  await one.stop();
  const { flows } = await newOverview().read(workspaceId);
  const sums = flows.map(({ name, hours }) => [
    name,
    hours.length,
    hours.reduce((sum, hour) => sum + hour.succeeded, 0),
    hours.reduce((sum, hour) => sum + hour.failed, 0),
  ]);
  assert.deepEqual(sums, [
    ['busy', 24, 8, 1],
    ['idle', 24, 1, 0],
  ]);
  assert.ok((flows[0]?.hours.at(-1)?.succeeded ?? 0) + (flows[0]?.hours.at(-2)?.succeeded ?? 0) === 8);
});

test('only ends are counted, each once, and only those that were stored', () => {
  const noted: string[] = [];
  const rung: string[] = [];
  const watch = new RunWatch({
    bell: { ring: (_, topic) => void rung.push(topic) },
    tally: { note: (_, end) => void noted.push(end) },
  });
  const of = (state?: string) =>
    ({ workspaceId, flowId: busy, ...(state === undefined ? {} : { next: { state } }) }) as never;
  const [stored, lost] = [
    { isStored: true, isCancelRequested: false },
    { isStored: false, isCancelRequested: false },
  ];
  for (const state of [undefined, 'waiting', 'succeeded', 'dead_lettered', 'filtered', 'held'])
    watch.recorded(of(state), stored);
  watch.recorded(of('succeeded'), lost);
  watch.accepted({ workspaceId, flowId: busy }, { isDuplicate: true, state: 'dead_lettered' } as never);
  watch.accepted({ workspaceId, flowId: busy }, { isDuplicate: false, state: 'dead_lettered' } as never);
  assert.deepEqual(noted, ['succeeded', 'failed', 'failed']);
  assert.equal(rung.filter((topic) => topic === 'runs').length, 7);
  assert.equal(rung.filter((topic) => topic === 'connections').length, 1);
});

test('what waits and what is set aside is counted by flow, up to a cap, with the oldest and the next due', async () => {
  await addRuns(busy, 'succeeded', 3);
  await addRuns(busy, 'waiting', 4);
  await addRuns(busy, 'dead_lettered', COUNT_CAP + 50);
  const { flows, counts } = await newOverview().read(workspaceId);
  const [shown, other] = flows;
  assert.equal(shown?.waiting, 4);
  assert.equal(shown?.dead_lettered, COUNT_CAP);
  assert.equal(counts.dead_lettered, COUNT_CAP);
  assert.equal(shown?.deadSince?.getTime(), BEGIN_MS);
  assert.equal(shown?.nextDueAt?.getTime(), BEGIN_MS + 1_000);
  assert.deepEqual([other?.dead_lettered, other?.lastEventAt, other?.nextDueAt], [0, null, null]);
});
