import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/postgres.ts';
import { Database } from '../db/index.ts';
import { makeId, silentLog, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { ChangeBell, type ChangeTopic } from './change-bell.ts';

const workspaceId = makeId<WorkspaceId>();

/** Two processes of one database: one that changes things, and one that people look at. */
async function twoProcesses(t: { after(run: () => Promise<void>): void }) {
  const { url, database: theirs } = await openTestDatabase(t);
  const database = new Database({ url, log: silentLog });
  const far = new ChangeBell({ database, clock: systemClock, log: silentLog, isHeard: false });
  const near = new ChangeBell({ database: theirs, clock: systemClock, log: silentLog, isHeard: true });
  await far.start();
  await near.start();
  t.after(async () => {
    await far.stop();
    await near.stop();
    await database.close();
  });
  return { far, near, database };
}

test('a change in another process is heard, once for a burst, and only by those who look at its workspace', async (t) => {
  const { far, near } = await twoProcesses(t);
  const heard: string[] = [];
  const rings = new EventEmitter();
  near.subscribe(makeId<WorkspaceId>(), () => assert.fail('another workspace'));
  near.subscribe(workspaceId, (topic) => {
    heard.push(topic);
    rings.emit('heard');
  });
  for (let count = 0; count < 1_000; count += 1) far.ring(workspaceId, 'runs');
  await once(rings, 'heard');
  assert.deepEqual(heard, ['runs']);
  const startedMs = performance.now();
  for (let count = 0; count < 1_000; count += 1) far.ring(workspaceId, count % 2 === 0 ? 'runs' : 'flows');
  await once(rings, 'heard');
  assert.ok(performance.now() - startedMs > 300, 'the next ring of the topic waits for its time');
  assert.deepEqual(heard.slice(1).toSorted(), ['flows', 'runs']);
});

test('after the connection was lost every topic is told, since nobody knows what was missed', async (t) => {
  const { near, database } = await twoProcesses(t);
  const heard = new Set<ChangeTopic>();
  const rings = new EventEmitter();
  near.subscribe(workspaceId, (topic) => {
    heard.add(topic);
    if (heard.size === 5) rings.emit('all');
  });
  const all = once(rings, 'all');
  await database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()",
  );
  await all;
});
