import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Billing, invoiceInput, invoiceStep } from '../../test/billing.ts';
import { publishSteps, settle } from '../../test/engine.ts';
import { type JsonObject, type JsonValue, parseJson } from '../foundation/index.ts';

const INVOICE = invoiceInput({ from: 'trigger.order' }, { from: 'trigger.amount' }) as { object: JsonObject };

let billing: Billing;

before(async () => {
  billing = await Billing.open();
  await publishSteps(billing.engine, billing.workspaceId, { name: 'keyed', steps: [invoiceStep('create_invoice')] });
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'delayed',
    steps: [{ key: 'wait', kind: 'delay', for: 'PT1H' }, invoiceStep('create_invoice')],
  });
});

after(() => billing.close());
afterEach(() => billing.clearSwitches());

test('a field that went missing sets the run aside before anything is written', async () => {
  const id = await billing.order('keyed', 'order-missing', { amount: null });
  await settle(billing.engine);
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'dead_lettered');
  assert.equal(attempts.length, 0);
  assert.match(run.problem ?? '', /runs\.step\.input_refused/);
  assert.equal(await billing.effects('order-missing'), 0);
});

test('a second event about the same record updates what the first one made', async () => {
  const step = {
    ...invoiceStep('create_invoice'),
    link: {
      source: { from: 'trigger.order' },
      id: 'id',
      update: {
        operation: 'update_invoice',
        input: { object: { ...INVOICE.object, invoiceId: { from: 'link.id' } } },
      },
    },
  };
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'linked',
    steps: [step],
    orderKey: { from: 'trigger.order' },
  });
  const first = await billing.order('linked', 'order-link');
  const second = await billing.order('linked', 'order-link');
  await settle(billing.engine);
  const { run, attempts } = await billing.details(second);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.match(JSON.parse(attempts[0]?.request as string).method, /PUT|PATCH/);
  assert.equal(await billing.stateOf(first), 'succeeded');
});

test('each item of a list is sent once under its own key; the same item twice is reported', async () => {
  const each = {
    key: 'orders',
    kind: 'each',
    over: { from: 'trigger.orders' },
    as: 'entry',
    itemKey: { from: 'entry' },
    maxItems: 10,
    steps: [
      {
        ...invoiceStep('create_invoice'),
        input: {
          object: {
            customerId: { from: 'trigger.customerId' },
            currency: { value: 'EUR' },
            orderNumber: { from: 'entry' },
            lines: {
              list: [{ object: { description: { value: 'x' }, quantity: { value: 1 }, unitPrice: { value: 1 } } }],
            },
          },
        },
      },
    ],
  };
  await publishSteps(billing.engine, billing.workspaceId, { name: 'items', steps: [each] });
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'create_invoice', count: 1 });
  const id = await billing.order('items', 'unused', { orders: ['item-a', 'item-b', 'item-a'] });
  await settle(billing.engine, { skipWaits: true });
  const { run, steps } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.deepEqual([await billing.effects('item-a'), await billing.effects('item-b')], [1, 1]);
  const output = parseJson(steps.find((step) => step.stepKey === 'orders')?.output as string) as JsonObject[];
  assert.deepEqual(
    output.map((item) => item.isDuplicate ?? null),
    [null, null, true] as JsonValue[],
  );
});

test('a delay is a row with a due time: no worker holds the run, and it goes on after it', async () => {
  const id = await billing.order('delayed', 'order-delay');
  await settle(billing.engine);
  const { run } = await billing.details(id);
  assert.equal(run.state, 'waiting');
  assert.ok(run.dueAt.getTime() > Date.now() + 3_500_000);
  await billing.engine.database.query(`update run set due_at = now() where id = $1`, [id]);
  await settle(billing.engine);
  assert.equal(await billing.stateOf(id), 'waiting', 'an early wake-up does not end the delay');
});

test('a flow edited while a run waits does not change the run', async () => {
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'pinned',
    steps: [{ key: 'wait', kind: 'delay', for: 'PT0.001S' }, invoiceStep('create_invoice')],
  });
  const id = await billing.order('pinned', 'order-pinned');
  await billing.engine.worker.runOnce();
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'pinned',
    steps: [{ key: 'nothing', kind: 'map', to: { value: 1 } }],
  });
  await billing.engine.database.query('update run set due_at = now() where id = $1', [id]);
  await settle(billing.engine);
  assert.equal((await billing.details(id)).run.flowVersion, 1);
  assert.equal(await billing.effects('order-pinned'), 1);
});
