import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { type Clock, type JsonObject, parseJson } from '../../foundation/index.ts';
import { memoryJournal } from '../journal.ts';
import type { StandIn } from '../stand-in.ts';
import type { DeliverPort } from '../webhook-sender.ts';
import { type CrmOptions, createCrm } from './crm.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const running: StandIn[] = [];

interface Delivered {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver that answers with these statuses in turn, then 204, and tells when it has been called so many times. */
function receiver(statuses: readonly number[] = []) {
  const calls: Delivered[] = [];
  let wake = () => {};
  const deliver: DeliverPort = async (url, headers, body) => {
    calls.push({ url, headers, body });
    wake();
    const status = statuses[calls.length - 1] ?? 204;
    if (status === 0) throw new Error('connection refused');
    return { status };
  };
  const received = async (count: number) => {
    while (calls.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return calls;
  };
  return { deliver, received };
}

/** Real time for the date, but a delay is over at once: retries need no waiting. */
function hastyClock(delays: number[] = []): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    after: (delayMs, run) => {
      delays.push(delayMs);
      const handle = setImmediate(run);
      return () => clearImmediate(handle);
    },
  };
}

async function setup(options: Partial<CrmOptions> = {}) {
  const crm = createCrm({ port: 0, token: 'token-1', clock: hastyClock(), ...options });
  running.push(crm);
  await crm.start();
  const call = async (
    method: string,
    path: string,
    body?: object,
    headers: object = { authorization: 'Bearer token-1' },
  ) => {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(crm.url + path, { method, ...sent, headers: { ...headers, ...sent.headers } });
    const text = await response.text();
    return { status: response.status, text, body: (text.startsWith('{') ? parseJson(text) : {}) as JsonObject };
  };
  const register = (events: string[]) =>
    call('POST', '/webhooks', { url: 'http://127.0.0.1:9/hook', secret: SECRET, events });
  /** The deliveries once none is pending; every try commits before the next answer, so asking again is enough. */
  const settled = async (): Promise<JsonObject[]> => {
    for (;;) {
      const items = (await call('GET', '/sandbox/deliveries')).body.items as JsonObject[];
      if (items.every(({ status }) => status !== 'pending')) return items;
    }
  };
  return { crm, call, register, settled };
}

afterEach(async () => {
  for (const crm of running.splice(0)) await crm.stop();
});

describe('webhooks', () => {
  it('are signed so that the independent Standard Webhooks library accepts them', async () => {
    const { deliver, received } = receiver();
    const { call, register } = await setup({ deliver });
    await register(['lead.submitted']);
    await call('POST', '/sandbox/submit-lead', {
      name: 'Ada',
      email: 'ada@engines.example',
      company: 'Engines',
      country: 'GB',
    });
    const [first] = await received(1);
    assert.ok(first);
    const verified = new Webhook(SECRET).verify(first.body, { ...first.headers }) as {
      type: string;
      data: { lead: { email: string } };
    };
    assert.equal(verified.type, 'lead.submitted');
    assert.equal(verified.data.lead.email, 'ada@engines.example');
    assert.throws(() => new Webhook(SECRET).verify(`${first.body} `, { ...first.headers }));
  });

  it('are sent again with the same id until the receiver says 2xx, ever later', async () => {
    const delays: number[] = [];
    const { deliver, received } = receiver([503, 0, 302]);
    const { call, register, settled } = await setup({ deliver, clock: hastyClock(delays) });
    await register(['deal.closed_won']);
    await call('POST', '/sandbox/close-deal', { dealId: 'deal_1' });
    const calls = await received(4);
    assert.equal(new Set(calls.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.deepEqual(delays, [500, 1_000, 2_000]);
    const [delivery] = await settled();
    assert.deepEqual([delivery?.status, delivery?.tries, delivery?.lastStatus], ['delivered', 4, 204]);
  });

  it('are given up after eight tries', async () => {
    const { deliver } = receiver(Array.from({ length: 20 }, () => 500));
    const { call, register, settled } = await setup({ deliver });
    await register(['deal.closed_won']);
    await call('POST', '/sandbox/close-deal', {});
    const [delivery] = await settled();
    assert.deepEqual([delivery?.status, delivery?.tries], ['given_up', 8]);
  });

  it('go only to those who asked for the type of event', async () => {
    const { deliver, received } = receiver();
    const { call, register } = await setup({ deliver });
    await register(['deal.closed_won']);
    await call('POST', '/sandbox/submit-lead', {
      name: 'Ada',
      email: 'ada@engines.example',
      company: 'E',
      country: 'GB',
    });
    await call('POST', '/sandbox/close-deal', {});
    const [first] = await received(1);
    assert.match(first?.body ?? '', /"type":"deal.closed_won"/);
  });

  it('carry money with the digits it has, and the fields as a switch renames them', async () => {
    const { deliver, received } = receiver();
    const { call, register } = await setup({ deliver });
    await register(['deal.closed_won']);
    await call('PUT', '/sandbox/switches', {
      name: 'renamed_field',
      from: 'amount',
      to: 'value',
      operation: 'event.deal.closed_won',
    });
    await call('POST', '/sandbox/close-deal', { dealId: 'deal_2' });
    const [first] = await received(1);
    assert.match(first?.body ?? '', /"unitPrice":1\.10/);
    assert.match(first?.body ?? '', /"value":12613\.20/);
  });

  it('never show their secret again', async () => {
    const { call, register } = await setup();
    const registered = await register(['deal.closed_won']);
    const listed = await call('GET', '/webhooks');
    assert.equal(registered.status, 201);
    assert.doesNotMatch(registered.text + listed.text, /whsec_/);
  });

  it('registering a URL again replaces it, and removing it ends it', async () => {
    const { call, register } = await setup();
    await register(['deal.closed_won']);
    const { body } = await register(['lead.submitted']);
    assert.equal((await call('GET', '/webhooks')).body.total, 1);
    assert.equal((await call('DELETE', `/webhooks/${String(body.id)}`)).status, 200);
    assert.equal((await call('GET', '/webhooks')).body.total, 0);
  });

  it('a secret that is not one of Standard Webhooks is refused', async () => {
    const { call } = await setup();
    const { status, body } = await call('POST', '/webhooks', {
      url: 'http://127.0.0.1:9/',
      secret: 'short',
      events: ['deal.closed_won'],
    });
    assert.equal(status, 422);
    assert.match(JSON.stringify(body), /"field":"secret"/);
  });
});

describe('a restart', () => {
  it('keeps records, effects, keys and webhooks, and goes on with what was not delivered', async () => {
    const journal = memoryJournal();
    const { crm, call, register } = await setup({ journal, deliver: () => new Promise(() => {}) });
    await register(['deal.closed_won']);
    await call('PUT', '/contacts/by-email/ada@engines.example', { name: 'Ada' });
    const task = { contactId: 'con_1', title: 'Call', dueOn: '2026-11-26' };
    const headers = { authorization: 'Bearer token-1', 'idempotency-key': 'k1' };
    const made = await call('POST', '/tasks', task, headers);
    await call('POST', '/sandbox/close-deal', { dealId: 'deal_1' });
    await crm.stop();

    const { deliver, received } = receiver();
    const second = await setup({ journal, deliver });
    assert.equal((await received(1)).length, 1);
    assert.equal((await second.call('POST', '/tasks', task, headers)).text, made.text);
    assert.equal((await second.call('GET', '/contacts/con_1')).body.name, 'Ada');
    assert.equal((await second.call('GET', '/sandbox/ledger')).body.total, 2);
    assert.equal((await second.call('GET', '/deals/deal_1')).body.stage, 'won');
  });

  it('a journal whose last line was cut by a crash is read up to it', async () => {
    const lines: string[] = [];
    const { crm, call } = await setup({ journal: memoryJournal(lines) });
    await call('PUT', '/contacts/by-email/ada@engines.example', { name: 'Ada' });
    await call('PUT', '/contacts/by-email/bob@engines.example', { name: 'Bob' });
    await crm.stop();
    const second = await setup({ journal: memoryJournal([lines[0] ?? '', (lines[1] ?? '').slice(0, 40)]) });
    assert.equal((await second.call('GET', '/contacts')).body.total, 1);
  });
});

describe('the API', () => {
  it('a call without a right credential is 401 in the style of the vendor', async () => {
    const { call } = await setup();
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { 'x-api-key': 'wrong' }]) {
      const { status, body } = await call('GET', '/owners', undefined, headers);
      assert.equal(status, 401);
      assert.equal((body.error as JsonObject).code, 'sandbox.sign_in.refused');
    }
    assert.equal((await call('GET', '/owners', undefined, { 'x-api-key': 'token-1' })).status, 200);
  });

  it('all faults of a body are named at once', async () => {
    const { call } = await setup();
    const { status, body } = await call('POST', '/tasks', { contactId: 'con_9', dueOn: 'tomorrow' });
    assert.equal(status, 422);
    const fields = ((body.error as JsonObject).fields as JsonObject[]).map(({ field }) => field);
    assert.deepEqual(fields, ['title', 'dueOn', 'contactId']);
  });

  it('broken JSON is 400, an unknown path 404, another content type 415', async () => {
    const { crm, call } = await setup();
    const send = async (type: string, body: string) =>
      (
        await fetch(`${crm.url}/tasks`, {
          method: 'POST',
          body,
          headers: { 'content-type': type, 'x-api-key': 'token-1' },
        })
      ).status;
    assert.equal(await send('application/json', '{"a":'), 400);
    assert.equal(await send('text/plain', 'hello'), 415);
    assert.equal((await call('GET', '/nothing')).status, 404);
  });

  it('an upsert makes a contact once, and keeps what a later one does not mention', async () => {
    const { call } = await setup();
    const first = await call('PUT', '/contacts/by-email/ada@engines.example', { name: 'Ada', country: 'GB' });
    const second = await call('PUT', '/contacts/by-email/ada@engines.example', { name: 'Ada L.' });
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.deepEqual([second.body.id, second.body.name, second.body.country], [first.body.id, 'Ada L.', 'GB']);
    const { counts } = (await call('GET', '/sandbox/ledger')).body;
    assert.equal(((counts as JsonObject)['contact.created'] as JsonObject).total, 1);
  });

  it('effects are counted under the header x-business-key when it is sent', async () => {
    const { call } = await setup();
    await call(
      'PUT',
      '/contacts/by-email/ada@engines.example',
      { name: 'Ada' },
      { 'x-api-key': 'token-1', 'x-business-key': 'event-17' },
    );
    const { effects } = (await call('GET', '/sandbox/ledger')).body;
    assert.equal((effects as JsonObject[])[0]?.businessKey, 'event-17');
  });

  it('a deal is closed with its own lines, with one line over an amount, or anew with other lines', async () => {
    const { call } = await setup();
    const record = async (body: object) => (await call('POST', '/sandbox/close-deal', body)).text;
    assert.match(await record({ dealId: 'deal_1' }), /"id":"deal_1".*"unitPrice":1000\.50/);
    assert.match(await record({ title: 'Two engines', amount: 1999.9 }), /"id":"deal_4".*"amount":1999\.90/);
    assert.match(await record({}), /"id":"deal_5".*"unitPrice":1000\.00/);
    const again = await record({ dealId: 'deal_1', lines: [{ description: 'Licence', quantity: 3, unitPrice: 0.1 }] });
    assert.match(again, /"id":"deal_1".*"amount":0\.30/);
  });

  it('the page at / needs no credential and names the calls to try', async () => {
    const { call } = await setup();
    const { status, text } = await call('GET', '/', undefined, {});
    assert.equal(status, 200);
    assert.match(text, /curl -X POST http:\/\/127\.0\.0\.1:\d+\/sandbox\/close-deal/);
  });

  it('starting and stopping twice does no harm', async () => {
    const { crm } = await setup();
    await crm.start();
    await crm.stop();
    await crm.stop();
    await createCrm({ port: 0, token: 't' }).stop();
  });
});
