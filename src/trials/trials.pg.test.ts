import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acceptEvent, settle } from '../../test/engine.ts';
import { BILLING_KEY, CRM_TOKEN, callStep, invoiceStep, Trying } from '../../test/trying.ts';
import type { JsonObject } from '../foundation/index.ts';

let trying: Trying;
let customerId: string;

before(async () => {
  trying = await Trying.open();
  customerId = await trying.customer();
});
after(() => trying.close());

const EVENT = { dealId: 'deal_1', email: 'ada@engines.example' };
const SIX = [
  callStep('deal', ['crm', 'get_deal'], { dealId: 'trigger.dealId' }),
  callStep('owners', ['crm', 'list_owners'], {}),
  callStep('contact', ['crm', 'find_contact'], { email: 'trigger.email' }),
  callStep('customer', ['billing', 'find_customer'], { email: 'trigger.email' }),
  callStep('again', ['crm', 'get_deal'], { dealId: 'steps.deal.id' }),
  callStep('last', ['crm', 'list_owners'], {}),
];

/** An order of the customer that the vendor knows. */
function order(number: string): JsonObject {
  return { customerId, order: number };
}

test('after an edit of step 3 of 6, trying step 5 runs 3, 4 and 5 alone, and the samples behind are stale but there', async () => {
  await trying.draft('six', SIX);
  await trying.paste('six', 'trigger', EVENT);
  assert.equal((await trying.try('six', 'last')).calls.length, 6);
  assert.equal((await trying.try('six', 'last')).calls.length, 0);
  const edited = SIX.with(2, { ...SIX[2], input: { object: { email: { value: 'grace@engines.example' } } } });
  await trying.edit('six', edited);
  const before = await trying.samples.list(trying.workspaceId, 'six');
  assert.deepEqual([...before.stale], ['contact', 'customer', 'again', 'last']);
  const tried = await trying.try('six', 'again');
  assert.deepEqual(tried.states, { deal: 'reused', owners: 'reused', contact: 'ran', customer: 'ran', again: 'ran' });
  assert.deepEqual(tried.calls, ['GET /contacts', 'GET /customers', 'GET /deals/deal_1']);
  assert.deepEqual([...tried.samples.stale], ['last']);
  assert.equal(tried.samples.steps.size, 6);
  assert.equal(tried.stoppedAt, null);
});

test('a title, or a new credential for the same account, makes nothing stale; another event makes everything stale', async () => {
  await trying.draft('titled', SIX.slice(0, 2));
  await trying.paste('titled', 'trigger', EVENT);
  await trying.try('titled', 'owners');
  await trying.edit('titled', [{ ...(SIX[0] as JsonObject), title: 'The deal' }, SIX[1] as JsonObject]);
  const { workspaceId, engine } = trying;
  const connection = await engine.connections.find(workspaceId, 'crm');
  await engine.connections.replaceCredential(connection, { kind: 'bearer', token: CRM_TOKEN });
  assert.equal((await trying.try('titled', 'owners')).calls.length, 0);
  const other = await trying.paste('titled', 'trigger', { ...EVENT, dealId: 'deal_2' });
  assert.deepEqual([...other.stale], ['deal', 'owners']);
});

test('a pinned step makes no call, and a published run never reads what is pinned', async () => {
  const steps = [SIX[0] as JsonObject, { key: 'title', kind: 'map', to: { from: 'steps.deal.title' } }];
  await trying.draft('pinned', steps);
  await trying.paste('pinned', 'trigger', EVENT);
  await trying.paste('pinned', 'deal', { id: 'deal_1', title: 'A pinned title' });
  const tried = await trying.try('pinned', 'title');
  assert.deepEqual(tried.states, { deal: 'pinned', title: 'ran' });
  assert.equal(tried.step('title').output, 'A pinned title');
  assert.equal(tried.calls.length, 0);
  const { workspaceId, engine } = trying;
  const { document } = await trying.drafts.find(workspaceId, 'pinned');
  await engine.flows.publish({ workspaceId, document, note: '', publishedBy: 'ada' });
  const { runId } = await acceptEvent(engine, workspaceId, { flowName: 'pinned', body: EVENT });
  await settle(engine);
  const run = await engine.control.details({ workspaceId, id: runId });
  assert.equal(run.run.state, 'succeeded', run.run.problem ?? '');
  const title = run.steps.find((step) => step.stepKey === 'title')?.output;
  assert.ok(title !== undefined && !title?.includes('pinned'), String(title));
});

test('a write waits for a choice with the exact request, and what is sent is that request with its key', async () => {
  await trying.draft('write', [invoiceStep('invoice', 'Work')]);
  await trying.paste('write', 'trigger', order('trial-1'));
  const asked = await trying.try('write', 'invoice');
  assert.equal(asked.states.invoice, 'needs_choice');
  assert.equal(asked.stoppedAt, 'invoice');
  assert.equal(asked.calls.length, 0);
  const call = asked.step('invoice').call;
  assert.ok(call?.isWrite);
  assert.equal(call.class, 'K');
  assert.match(call.account, /^billing at 127\.0\.0\.1:/);
  const shown = JSON.parse(Buffer.from(call.request.body ?? []).toString()) as JsonObject;
  const before = await trying.invoices();
  const sent = await trying.try('write', 'invoice', [['invoice', { kind: 'send', requestHash: call.requestHash }]]);
  assert.equal(sent.states.invoice, 'ran', JSON.stringify(sent.steps));
  const made = sent.step('invoice').output as JsonObject;
  assert.equal(made.reference, shown.reference);
  assert.equal(await trying.invoices(), before + 1);
  const sample = sent.samples.steps.get('invoice');
  assert.deepEqual([sample?.origin, sample?.isPinned], ['sent', false]);
  // Pressed again, nothing is sent: the sample holds.
  const again = await trying.try('write', 'invoice', [['invoice', { kind: 'send', requestHash: call.requestHash }]]);
  assert.equal(again.states.invoice, 'reused');
  assert.equal(await trying.invoices(), before + 1);
  const line = trying.lines.findLast(({ event }) => event === 'trial.sent');
  assert.ok(line !== undefined);
  const { by, flow, step, connection, method, url } = line.fields as Record<string, string>;
  assert.deepEqual([by, flow, step, connection, method], ['ada', 'write', 'invoice', 'billing', 'POST']);
  assert.match(url ?? '', /\/invoices$/);
});

test('a choice to send holds for the request that was shown: a changed one is shown anew and not sent', async () => {
  await trying.draft('changed', [invoiceStep('invoice', 'Work')]);
  await trying.paste('changed', 'trigger', order('trial-2'));
  const hash = (await trying.try('changed', 'invoice')).step('invoice').call?.requestHash ?? '';
  await trying.edit('changed', [invoiceStep('invoice', 'More work')]);
  const before = await trying.invoices();
  const tried = await trying.try('changed', 'invoice', [['invoice', { kind: 'send', requestHash: hash }]]);
  assert.equal(tried.states.invoice, 'needs_choice');
  assert.equal(tried.calls.length, 0);
  assert.equal(await trying.invoices(), before);
  assert.notEqual(tried.step('invoice').call?.requestHash.split('.')[0], hash.split('.')[0]);
});

test('a button pressed twice at once sends once', async () => {
  await trying.draft('twice', [invoiceStep('invoice', 'Work')]);
  await trying.paste('twice', 'trigger', order('trial-3'));
  const requestHash = (await trying.try('twice', 'invoice')).step('invoice').call?.requestHash ?? '';
  const before = await trying.invoices();
  const choices = [['invoice', { kind: 'send', requestHash }]] as const;
  const both = await Promise.all([trying.try('twice', 'invoice', choices), trying.try('twice', 'invoice', choices)]);
  assert.equal(await trying.invoices(), before + 1);
  assert.ok(both.some(({ states }) => states.invoice === 'ran'));
  assert.equal(trying.calls.filter((call) => call === 'POST /invoices').length, 1);
});

test('a request shown long ago is not sent', async () => {
  await trying.draft('late', [invoiceStep('invoice', 'Work')]);
  await trying.paste('late', 'trigger', order('trial-4'));
  const hash = (await trying.try('late', 'invoice')).step('invoice').call?.requestHash ?? '';
  const old = `0190${hash.slice(4)}`;
  const tried = await trying.try('late', 'invoice', [['invoice', { kind: 'send', requestHash: old }]]);
  assert.equal(tried.states.invoice, 'needs_choice');
  assert.equal(tried.calls.length, 0);
});

test('skip takes an example of the contract, says so, fills in for later steps, and is no answer where the step is wanted', async () => {
  const link = { key: 'link', kind: 'map', to: { template: '{{steps.invoice.orderNumber}}/{{steps.invoice.id}}' } };
  await trying.draft('skipped', [invoiceStep('invoice', 'Work'), link]);
  await trying.paste('skipped', 'trigger', order('trial-5'));
  const before = await trying.invoices();
  const tried = await trying.try('skipped', 'link', [['invoice', { kind: 'skip' }]]);
  assert.deepEqual(tried.states, { invoice: 'skipped', link: 'ran' });
  assert.match(String(tried.step('link').output), /^trial-5\/.+/);
  assert.equal(tried.samples.steps.get('invoice')?.origin, 'example');
  assert.equal(tried.calls.length, 0);
  assert.equal((await trying.try('skipped', 'link')).states.invoice, 'reused');
  assert.equal((await trying.try('skipped', 'invoice')).states.invoice, 'needs_choice');
  assert.equal(await trying.invoices(), before);
});

test('a linked record shows the update that a run would make, and a trial stores no link, run or attempt', async () => {
  const update = {
    object: { invoiceId: { from: 'link.id' }, ...(invoiceStep('x', 'Changed').input as { object: JsonObject }).object },
  };
  const linked = {
    ...invoiceStep('invoice', 'Work'),
    link: { source: { from: 'trigger.order' }, id: 'id', update: { operation: 'update_invoice', input: update } },
  };
  await trying.draft('linked', [linked]);
  await trying.paste('linked', 'trigger', order('trial-6'));
  const counts = () =>
    trying.engine.database.query(
      'select (select count(*) from run) as runs, (select count(*) from attempt) as attempts, (select count(*) from link) as links',
      [],
    );
  const before = await counts();
  const first = await trying.try('linked', 'invoice');
  assert.equal(first.step('invoice').call?.operation, 'create_invoice');
  const requestHash = first.step('invoice').call?.requestHash ?? '';
  assert.equal(
    (await trying.try('linked', 'invoice', [['invoice', { kind: 'send', requestHash }]])).states.invoice,
    'ran',
  );
  assert.deepEqual(await counts(), before);
  const { flow } = await trying.drafts.find(trying.workspaceId, 'linked');
  await trying.engine.database.query(
    `insert into link (workspace_id, flow_id, step_key, source_key, destination_id, run_id) values ($1, $2, 'invoice', 'trial-6', '"inv_1"', $2)`,
    [trying.workspaceId, flow.id],
  );
  await trying.samples.drop({ workspaceId: trying.workspaceId, flowName: 'linked', key: 'invoice' });
  assert.equal((await trying.try('linked', 'invoice')).step('invoice').call?.operation, 'update_invoice');
});

test('a draft with a broken step tries the whole ones before it, and names what is wrong where it comes to it', async () => {
  const broken = { key: 'broken', kind: 'map', to: { form: 'trigger.dealId' } };
  await trying.draft('broken', [SIX[0] as JsonObject, broken, SIX[1] as JsonObject]);
  await trying.paste('broken', 'trigger', EVENT);
  assert.equal((await trying.try('broken', 'deal')).states.deal, 'ran');
  const tried = await trying.try('broken', 'owners');
  assert.deepEqual(tried.states, { deal: 'reused', broken: 'failed', owners: 'not_reached' });
  const { problem } = tried.step('broken');
  assert.equal(problem?.code, 'trials.step.invalid');
  assert.ok(problem?.problems?.[0]?.pointer.startsWith('/steps/1/to'), JSON.stringify(problem));
});

test('each tries its first item, a branch takes the case that holds, a delay does not wait, a filter stops', async () => {
  const steps: JsonObject[] = [
    { key: 'wait', kind: 'delay', for: 'P1D' },
    {
      key: 'lines',
      kind: 'each',
      over: { from: 'trigger.lines' },
      as: 'line',
      maxItems: 10,
      steps: [{ key: 'text', kind: 'map', to: { from: 'line.name' } }],
    },
    {
      key: 'fork',
      kind: 'branch',
      cases: [
        { when: 'trigger.size > 5', steps: [{ key: 'big', kind: 'map', to: { value: 'big' } }] },
        { when: 'true', steps: [{ key: 'small', kind: 'map', to: { value: 'small' } }] },
      ],
    },
    { key: 'gate', kind: 'filter', when: 'trigger.size > 5' },
    { key: 'after', kind: 'map', to: { value: 1 } },
  ];
  await trying.draft('shapes', steps);
  await trying.paste('shapes', 'trigger', { size: 1, lines: [{ name: 'one' }, { name: 'two' }] });
  const tried = await trying.try('shapes', 'after');
  const states = {
    wait: 'ran',
    lines: 'ran',
    text: 'ran',
    fork: 'ran',
    big: 'not_reached',
    small: 'ran',
    gate: 'filtered',
    after: 'not_reached',
  };
  assert.deepEqual(tried.states, states);
  assert.equal(tried.stoppedAt, 'gate');
  assert.equal(JSON.stringify(tried.step('lines').output), '[{"key":"0","output":"one"}]');
  assert.equal(tried.step('fork').output, 'small');
  assert.equal((await trying.try('shapes', 'text')).stoppedAt, null);
  const missed = await trying.try('shapes', 'big');
  assert.deepEqual([missed.states.big, missed.stoppedAt], ['not_reached', 'fork']);
});

test('no credential stands in an answer, in a sample or in the log, not even one that was pasted', async () => {
  await trying.draft('secret', [SIX[0] as JsonObject, invoiceStep('invoice', 'Work')]);
  await trying.paste('secret', 'trigger', { ...order('trial-7'), dealId: 'deal_1', echo: `key ${CRM_TOKEN}` });
  const asked = await trying.try('secret', 'invoice');
  const requestHash = asked.step('invoice').call?.requestHash ?? '';
  const sent = await trying.try('secret', 'invoice', [['invoice', { kind: 'send', requestHash }]]);
  assert.equal(sent.states.invoice, 'ran');
  assert.match(asked.step('invoice').call?.request.headers['x-api-key'] ?? '', /secret|redacted/);
  const rows = await trying.engine.database.query('select * from flow_sample', []);
  const bodies = [asked, sent].flatMap(({ steps }) =>
    steps
      .flatMap(({ call }) => [call?.request.body, call?.response?.body])
      .map((body) => Buffer.from(body ?? []).toString()),
  );
  const all = JSON.stringify([rows, asked, sent, trying.lines, bodies]);
  for (const secret of [CRM_TOKEN, BILLING_KEY]) assert.ok(!all.includes(secret), `found ${secret}`);
});
