import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { API_KEY, Billing, invoiceStep } from '../../test/billing.ts';
import { publishSteps, settle } from '../../test/engine.ts';
import { type JsonObject, parseJson } from '../foundation/index.ts';

let billing: Billing;

before(async () => {
  billing = await Billing.open();
  await publishSteps(billing.engine, billing.workspaceId, { name: 'keyed', steps: [invoiceStep('create_invoice')] });
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'findable',
    steps: [invoiceStep('create_invoice_by_reference')],
  });
  await publishSteps(billing.engine, billing.workspaceId, {
    name: 'naked',
    steps: [invoiceStep('create_invoice'), EMAIL],
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

test('an event becomes a call: the run succeeds, the invoice exists once, and the record shows both sides', async () => {
  const id = await billing.order('keyed', 'order-1');
  await settle(billing.engine);
  const { run, steps, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.equal(await billing.effects('order-1'), 1);
  assert.equal(attempts.length, 1);
  assert.equal(attempts[0]?.responseStatus, 201);
  const output = parseJson(steps[0]?.output as string) as JsonObject;
  assert.match(output.id as string, /^inv/);
});

test('a 64-bit number and the digits of an amount reach the vendor unchanged', async () => {
  const id = await billing.order('keyed', 'order-digits', parseJson('{"amount":1.10}') as JsonObject);
  await settle(billing.engine);
  const body = Buffer.from((await billing.details(id)).attempts[0]?.requestBody as Buffer).toString();
  assert.match(body, /"unitPrice":1\.10/);
});

test('no secret stands in the record of a call', async () => {
  const id = await billing.order('keyed', 'order-secret');
  await settle(billing.engine);
  const { attempts } = await billing.details(id);
  assert.match(JSON.parse(attempts[0]?.request as string).headers['x-api-key'], /secret/);
  assert.ok(!JSON.stringify(attempts).includes(API_KEY));
});

test('class K: a write whose answer was lost is sent again with the same key and happens once', async () => {
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'create_invoice', count: 1 });
  const id = await billing.order('keyed', 'order-k');
  await settle(billing.engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.equal(await billing.effects('order-k'), 1);
  assert.deepEqual(
    attempts.map((attempt) => attempt.outcome),
    ['failed', 'succeeded'],
  );
  assert.equal(new Set(attempts.map((attempt) => attempt.idempotencyKey)).size, 1);
});

test('class L: a write whose answer was lost is looked up, found, and not sent again', async () => {
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'create_invoice', count: 1 });
  const id = await billing.order('findable', 'order-l');
  await settle(billing.engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.equal(await billing.effects('order-l'), 1);
  assert.deepEqual(
    attempts.map((attempt) => attempt.kind),
    ['call', 'look_up'],
  );
});

test('class L: a write that was not applied is looked for twice and then sent again with the same reference', async () => {
  await billing.setSwitch({ name: 'reset_before_effect', operation: 'create_invoice', count: 1 });
  const id = await billing.order('findable', 'order-l2');
  await settle(billing.engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.equal(await billing.effects('order-l2'), 1);
  assert.deepEqual(
    attempts.map((attempt) => attempt.kind),
    ['call', 'look_up', 'look_up', 'call'],
  );
});

test('class N: a write in doubt waits for a person, and the verdict "it happened" lets the run go on without a second one', async () => {
  await billing.setSwitch({ name: 'reset_after_effect', operation: 'send_invoice_email', count: 1 });
  const id = await billing.order('naked', 'order-n');
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'unknown');
  await assert.rejects(
    billing.engine.control.replay({ workspaceId: billing.workspaceId, id }),
    /is unknown, so it cannot be replayed/,
  );
  await billing.engine.control.settle(
    { workspaceId: billing.workspaceId, id },
    { happened: true, output: { id: 'eml_9' }, by: 'jane' },
  );
  await settle(billing.engine);
  const { run, steps, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.deepEqual(JSON.parse(steps.find((step) => step.stepKey === 'mail')?.output as string), { id: 'eml_9' });
  assert.deepEqual(
    attempts.map((attempt) => attempt.kind),
    ['call', 'call', 'verdict'],
  );
});

test('class N: the verdict "it did not happen" sends it again', async () => {
  await billing.setSwitch({ name: 'reset_before_effect', operation: 'send_invoice_email', count: 1 });
  const id = await billing.order('naked', 'order-n2');
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'unknown');
  await billing.engine.control.settle({ workspaceId: billing.workspaceId, id }, { happened: false, by: 'jane' });
  await settle(billing.engine);
  assert.equal(await billing.stateOf(id), 'succeeded');
});

test('429 pauses the connection for every run and is not counted as an attempt', async () => {
  await billing.setSwitch({ name: 'status_429', operation: 'create_invoice', retryAfter: '20', count: 1 });
  const id = await billing.order('keyed', 'order-429');
  await settle(billing.engine);
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'waiting');
  assert.equal(attempts[0]?.outcome, 'deferred');
  const connection = await billing.engine.connections.find(billing.workspaceId, 'billing');
  assert.ok((connection.pausedUntil?.getTime() ?? 0) > Date.now() + 15_000);
  const other = await billing.order('keyed', 'order-429b');
  await settle(billing.engine);
  assert.equal((await billing.details(other)).attempts.length, 0, 'a paused connection costs no attempt');
  await billing.engine.database.query('update connection set paused_until = null', []);
  await billing.engine.connections.reopen(billing.workspaceId, 'billing');
  await settle(billing.engine, { skipWaits: true });
  assert.deepEqual([await billing.stateOf(id), await billing.stateOf(other)], ['succeeded', 'succeeded']);
});

test('a refused credential holds the runs, and they go on in order once it is proven good', async () => {
  await billing.connect('stale', 'wrong-key');
  const step = { ...invoiceStep('create_invoice'), connection: 'stale' };
  await publishSteps(billing.engine, billing.workspaceId, { name: 'stale', steps: [step] });
  const ids = [await billing.order('stale', 'order-401a'), await billing.order('stale', 'order-401b')];
  await settle(billing.engine);
  for (const id of ids) assert.equal(await billing.stateOf(id), 'held');
  const connection = await billing.engine.connections.find(billing.workspaceId, 'stale');
  assert.equal(connection.state, 'needs_reconnect');
  await billing.engine.connections.replaceCredential(connection, { kind: 'api_key', key: API_KEY });
  await billing.engine.connections.markVerified(connection);
  await billing.engine.worker.start();
  await eventually(async () =>
    assert.deepEqual(await Promise.all(ids.map((id) => billing.stateOf(id))), ['succeeded', 'succeeded']),
  );
  await billing.engine.worker.stop();
});

test('an answer that is an HTML page is no success: a keyed write is sent again', async () => {
  await billing.setSwitch({ name: 'html_200', operation: 'create_invoice', count: 1, afterEffect: true });
  const id = await billing.order('keyed', 'order-html');
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'succeeded');
  assert.equal(await billing.effects('order-html'), 1);
});

test('202 is followed until the work is done', async () => {
  await billing.setSwitch({ name: 'accepted_202', operation: 'create_invoice', count: 1, ms: 1 });
  const id = await billing.order('keyed', 'order-202');
  await settle(billing.engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'succeeded', run.problem ?? '');
  assert.deepEqual([...new Set(attempts.map((attempt) => attempt.kind))], ['call', 'status_poll']);
  assert.equal(await billing.effects('order-202'), 1);
});

test('class K: a crash longer ago than the key lives is answered by looking, never by sending again', async () => {
  const id = await billing.order('keyed', 'order-forgotten');
  const crash = `update run set crashed_at = now() - interval '2 days', crash_count = 1 where id = $1`;
  await billing.engine.database.query(crash, [id]);
  await settle(billing.engine, { skipWaits: true });
  const { run, attempts } = await billing.details(id);
  assert.equal(run.state, 'dead_lettered', run.problem ?? '');
  assert.deepEqual(
    attempts.map((attempt) => attempt.kind),
    ['look_up', 'look_up'],
  );
  assert.equal(await billing.effects('order-forgotten'), 0);
});

test('class K: a crash within the life of the key is answered by sending again', async () => {
  const id = await billing.order('keyed', 'order-remembered');
  const crash = `update run set crashed_at = now() - interval '2 hours', crash_count = 1 where id = $1`;
  await billing.engine.database.query(crash, [id]);
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'succeeded');
});

test('class K: the time of a crash outlasts the attempts that follow, and a replay', async () => {
  const { database } = billing.engine;
  const id = await billing.order('keyed', 'order-late');
  const crash = `update run set crashed_at = now() - interval '21 hours', crash_count = 1 where id = $1`;
  await database.query(crash, [id]);
  await billing.setSwitch({ name: 'status', code: 400, operation: 'create_invoice', count: 1 });
  await settle(billing.engine, { skipWaits: true });
  assert.equal(await billing.stateOf(id), 'dead_lettered');
  const later = `update step_run set progress = jsonb_set(progress::jsonb, '{doubtSinceMs}',
    to_jsonb((progress::jsonb ->> 'doubtSinceMs')::bigint - 7200000))::text where run_id = $1`;
  await database.query(later, [id]);
  await billing.engine.control.replay({ workspaceId: billing.workspaceId, id });
  await settle(billing.engine, { skipWaits: true });
  const { attempts } = await billing.details(id);
  assert.deepEqual(
    attempts.map((attempt) => attempt.kind),
    ['call', 'look_up', 'look_up'],
  );
  assert.equal(await billing.effects('order-late'), 0);
});

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await check();
    } catch (error) {
      if (turn > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
