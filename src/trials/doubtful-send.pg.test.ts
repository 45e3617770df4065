import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callStep, invoiceStep, Trying } from '../../test/trying.ts';
import type { JsonObject } from '../foundation/index.ts';

let trying: Trying;
let customerId: string;

before(async () => {
  trying = await Trying.open();
  customerId = await trying.customer();
});
after(() => trying.close());

/** Does the work, then cuts the line: nobody hears that it was done. */
const CUT: JsonObject = { name: 'reset_after_effect', count: 1 };

async function sendFor(flow: string, step: string) {
  const asked = (await trying.try(flow, step)).step(step);
  assert.equal(asked.state, 'needs_choice');
  const requestHash = asked.call?.requestHash ?? '';
  return { asked, sent: (await trying.try(flow, step, [[step, { kind: 'send', requestHash }]])).step(step) };
}

test('a send whose answer is lost is called unknown, and sending it again makes no second invoice', async () => {
  await trying.draft('lost', [invoiceStep('invoice', 'Looms')]);
  await trying.paste('lost', 'trigger', { customerId, order: 'lost-1' });
  await trying.ask(trying.invoicing, 'PUT', '/sandbox/switches', CUT);
  const before = await trying.invoices();
  const first = await sendFor('lost', 'invoice');
  assert.equal(first.asked.call?.doubt, undefined);
  assert.equal(first.sent.state, 'failed');
  assert.equal(first.sent.problem?.code, 'trials.call.unknown');
  assert.equal(await trying.invoices(), before + 1);
  const second = await sendFor('lost', 'invoice');
  assert.equal(second.asked.call?.doubt?.isSafe, true);
  assert.equal(second.asked.call?.doubt?.sentBy, 'ada');
  assert.equal(second.sent.state, 'ran');
  assert.equal(await trying.invoices(), before + 1);
});

test('before another request is sent for a step in doubt, the person is told that it may make a second record', async () => {
  await trying.draft('changed', [invoiceStep('invoice', 'Looms')]);
  await trying.paste('changed', 'trigger', { customerId, order: 'changed-1' });
  await trying.ask(trying.invoicing, 'PUT', '/sandbox/switches', CUT);
  assert.equal((await sendFor('changed', 'invoice')).sent.problem?.code, 'trials.call.unknown');
  await trying.paste('changed', 'trigger', { customerId, order: 'changed-2' });
  const asked = (await trying.try('changed', 'invoice')).step('invoice');
  assert.equal(asked.call?.doubt?.isSafe, false);
});

test('a vendor that refuses leaves no doubt', async () => {
  await trying.draft('refused', [
    callStep('mail', ['billing', 'send_invoice_email'], { invoiceId: 'trigger.invoiceId' }),
  ]);
  await trying.paste('refused', 'trigger', { invoiceId: 'inv_none' });
  const { sent } = await sendFor('refused', 'mail');
  assert.equal(sent.problem?.code, 'trials.call.failed');
  assert.equal((await trying.try('refused', 'mail')).step('mail').call?.doubt, undefined);
});
