import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { type JsonObject, parseJson } from '../../foundation/index.ts';
import { createInvoicing } from './invoicing.ts';

const vendor = createInvoicing({ port: 0, apiKey: 'key-1', basic: { user: 'ada', password: 'pw' } });
const LINES =
  '[{"description":"Cards","quantity":12,"unitPrice":1.10},{"description":"Hours","quantity":2.5,"unitPrice":99.99}]';

async function send(method: string, path: string, { body = '', authorization = '' } = {}) {
  const sent = body === '' ? {} : { body, headers: { 'content-type': 'application/json' } };
  const credential = authorization === '' ? { 'x-api-key': 'key-1' } : { authorization };
  const response = await fetch(vendor.url + path, { method, ...sent, headers: { ...sent.headers, ...credential } });
  const text = await response.text();
  return { status: response.status, text, body: parseJson(text) as JsonObject };
}

const makeInvoice = (fields = '') =>
  send('POST', '/invoices', { body: `{"customerId":"cus_1","currency":"EUR","lines":${LINES}${fields}}` });

before(async () => {
  await vendor.start();
  await send('PUT', '/customers/by-email/accounts@engines.example', { body: '{"name":"Engines Ltd","country":"GB"}' });
});
after(() => vendor.stop());

it('an invoice has exact amounts with two digits, a total and a number of its own', async () => {
  const first = await makeInvoice();
  const second = await makeInvoice();
  assert.equal(first.status, 201);
  assert.match(first.text, /"unitPrice":1\.10,"amount":13\.20/);
  assert.match(first.text, /"amount":249\.98/);
  assert.match(first.text, /"total":263\.18/);
  assert.notEqual(first.body.number, second.body.number);
});

it('an update replaces what the caller sets and keeps number, reference and status', async () => {
  const made = (await makeInvoice(',"reference":"ref-1","orderNumber":"deal_1"')).body;
  const lines = '[{"description":"All in","quantity":1,"unitPrice":100}]';
  const body = `{"customerId":"cus_1","currency":"USD","orderNumber":"deal_1","lines":${lines}}`;
  const updated = await send('PUT', `/invoices/${String(made.id)}`, { body });
  const kept = ({ number, reference, status, createdAt }: JsonObject) => ({ number, reference, status, createdAt });
  assert.deepEqual(kept(updated.body), kept(made));
  assert.match(updated.text, /"currency":"USD".*"total":100\.00/);
  assert.deepEqual((await send('GET', `/invoices/${String(made.id)}`)).body, updated.body);
});

it('an e-mail goes to the customer unless another address is given, as often as it is asked for', async () => {
  const { id } = (await makeInvoice(',"orderNumber":"deal_9"')).body;
  const first = await send('POST', `/invoices/${String(id)}/emails`, { body: '{}' });
  const second = await send('POST', `/invoices/${String(id)}/emails`, { body: '{"to":"ada@engines.example"}' });
  assert.deepEqual([first.body.to, second.body.to], ['accounts@engines.example', 'ada@engines.example']);
  assert.equal((await send('GET', `/invoices/${String(id)}`)).body.status, 'sent');
  const { counts } = (await send('GET', '/sandbox/ledger')).body;
  const sent = (counts as JsonObject)['email.sent'] as JsonObject;
  assert.deepEqual({ ...(sent.byBusinessKey as JsonObject) }, { deal_9: 2 });
});

it('a price with three digits, an exponent or no number is refused where it stands', async () => {
  for (const price of ['1.005', '1e400', '"1"']) {
    const lines = `[{"description":"x","quantity":1,"unitPrice":${price}}]`;
    const { status, body } = await send('POST', '/invoices', {
      body: `{"customerId":"cus_1","currency":"EUR","lines":${lines}}`,
    });
    assert.equal(status, 422, price);
    assert.equal((body.ValidationErrors as JsonObject[])[0]?.Field, 'lines/0/unitPrice');
  }
});

it('an invoice for a customer who is not there, or without lines, is refused', async () => {
  const { status, body } = await send('POST', '/invoices', {
    body: '{"customerId":"cus_9","currency":"EUR","lines":[]}',
  });
  assert.equal(status, 422);
  assert.deepEqual(
    (body.ValidationErrors as JsonObject[]).map(({ Field }) => Field),
    ['lines', 'customerId'],
  );
});

it('signs in by key or by name and password, and refuses in its own words', async () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  assert.equal((await send('GET', '/customers', { authorization: basic('ada:pw') })).status, 200);
  const refused = await send('GET', '/customers', { authorization: basic('ada:wrong') });
  assert.deepEqual([refused.status, refused.body.Type], [401, 'sandbox.sign_in.refused']);
});

it('the ledger pages by sequence number and counts over all of it', async () => {
  await makeInvoice();
  const { body } = await send('GET', '/sandbox/ledger?after=1&limit=2');
  assert.deepEqual(
    (body.effects as JsonObject[]).map(({ seq }) => seq),
    [2, 3],
  );
  assert.ok(Number(body.total) > 3);
});
