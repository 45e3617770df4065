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

test('a write that a person says has happened is linked by its id alone, so that the next event updates that record', async () => {
  const link = {
    source: { from: 'trigger.order' },
    id: 'id',
    update: { operation: 'send_invoice_email', input: { object: { invoiceId: { from: 'link.id' } } } },
  };
  const mail = { ...EMAIL, input: { object: { invoiceId: { from: 'trigger.invoice' } } }, link };
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'linked-mail',
    steps: [mail],
    orderKey: { from: 'trigger.order' },
  });
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'send_invoice_email', count: 1 });
  const invoice = await billing.makeInvoice('order-linked');
  const id = await billing.order('linked-mail', 'order-linked', { invoice });
  await settle(billing.engine, { skipWaits: true });
  const place = { workspaceId: billing.workspaceId, id };
  const nothing = billing.engine.control.settle(place, { happened: true, output: {}, by: 'jane' });
  await assert.rejects(nothing, { code: 'runs.settle.id_missing' });
  assert.equal(await billing.stateOf(id), 'unknown');
  await billing.engine.control.settle(place, { happened: true, id: invoice, by: 'jane' });
  await settle(billing.engine, { skipWaits: true });
  const { steps, attempts } = await billing.details(id);
  assert.deepEqual(JSON.parse(steps[0]?.output ?? ''), { id: invoice });
  assert.match(attempts.at(-1)?.decision ?? '', new RegExp(`jane says: it happened, record ${invoice}`));
  const next = await billing.order('linked-mail', 'order-linked', { invoice });
  await settle(billing.engine, { skipWaits: true });
  assert.match(JSON.parse((await billing.details(next)).attempts[0]?.request ?? '').url, new RegExp(invoice));
});

test('of a run with very many attempts the newest are told, and how many are not', async () => {
  const id = await billing.order('keyed', 'order-many');
  await billing.engine.database.query(
    `insert into attempt (workspace_id, run_id, step_key, number, kind, outcome, lease_epoch, operation_class, request, started_at)
     select $1, $2, 'invoice', n, 'call', 'failed', 1, 'K', '{}', now() - interval '1 hour' + n * interval '1 second'
     from generate_series(1, 2003) as n`,
    [billing.workspaceId, id],
  );
  const { attempts } = await billing.details(id);
  assert.deepEqual(
    [attempts.length, attempts[0]?.number, attempts.at(-1)?.number, attempts[0]?.total],
    [2_000, 4, 2_003, 2_003],
  );
  await settle(billing.engine);
});

test('a write that was cancelled just before it was sent says so, and the vendor never saw it', async () => {
  await billing.setSwitch({ name: 'slow', ms: 400, operation: 'create_invoice' });
  const id = await billing.order('naked', 'order-cancel');
  const running = settle(billing.engine);
  await until(async () => (await billing.stateOf(id)) === 'running');
  await billing.engine.control.cancel({ workspaceId: billing.workspaceId, id });
  await running;
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'cancelled');
  const mail = attempts.find((attempt) => attempt.stepKey === 'mail');
  assert.equal(mail?.outcome, 'deferred');
  assert.match(mail?.decision ?? '', /cancelled before it was sent/);
  assert.equal(await billing.effects('order-cancel', 'email.sent'), 0);
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 5_000;
  while (!(await isTrue())) assert.ok(performance.now() < endMs, 'it did not come about within five seconds');
}

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
