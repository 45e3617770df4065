import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Billing, invoiceStep } from '../../test/billing.ts';
import { type Engine, makeEngine, publishSteps } from '../../test/engine.ts';
import type { RunId } from '../foundation/index.ts';
import type { AttemptObserver } from './attempt-maker.ts';
import type { WorkerConfig } from './worker.ts';

let billing: Billing;
const others: Engine[] = [];

before(async () => {
  billing = await Billing.open();
  await publishSteps(billing.engine, billing.workspaceId, { name: 'keyed', steps: [invoiceStep('create_invoice')] });
  const steps = [invoiceStep('create_invoice_by_reference')];
  await publishSteps(billing.engine, billing.workspaceId, { name: 'findable', steps });
});

afterEach(async () => {
  for (const engine of others.splice(0)) await engine.stop();
  await billing.clearSwitches();
});
after(() => billing.close());

/** Another process's engine on the same database. */
async function openOther(worker: Partial<WorkerConfig> = {}, observe?: AttemptObserver): Promise<Engine> {
  const engine = await makeEngine({
    url: billing.databaseUrl,
    masterKey: billing.masterKey,
    ports: [billing.vendorPort],
    worker,
    ...(observe === undefined ? {} : { observe }),
  });
  others.push(engine);
  return engine;
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await check();
    } catch (error) {
      if (turn >= 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function expireLeases(): Promise<void> {
  await billing.engine.database.query(`update run set lease_expires_at = now() where state = 'running'`, []);
}

test('two workers share the queue and no run is executed by both', async () => {
  const [left, right] = [await openOther(), await openOther()];
  const ids: RunId[] = [];
  for (let number = 0; number < 40; number += 1) ids.push(await billing.order('keyed', `share-${number}`));
  await left.worker.start();
  await right.worker.start();
  await eventually(async () => {
    for (const id of ids) assert.equal(await billing.stateOf(id), 'succeeded');
  });
  for (const [number, id] of ids.entries()) {
    assert.equal(await billing.effects(`share-${number}`), 1);
    assert.equal((await billing.details(id)).attempts.length, 1);
  }
});

test('a started worker runs an event that another process accepted, without waiting for its poll', async () => {
  const other = await openOther({ pollMs: 60_000 });
  await other.worker.start();
  const id = await billing.order('keyed', 'notified');
  await eventually(async () => assert.equal(await billing.stateOf(id), 'succeeded'));
});

test('a worker that slept past its lease sends nothing and records nothing; its successor does the work', async () => {
  const gate = Promise.withResolvers<void>();
  const asleep = Promise.withResolvers<void>();
  const sleeper = await openOther({ leaseMs: 1_600 }, (phase) => {
    if (phase !== 'before_intent') return;
    asleep.resolve();
    // Busy, as a long garbage collection would be: nothing else of this process runs meanwhile.
    const until = performance.now() + 400;
    while (performance.now() < until);
    gate.resolve();
  });
  const id = await billing.order('findable', 'slept');
  const slept = sleeper.worker.runOnce();
  await asleep.promise;
  await gate.promise;
  await slept;
  assert.notEqual(await billing.stateOf(id), 'succeeded');
  assert.equal(await billing.effects('slept'), 0);
  const successor = await openOther();
  await expireLeases();
  await successor.worker.start();
  await eventually(async () => assert.equal(await billing.stateOf(id), 'succeeded'));
  assert.equal(await billing.effects('slept'), 1);
});

test('a stopping worker hands its runs back without counting an attempt or a crash', async () => {
  await billing.setSwitch({ name: 'slow', ms: 3_000, operation: 'create_invoice', count: 1 });
  const stopping = await openOther({ graceMs: 50 });
  const id = await billing.order('keyed', 'handed-back');
  await stopping.worker.start();
  await eventually(async () => assert.equal(await billing.stateOf(id), 'running'));
  await stopping.worker.stop();
  const { run, attempts } = await billing.details(id);
  assert.deepEqual(
    { state: run.state, crashes: run.crashCount, attempts: attempts.length },
    { state: 'queued', crashes: 0, attempts: 0 },
  );
  const next = await openOther();
  await next.worker.start();
  await eventually(async () => assert.equal(await billing.stateOf(id), 'succeeded'));
  assert.equal(await billing.effects('handed-back'), 1);
});

test('start and stop may be called twice and in any order', async () => {
  const { worker } = await openOther();
  await worker.stop();
  await worker.start();
  await worker.start();
  await worker.stop();
  await worker.stop();
  assert.equal(await worker.reserve(), false, 'a stopped worker takes nothing');
});
