import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeAlerting } from '../../test/alerting.ts';
import { acceptEvent, publishSteps } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { Reconnecting, sendStep } from '../../test/reconnecting.ts';

const EVENTS = 100;

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
after(() => shared.close());

test('a token revoked at the server, a hundred events, a reconnect: all are delivered in order, no run fails, one notice is given', async (t) => {
  const scene = await Reconnecting.open(t, { url: shared.url });
  const { server, first, workspaceId } = scene;
  const { watch, notices, stop } = makeAlerting({ database: shared.database, flows: { vendor: ['deliver'] } });
  t.after(stop);
  await publishSteps(first, workspaceId, { name: 'deliver', steps: [sendStep()] });
  await server.revokeGrant(scene.grant.grantId);
  for (let number = 0; number < EVENTS; number += 1) {
    await acceptEvent(first, workspaceId, { flowName: 'deliver', body: { number } });
    if (number % 25 === 0) await watch.runOnce();
  }
  await scene.untilAll('deliver', 'held');
  await watch.runOnce();
  assert.deepEqual(await scene.received(), []);
  await scene.reconnect();
  await scene.untilAll('deliver', 'succeeded');
  await watch.runOnce();
  assert.deepEqual(
    await scene.received(),
    Array.from({ length: EVENTS }, (_, number) => number),
  );
  const given = await notices.list({ workspaceId, isOpenOnly: false, limit: 10 });
  assert.deepEqual(
    given.map(({ kind, resolvedAt }) => [kind, resolvedAt instanceof Date]),
    [['connection_needs_reconnect', true]],
  );
});
