import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Clock, type JsonObject, parseJson, systemClock } from '../foundation/index.ts';
import { createInvoicing } from './invoicing/invoicing.ts';
import { SWITCH_TABLE, type SwitchName } from './switch-table.ts';

let laterMs = 0;
const clock: Clock = { ...systemClock, nowMs: () => Date.now() + laterMs };
const vendor = createInvoicing({ port: 0, apiKey: 'key-1', clock });
const INVOICE = { currency: 'EUR', lines: [{ description: 'Day', quantity: 1, unitPrice: 2 }] };
let customerId = '';
let orders = 0;

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject;
}

async function call(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${vendor.url}${path}`, {
    redirect: 'manual',
    method,
    ...sent,
    headers: { 'x-api-key': 'key-1', ...sent.headers, ...headers },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (parseJson(text) as JsonObject) : {},
  };
}

/** An order that no test used before, so that its effects are its own. */
function nextOrder() {
  orders += 1;
  return { ...INVOICE, customerId, orderNumber: `order-${orders}` };
}

async function effectsOf(order: { orderNumber: string }): Promise<number> {
  const { body } = await call('GET', '/sandbox/ledger');
  const counts = body.counts as Record<string, { byBusinessKey: Record<string, number> }>;
  return counts['invoice.created']?.byBusinessKey[order.orderNumber] ?? 0;
}

async function turnOn(setting: object): Promise<void> {
  const { status, text } = await call('PUT', '/sandbox/switches', setting);
  assert.equal(status, 200, text);
}

before(async () => {
  await vendor.start();
  const { body } = await call('PUT', '/customers/by-email/a@b.example', { name: 'A' });
  customerId = String(body.id);
});
after(() => vendor.stop());
beforeEach(async () => {
  laterMs = 0;
  await call('DELETE', '/sandbox/switches');
});

/** What the caller of POST /invoices gets: a status, or no answer that can be read to its end. */
const ENDINGS: readonly (readonly [
  setting: JsonObject & { name: SwitchName },
  answer: number | 'none',
  effects: 0 | 1,
])[] = [
  [{ name: 'status_401' }, 401, 0],
  [{ name: 'throttle_403' }, 403, 0],
  [{ name: 'status_429', retryAfter: '20' }, 429, 0],
  [{ name: 'status_500' }, 500, 0],
  [{ name: 'status_500', afterEffect: true }, 500, 1],
  [{ name: 'status_503', retryAfter: '20' }, 503, 0],
  [{ name: 'status_503', afterEffect: true }, 503, 1],
  [{ name: 'status', code: 408 }, 408, 0],
  [{ name: 'status', code: 409 }, 409, 0],
  [{ name: 'status', code: 425 }, 425, 0],
  [{ name: 'status', code: 502, afterEffect: true }, 502, 1],
  [{ name: 'status', code: 504, afterEffect: true }, 504, 1],
  [{ name: 'slow', ms: 5 }, 201, 1],
  [{ name: 'reset_before_effect' }, 'none', 0],
  [{ name: 'reset_after_effect' }, 'none', 1],
  [{ name: 'truncated_body' }, 'none', 1],
  [{ name: 'html_200' }, 200, 0],
  [{ name: 'html_200', afterEffect: true }, 200, 1],
  [{ name: 'errors_200' }, 200, 0],
  [{ name: 'renamed_field', from: 'total', to: 'grandTotal' }, 201, 1],
  [{ name: 'accepted_202' }, 202, 1],
  [{ name: 'no_idempotency' }, 201, 1],
  [{ name: 'replay_500' }, 500, 0],
  [{ name: 'key_ttl', ms: 5 }, 201, 1],
  [{ name: 'index_lag', ms: 5 }, 201, 1],
  [{ name: 'redirect_302' }, 302, 0],
];

describe('a switch for something that the vendor does not have', () => {
  it('is refused with the near miss and the names there are', async () => {
    const setting = { name: 'status_500', operation: 'creat_invoice' };
    const { status, text } = await call('PUT', '/sandbox/switches', setting);
    assert.equal(status, 422);
    assert.match(text, /Did you mean \\"create_invoice\\"\?/);
    assert.match(text, /find_invoices, get_invoice/);
  });

  it('is refused for an event that this vendor never sends', async () => {
    const setting = { name: 'renamed_field', from: 'a', to: 'b', operation: 'event.deal.closed_won' };
    assert.equal((await call('PUT', '/sandbox/switches', setting)).status, 422);
  });
});

describe('each switch does to the answer and to the effect what its row says', () => {
  for (const [setting, answer, effects] of ENDINGS) {
    it(`${JSON.stringify(setting)} answers ${answer} and leaves ${effects} effect`, async () => {
      const order = nextOrder();
      await turnOn({ ...setting, operation: 'create_invoice', count: 1 });
      const outcome = await call('POST', '/invoices', order).then(
        ({ status }) => status,
        () => 'none',
      );
      assert.equal(outcome, answer);
      assert.equal(await effectsOf(order), effects);
    });
  }

  it('every switch of the table has such a case', () => {
    const tried = new Set(ENDINGS.map(([{ name }]) => name));
    assert.deepEqual([...tried].sort(), Object.keys(SWITCH_TABLE).sort());
  });
});

describe('the spoiled answer on the wire', () => {
  it('a throttle in disguise carries the code that a profile looks for and no Retry-After', async () => {
    await turnOn({ name: 'throttle_403' });
    const { body, headers } = await call('GET', '/customers');
    assert.equal(body.Type, 'REQUEST_LIMIT_EXCEEDED');
    assert.equal(headers.get('retry-after'), null);
  });

  for (const text of ['20', '31536000', 'abc', '-5']) {
    it(`Retry-After ${text} is sent as it was given`, async () => {
      await turnOn({ name: 'status_429', retryAfter: text });
      const { headers } = await call('GET', '/customers');
      assert.equal(headers.get('retry-after'), text);
    });
  }

  it('Retry-After is left out when none was given', async () => {
    await turnOn({ name: 'status_429' });
    assert.equal((await call('GET', '/customers')).headers.get('retry-after'), null);
  });

  for (const form of ['imf_fixdate', 'rfc850', 'asctime']) {
    it(`Retry-After as ${form} names the instant so many seconds ahead`, async () => {
      await turnOn({ name: 'status_503', retryAfter: { form, seconds: 3600 } });
      const text = (await call('GET', '/customers')).headers.get('retry-after') ?? '';
      const aheadMs = Date.parse(form === 'asctime' ? `${text} GMT` : text) - Date.now();
      assert.ok(Math.abs(aheadMs - 3_600_000) < 5_000, text);
    });
  }

  it('errors_200 names the errors, html_200 is a page, redirect_302 has a location', async () => {
    await turnOn({ name: 'errors_200', count: 1 });
    assert.ok(Array.isArray((await call('GET', '/customers')).body.errors));
    await turnOn({ name: 'html_200', count: 1 });
    assert.match((await call('GET', '/customers')).text, /<!doctype html>/);
    await turnOn({ name: 'redirect_302', count: 1, location: 'http://169.254.169.254/' });
    assert.equal((await call('GET', '/customers')).headers.get('location'), 'http://169.254.169.254/');
  });

  it('a renamed field is renamed at every depth and its value stays', async () => {
    const order = nextOrder();
    await turnOn({ name: 'renamed_field', from: 'unitPrice', to: 'price' });
    const { text } = await call('POST', '/invoices', order);
    assert.match(text, /"price":2\.00/);
    assert.doesNotMatch(text, /unitPrice/);
  });

  it('a truncated answer announces more bytes than it sends', async () => {
    await turnOn({ name: 'truncated_body' });
    const response = await fetch(`${vendor.url}/customers`, { headers: { 'x-api-key': 'key-1' } });
    assert.ok(Number(response.headers.get('content-length')) > 0);
    await assert.rejects(response.text());
  });

  it('a job of accepted_202 is pending for its time and then holds the result', async () => {
    await turnOn({ name: 'accepted_202', ms: 60_000, count: 1 });
    const { body } = await call('POST', '/invoices', nextOrder());
    const { id } = body.job as JsonObject;
    assert.equal((await call('GET', `/jobs/${String(id)}`)).body.status, 'pending');
    laterMs = 60_001;
    const done = await call('GET', `/jobs/${String(id)}`);
    assert.equal(done.body.status, 'done');
    assert.match(done.text, /"number":"INV-/);
  });
});

describe('the scope of a switch', () => {
  it('a count is spent by calls that it hits, and by those only', async () => {
    await turnOn({ name: 'status_500', operation: 'create_invoice', count: 2 });
    const calls = [() => call('GET', '/customers'), () => call('POST', '/invoices', nextOrder())];
    const statuses: number[] = [];
    for (const make of [...calls, ...calls, ...calls]) statuses.push((await make()).status);
    assert.deepEqual(statuses, [200, 500, 200, 500, 200, 201]);
  });

  it('a path prefix limits a switch to the paths below it', async () => {
    await turnOn({ name: 'status_500', pathPrefix: '/invoices' });
    assert.equal((await call('GET', '/customers')).status, 200);
    assert.equal((await call('GET', '/invoices')).status, 500);
  });

  it('the same seed gives the same sequence of faults', async () => {
    const sequence = async () => {
      await call('DELETE', '/sandbox/switches');
      await turnOn({ name: 'status_500', probability: 0.5, seed: 7 });
      const statuses: number[] = [];
      for (let index = 0; index < 20; index += 1) statuses.push((await call('GET', '/customers')).status);
      return statuses;
    };
    const first = await sequence();
    assert.deepEqual(await sequence(), first);
    assert.deepEqual([...new Set(first)].sort(), [200, 500]);
  });

  it('a call without a right credential neither passes nor spends a switch', async () => {
    await turnOn({ name: 'status_500', count: 1 });
    assert.equal((await call('GET', '/customers', undefined, { 'x-api-key': 'wrong' })).status, 401);
    assert.equal((await call('GET', '/customers')).status, 500);
  });

  it('GET shows what is on and explains every switch; DELETE turns all off', async () => {
    await turnOn({ name: 'slow', ms: 3, count: 4 });
    const { body } = await call('GET', '/sandbox/switches');
    assert.deepEqual(
      (body.on as JsonObject[]).map(({ name, ms, left }) => ({ name, ms, left })),
      [{ name: 'slow', ms: 3, left: 4 }],
    );
    assert.deepEqual(Object.keys(body.known as JsonObject), Object.keys(SWITCH_TABLE));
    assert.deepEqual((await call('DELETE', '/sandbox/switches')).body.on, []);
  });

  it('a setting that the switch does not take, or lacks, is refused with its name', async () => {
    for (const [setting, field] of [
      [{ name: 'status_401', ms: 3 }, 'ms'],
      [{ name: 'slow' }, 'ms'],
      [{ name: 'nonsense' }, 'name'],
      [{ name: 'status', code: 200 }, 'code'],
      [{ name: 'status_429', retryAfter: 'a\r\nb' }, 'retryAfter'],
    ] as const) {
      const { status, body } = await call('PUT', '/sandbox/switches', setting);
      assert.equal(status, 422);
      assert.equal((body.ValidationErrors as JsonObject[])[0]?.Field, field);
    }
  });
});

describe('idempotency keys', () => {
  const key = (name: string) => ({ 'idempotency-key': name });

  it('the same key and body gets the first answer again and has one effect', async () => {
    const order = nextOrder();
    const first = await call('POST', '/invoices', order, key('k1'));
    const second = await call('POST', '/invoices', order, key('k1'));
    assert.equal(second.text, first.text);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.equal(await effectsOf(order), 1);
  });

  it('the answer is kept even when the first one was lost on its way', async () => {
    const order = nextOrder();
    await turnOn({ name: 'reset_after_effect', count: 1 });
    await assert.rejects(call('POST', '/invoices', order, key('k2')));
    assert.equal((await call('POST', '/invoices', order, key('k2'))).status, 201);
    assert.equal(await effectsOf(order), 1);
  });

  it('the same key with another body is refused with 422', async () => {
    await call('POST', '/invoices', nextOrder(), key('k3'));
    const { status, body } = await call('POST', '/invoices', nextOrder(), key('k3'));
    assert.deepEqual([status, body.Type], [422, 'sandbox.key.reused']);
  });

  it('a second request while the first one runs is refused with 409', async () => {
    const order = nextOrder();
    await turnOn({ name: 'slow', ms: 100, count: 1 });
    const first = call('POST', '/invoices', order, key('k4'));
    const second = call('POST', '/invoices', order, key('k4'));
    const statuses = (await Promise.all([first, second])).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [201, 409]);
    assert.equal(await effectsOf(order), 1);
  });

  it('a request that is refused leaves its key free', async () => {
    const order = nextOrder();
    assert.equal((await call('POST', '/invoices', { ...order, customerId: 'cus_0' }, key('k5'))).status, 422);
    assert.equal((await call('POST', '/invoices', order, key('k5'))).status, 201);
  });

  it('replay_500 gives the same key the same 500 after the switch is off', async () => {
    const order = nextOrder();
    await turnOn({ name: 'replay_500', count: 1 });
    assert.equal((await call('POST', '/invoices', order, key('k6'))).status, 500);
    assert.equal((await call('POST', '/invoices', order, key('k6'))).status, 500);
    assert.equal((await call('POST', '/invoices', order, key('k7'))).status, 201);
    assert.equal(await effectsOf(order), 1);
  });

  it('no_idempotency and an expired key_ttl let the same key work twice', async () => {
    const order = nextOrder();
    await call('POST', '/invoices', order, key('k8'));
    await turnOn({ name: 'no_idempotency', count: 1 });
    await call('POST', '/invoices', order, key('k8'));
    assert.equal(await effectsOf(order), 2);
    await turnOn({ name: 'key_ttl', ms: 1_000 });
    laterMs = 2_000;
    await call('POST', '/invoices', order, key('k8'));
    assert.equal(await effectsOf(order), 3);
  });
});

describe('searches', () => {
  it('index_lag hides a record that is younger than the lag', async () => {
    const order = { ...nextOrder(), reference: 'ref-1' };
    await call('POST', '/invoices', order);
    await turnOn({ name: 'index_lag', ms: 30_000 });
    assert.equal((await call('GET', '/invoices?reference=ref-1')).body.total, 0);
    laterMs = 30_001;
    assert.equal((await call('GET', '/invoices?reference=ref-1')).body.total, 1);
  });

  it('two records with one reference are both found, because the vendor does not forbid them', async () => {
    await call('POST', '/invoices', { ...nextOrder(), reference: 'ref-2' });
    await call('POST', '/invoices', { ...nextOrder(), reference: 'ref-2' });
    assert.equal((await call('GET', '/invoices?reference=ref-2')).body.total, 2);
  });
});
