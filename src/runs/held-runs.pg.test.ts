import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acceptEvent, type Engine, publishSteps } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { eventually, Reconnecting, readStep, sendStep } from '../../test/reconnecting.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
after(() => shared.close());

const READ_ONLY = 'openid offline_access items.read';

async function drainHolder(scene: Reconnecting): Promise<string | undefined> {
  const sql = 'select holder from connection_drain where workspace_id = $1';
  return (await shared.database.query<{ holder: string }>(sql, [scene.workspaceId]))[0]?.holder;
}

test('held runs without an order key reach the vendor in the order they came, though two processes are ready and the leading one ends', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url, processes: 2 });
  const { server, engines, first, workspaceId } = scene;
  await publishSteps(first, workspaceId, { name: 'ordered', steps: [sendStep()] });
  await server.revokeGrant(scene.grant.grantId);
  for (let number = 0; number < 40; number += 1) {
    await acceptEvent(engines[number % 2] as Engine, workspaceId, { flowName: 'ordered', body: { number } });
  }
  await scene.untilAll('ordered', 'held');
  await shared.database.query('update connection set drain_per_second = 40 where workspace_id = $1', [workspaceId]);
  await scene.reconnect();
  const beganAt = performance.now();
  await eventually(async () => assert.ok((await scene.received()).length >= 10));
  const holder = await drainHolder(scene);
  const leader = engines.find((engine) => engine.worker.holder === holder);
  assert.ok(leader !== undefined, 'one of the two leads the drain');
  await leader.worker.stop();
  await scene.untilAll('ordered', 'succeeded');
  assert.deepEqual(
    await scene.received(),
    Array.from({ length: 40 }, (_, number) => number),
  );
  assert.ok(performance.now() - beganAt > 900, 'no faster than the connection was given');
});

test('a missing scope holds the flows that need it and no other, and they go on when it is granted', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url, scope: READ_ONLY });
  const { server, first, workspaceId } = scene;
  await publishSteps(first, workspaceId, { name: 'reads', steps: [readStep()] });
  await publishSteps(first, workspaceId, { name: 'writes', steps: [sendStep(['items.write'])] });
  for (const flowName of ['writes', 'reads']) await acceptEvent(first, workspaceId, { flowName, body: { number: 1 } });
  await scene.untilAll('reads', 'succeeded');
  await scene.untilAll('writes', 'held');
  const [held] = await scene.runsOf('writes');
  const problem = JSON.parse(held?.problem as string) as { code: string; message: string };
  assert.equal(problem.code, 'runs.connection.scope_missing');
  assert.match(problem.message, /the scope items\.write/);
  assert.equal((await first.connections.find(workspaceId, 'vendor')).state, 'active');
  assert.equal((await server.counts()).refreshes, 0, 'no token was renewed for it');
  await scene.reconnect();
  await scene.untilAll('writes', 'succeeded');
  assert.deepEqual(await scene.received(), [1]);
});

test('a scope that only the vendor knew of holds the run as well, with what had been tried', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url, scope: READ_ONLY });
  const { first, workspaceId } = scene;
  await publishSteps(first, workspaceId, { name: 'undeclared', steps: [sendStep()] });
  const { runId } = await acceptEvent(first, workspaceId, { flowName: 'undeclared', body: { number: 7 } });
  await scene.untilAll('undeclared', 'held');
  await scene.reconnect();
  await scene.untilAll('undeclared', 'succeeded');
  const { attempts } = await first.control.details({ workspaceId, id: runId });
  assert.deepEqual(
    attempts.map(({ outcome, responseStatus }) => [outcome, responseStatus]),
    [
      ['deferred', 403],
      ['succeeded', 201],
    ],
  );
});

test('while a token cannot be renewed runs wait and nothing is tried', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url });
  const { server, first, workspaceId } = scene;
  await publishSteps(first, workspaceId, { name: 'patient', steps: [sendStep()] });
  await server.setMode('unavailable');
  const end = 'update connection_token set expires_at = now(), refresh_due_at = now() where workspace_id = $1';
  await shared.database.query(end, [workspaceId]);
  const { runId } = await acceptEvent(first, workspaceId, { flowName: 'patient', body: { number: 1 } });
  await scene.untilAll('patient', 'waiting');
  const { run, attempts } = await first.control.details({ workspaceId, id: runId });
  assert.equal((JSON.parse(run.problem as string) as { code: string }).code, 'runs.connection.renewing');
  assert.equal(attempts.length, 0);
});

test('a run that is held for one scope does not keep those behind it that need nothing more', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url, scope: READ_ONLY });
  const { server, first, workspaceId } = scene;
  await publishSteps(first, workspaceId, { name: 'first-writes', steps: [sendStep(['items.write'])] });
  await publishSteps(first, workspaceId, { name: 'then-reads', steps: [readStep()] });
  await acceptEvent(first, workspaceId, { flowName: 'first-writes', body: { number: 1 } });
  await scene.untilAll('first-writes', 'held');
  await server.revokeGrant(scene.grant.grantId);
  await acceptEvent(first, workspaceId, { flowName: 'then-reads', body: { number: 2 } });
  await scene.untilAll('then-reads', 'held');
  await scene.reconnect(READ_ONLY);
  await scene.untilAll('then-reads', 'succeeded');
  await scene.untilAll('first-writes', 'held');
});
