import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Billing, invoiceStep } from '../../test/billing.ts';
import { makeWorkspace, publishSteps, settle } from '../../test/engine.ts';
import type { JsonObject } from '../foundation/index.ts';

let billing: Billing;

before(async () => {
  billing = await Billing.open();
  await publishSteps(billing.engine, billing.workspaceId, { name: 'keyed', steps: [invoiceStep('create_invoice')] });
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'naked',
    steps: [invoiceStep('create_invoice'), EMAIL],
  });
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'delayed',
    steps: [{ key: 'wait', kind: 'delay', for: 'PT1H' }, invoiceStep('create_invoice')],
  });
});

after(() => billing.close());
afterEach(() => billing.clearSwitches());

const EMAIL: JsonObject = {
  key: 'mail',
  kind: 'call',
  connection: 'billing',
  operation: 'send_invoice_email',
  input: { object: { invoiceId: { from: 'steps.invoice.id' } } },
};

test('a dead letter is replayed from where it stopped: what succeeded is not repeated', async () => {
  await billing.setSwitch({ name: 'status', code: 400, operation: 'send_invoice_email', count: 1 });
  const id = await billing.order('naked', 'order-replay');
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'dead_lettered');
  await billing.engine.control.replay({ workspaceId: billing.workspaceId, id });
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'succeeded');
  assert.equal((await billing.details(id)).attempts.filter((attempt) => attempt.stepKey === 'invoice').length, 1);
});

test('a rerun is a new run of the same event with the live version', async () => {
  const id = await billing.order('keyed', 'order-rerun');
  await settle(billing.engine);
  const rerun = await billing.engine.control.rerun({ workspaceId: billing.workspaceId, id });
  await settle(billing.engine);
  assert.notEqual(rerun.id, id);
  assert.equal(rerun.rerunOf, id);
  assert.equal(await billing.stateOf(rerun.id), 'succeeded');
});

test('a run of unknown outcome is not rerun: its write would go out a second time', async () => {
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'send_invoice_email', count: 1 });
  const id = await billing.order('naked', 'order-unknown');
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'unknown');
  await assert.rejects(
    billing.engine.control.rerun({ workspaceId: billing.workspaceId, id }),
    /is unknown, so it cannot be rerun/,
  );
});

test('an event whose order key failed is kept, and goes on by a rerun of the mended flow, not by a replay', async () => {
  const flow = (path: string) => ({
    name: 'keyless',
    steps: [{ key: 'seen', kind: 'map', to: { value: 1 } }],
    orderKey: { from: path },
  });
  await publishSteps(billing.engine, billing.workspaceId, flow('trigger.missing'));
  const id = await billing.order('keyless', 'order-keyless');
  assert.equal(await billing.stateOf(id), 'dead_lettered');
  const place = { workspaceId: billing.workspaceId, id };
  await assert.rejects(billing.engine.control.replay(place), /cannot be replayed/);
  await publishSteps(billing.engine, billing.workspaceId, flow('trigger.order'));
  const rerun = await billing.engine.control.rerun(place);
  assert.equal(rerun.orderKey, 'order-keyless');
  await settle(billing.engine);
  assert.equal(await billing.stateOf(rerun.id), 'succeeded');
});

test('a waiting run is cancelled at once, and of two operators one is told that it has moved on', async () => {
  const id = await billing.order('delayed', 'order-cancel');
  await settle(billing.engine);
  const answers = await Promise.allSettled([
    billing.engine.control.cancel({ workspaceId: billing.workspaceId, id }),
    billing.engine.control.cancel({ workspaceId: billing.workspaceId, id }),
  ]);
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), ['fulfilled', 'rejected']);
  assert.equal(await billing.stateOf(id), 'cancelled');
});

test('another workspace sees nothing of a run', async () => {
  const id = await billing.order('keyed', 'order-tenant');
  const stranger = await makeWorkspace(billing.engine.database);
  await assert.rejects(billing.engine.control.details({ workspaceId: stranger, id }), /There is no run/);
  await settle(billing.engine);
});
