import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase } from '../../test/postgres.ts';
import type { Database } from '../db/index.ts';
import { type FlowId, makeId, type RunId, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { DatabaseClock } from './database-clock.ts';
import { MAX_REPLAYED, RunControl } from './run-control.ts';

const workspaceId = makeId<WorkspaceId>();
const [flowId, otherFlowId] = [makeId<FlowId>(), makeId<FlowId>()];
let database: Database;
let control: RunControl;

before(async () => {
  ({ database } = await openTestDatabase());
  await makeWorkspace(database, workspaceId);
  for (const [index, id] of [flowId, otherFlowId].entries())
    await database.query('insert into flow (workspace_id, id, name, title) values ($1, $2, $3, $3)', [
      workspaceId,
      id,
      `f${index}`,
    ]);
  control = new RunControl({ database, clock: new DatabaseClock(systemClock), flows: {} as never });
});

async function addDeadLetters(of: { flowId: FlowId; code: string; count: number }): Promise<RunId[]> {
  const ids = Array.from({ length: of.count }, (_, index) => makeId<RunId>(Date.UTC(2026, 8, 1) + index));
  const problem = JSON.stringify({ code: of.code, message: 'm', fix: 'f' });
  await database.query(
    `insert into run (workspace_id, id, flow_id, flow_version, event_id, state, problem, ended_at)
     select $1, id, $2, 1, id, 'dead_lettered', $3, now() from unnest($4::uuid[]) as u (id)`,
    [workspaceId, of.flowId, problem, ids],
  );
  return ids;
}

async function queuedIds(): Promise<RunId[]> {
  const rows = await database.query<{ id: RunId }>(
    "select id from run where workspace_id = $1 and state = 'queued' order by due_at, id",
    [workspaceId],
  );
  return rows.map((row) => row.id);
}

test('one call replays five hundred dead letters at most, the oldest first, and none of another flow or code', async () => {
  await addDeadLetters({ flowId, code: 'runs.order_key.failed', count: 3 });
  await addDeadLetters({ flowId, code: 'runs.step.broke', count: 2 });
  await addDeadLetters({ flowId: otherFlowId, code: 'runs.call.rejected', count: 2 });
  const ids = await addDeadLetters({ flowId, code: 'runs.call.rejected', count: MAX_REPLAYED + 2 });
  const request = { workspaceId, flowId, code: 'runs.call.rejected' };
  assert.deepEqual(await control.replayMany(request), { replayed: MAX_REPLAYED, refused: 0, hasMore: true });
  assert.deepEqual(await queuedIds(), ids.slice(0, MAX_REPLAYED));
  assert.deepEqual(await control.replayMany(request), { replayed: 2, refused: 0, hasMore: false });
  assert.deepEqual(await control.replayMany({ workspaceId, flowId }), { replayed: 2, refused: 0, hasMore: false });
});

test('what is no dead letter, or nobody knows, is refused and keeps nobody up', async () => {
  const [dead, twice] = await addDeadLetters({ flowId, code: 'runs.call.gave_up', count: 2 });
  const ids = [makeId<RunId>(), dead as RunId, dead as RunId, twice as RunId];
  assert.deepEqual(await control.replayMany({ workspaceId, ids }), { replayed: 2, refused: 2, hasMore: false });
  const elsewhere = await control.replayMany({ workspaceId: makeId<WorkspaceId>(), ids });
  assert.deepEqual(elsewhere, { replayed: 0, refused: 4, hasMore: false });
});
