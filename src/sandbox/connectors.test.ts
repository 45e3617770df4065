import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConnector, findOperation, judgeAnswer, type Operation } from '../connectors/index.ts';
import { type JsonObject, type JsonValue, makeId, stringifyJson } from '../foundation/index.ts';
import { compileSchema } from '../language/index.ts';
import type { HttpAnswer, HttpRequest } from '../outbound/index.ts';
import { createCrm } from './crm/crm.ts';
import { createInvoicing } from './invoicing/invoicing.ts';

const vendors = {
  sandbox_crm: createCrm({ port: 0, token: 'key-1' }),
  sandbox_invoicing: createInvoicing({ port: 0, apiKey: 'key-1' }),
};
type ConnectorName = keyof typeof vendors;

async function send(
  name: ConnectorName,
  request: HttpRequest,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const { method, path, query = [], body } = request;
  const text = body?.kind === 'json' ? stringifyJson(body.value) : undefined;
  const url = `${vendors[name].url}/${path.map(encodeURIComponent).join('/')}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
  const json = text === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { 'x-api-key': 'key-1', ...json, ...headers },
    body: text ?? null,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body: bytes, bodyState: 'complete' };
}

/** Calls the operation as the engine would and checks input and output against its schemas. */
async function call(
  name: ConnectorName,
  operation: Operation,
  input: JsonObject,
): Promise<{ output: JsonObject; key: string }> {
  const key = makeId();
  assert.deepEqual(compileSchema(operation.input)(input), []);
  const headers = operation.idempotency === undefined ? {} : { [operation.idempotency.header]: key };
  const answer = await send(name, operation.request(input, { idempotencyKey: key, reference: key }), headers);
  const verdict = judgeAnswer(operation, answer, input);
  assert.ok(verdict.kind === 'ok', stringifyJson(verdict as unknown as JsonValue));
  assert.deepEqual(compileSchema(operation.output)(verdict.output), []);
  return { output: verdict.output as JsonObject, key };
}

const LINES = [{ description: 'Hours', quantity: 2.5, unitPrice: 1.1 }];
/** In the order in which one needs what the other made. */
const CALLS: readonly (readonly [ConnectorName, operation: string, input: JsonObject])[] = [
  ['sandbox_crm', 'list_owners', {}],
  ['sandbox_crm', 'get_deal', { dealId: 'deal_2' }],
  ['sandbox_crm', 'list_deals', {}],
  ['sandbox_crm', 'list_leads', {}],
  ['sandbox_crm', 'find_contact', { email: 'ada+1@engines.example' }],
  ['sandbox_crm', 'upsert_contact', { email: 'ada+1@engines.example', name: 'Ada / Lovelace' }],
  ['sandbox_crm', 'find_contact', { email: 'ada+1@engines.example' }],
  ['sandbox_crm', 'get_contact', { contactId: 'con_1' }],
  ['sandbox_crm', 'assign_owner', { contactId: 'con_1', ownerId: 'own_3' }],
  ['sandbox_crm', 'create_task', { contactId: 'con_1', title: 'Call', dueOn: '2026-11-26', ownerId: 'own_3' }],
  ['sandbox_crm', 'create_note', { contactId: 'con_1', text: 'Asked for a quote.' }],
  ['sandbox_invoicing', 'find_customer', { email: 'accounts@engines.example' }],
  ['sandbox_invoicing', 'upsert_customer', { email: 'accounts@engines.example', name: 'Engines Ltd', vatId: 'GB1' }],
  ['sandbox_invoicing', 'find_customer', { email: 'accounts@engines.example' }],
  [
    'sandbox_invoicing',
    'create_invoice',
    { customerId: 'cus_1', currency: 'EUR', orderNumber: 'deal_1', lines: LINES },
  ],
  ['sandbox_invoicing', 'create_invoice_by_reference', { customerId: 'cus_1', currency: 'EUR', lines: LINES }],
  ['sandbox_invoicing', 'get_invoice', { invoiceId: 'inv_1' }],
  ['sandbox_invoicing', 'update_invoice', { invoiceId: 'inv_1', customerId: 'cus_1', currency: 'USD', lines: LINES }],
  ['sandbox_invoicing', 'send_invoice_email', { invoiceId: 'inv_1' }],
];

before(() => Promise.all(Object.values(vendors).map((vendor) => vendor.start())));
after(() => Promise.all(Object.values(vendors).map((vendor) => vendor.stop())));

describe('the stand-in answers what its connector declares', () => {
  for (const [index, [name, operationName, input]] of CALLS.entries()) {
    it(`call ${index + 1}: ${name} ${operationName}`, async () => {
      const operation = findOperation(name, operationName);
      const { output, key } = await call(name, operation, input);
      if (operation.lookUp === undefined) return;
      const found = operation.lookUp.found(await send(name, operation.lookUp.request(key, input)), key);
      assert.deepEqual(found, [output]);
    });
  }

  it('every operation of both connectors is among these calls', () => {
    for (const name of Object.keys(vendors)) {
      const called = new Set(CALLS.filter(([connector]) => connector === name).map(([, operation]) => operation));
      assert.deepEqual([...called].sort(), Object.keys(findConnector(name).operations).sort());
    }
  });

  it('recent records of the CRM are the events that it has sent, the newest first', async () => {
    const act = (path: string, body: JsonObject) =>
      fetch(`${vendors.sandbox_crm.url}/sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: stringifyJson(body),
      });
    const { triggers } = findConnector('sandbox_crm');
    for (const { recent } of Object.values(triggers)) {
      const operation = findOperation('sandbox_crm', recent?.operation ?? '');
      const { output } = await call('sandbox_crm', operation, recent?.input ?? {});
      assert.deepEqual(recent?.events(output), [], 'nothing has happened yet, and open deals are no events');
    }
    const lead = { email: 'ada@engines.example', company: 'Engines Ltd', country: 'GB' };
    for (const name of ['Ada', 'Grace']) await act('submit-lead', { ...lead, name });
    for (const dealId of ['deal_2', 'deal_1']) await act('close-deal', { dealId });
    for (const { name, output: schema, recent } of Object.values(triggers)) {
      const operation = findOperation('sandbox_crm', recent?.operation ?? '');
      const events = recent?.events((await call('sandbox_crm', operation, recent.input)).output) ?? [];
      assert.equal(events.length, 2, name);
      for (const event of events) assert.deepEqual(compileSchema(schema)(event), []);
      assert.ok(String(events[0]?.timestamp) >= String(events[1]?.timestamp));
    }
  });

  it('a search that finds nothing is a success that says so', async () => {
    const { output } = await call('sandbox_crm', findOperation('sandbox_crm', 'find_contact'), {
      email: 'nobody@engines.example',
    });
    assert.deepEqual({ ...output }, { found: false, contact: null });
  });

  it('a 202 leads to a job whose result is the output', async () => {
    const operation = findOperation('sandbox_invoicing', 'create_invoice');
    await fetch(`${vendors.sandbox_invoicing.url}/sandbox/switches`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'accepted_202', ms: 0, count: 1 }),
    });
    const input = { customerId: 'cus_1', currency: 'EUR', lines: LINES };
    const accepted = await send('sandbox_invoicing', operation.request(input, { idempotencyKey: 'k', reference: 'k' }));
    assert.ok(accepted.status === 202 && operation.statusPoll);
    const verdict = operation.statusPoll.verdict(
      await send('sandbox_invoicing', operation.statusPoll.request(accepted, input)),
    );
    assert.ok(verdict.kind === 'ok');
    assert.deepEqual(compileSchema(operation.output)(verdict.output), []);
  });

  it('its throttle in disguise is recognised, another 403 is not', () => {
    const { isThrottled } = findConnector('sandbox_crm');
    const answer = (code: string): HttpAnswer => ({
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(`{"error":{"code":"${code}"}}`),
      bodyState: 'complete',
    });
    assert.deepEqual(
      [isThrottled?.(answer('REQUEST_LIMIT_EXCEEDED')), isThrottled?.(answer('FORBIDDEN'))],
      [true, false],
    );
  });
});
