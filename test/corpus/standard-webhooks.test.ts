/** A webhook after Standard Webhooks against everything that is not signed by whoever shares its secret (F78–F83). */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Answer, type Product, startProduct } from './product.ts';
import { exchangeRaw, requestText } from './raw-http.ts';
import { type Delivery, header, standardDelivery, withHeaders } from './signed-delivery.ts';
import { assertWell, countEvents, endedRun, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

const SIGNED = { signature: { kind: 'standard_webhooks' } };
/** The window is five minutes; the clock of a busy machine gets some seconds of slack. */
const INSIDE_SECONDS = 285;
const OUTSIDE_SECONDS = 330;

let product: Product;
let hook: Hook;
let plain: Hook;

before(async () => {
  product = await startProduct();
  hook = await publish(product, flowDocument('signed', { trigger: SIGNED }));
  plain = await publish(product, flowDocument('plain'));
});

after(() => product.stop());

async function assertRefused(delivery: Delivery, at = hook): Promise<Answer> {
  const earlier = await countEvents(product, at.flow);
  const answer = await post(product, at, delivery);
  assert.equal(answer.status, 401, answer.text);
  assert.match(answer.json.code, /^triggers\.(signature\.(refused|outside_window)|secret\.not_configured)$/);
  assert.equal(await countEvents(product, at.flow), earlier);
  return answer;
}

async function assertAccepted(delivery: Delivery, at = hook): Promise<string> {
  const answer = await post(product, at, delivery);
  assert.equal(answer.status, 202, answer.text);
  return answer.json.runId;
}

/** Posts without what a client library would do to the headers. */
async function postRaw(delivery: Delivery, lines: readonly string[]): Promise<readonly number[]> {
  const length = `Content-Length: ${Buffer.byteLength(delivery.body)}`;
  const head = ['Host: localhost', 'Content-Type: application/json', 'Connection: close', length, ...lines];
  const chunks = [requestText(`POST ${hook.path} HTTP/1.1`, head, delivery.body)];
  return (await exchangeRaw({ port: product.port, chunks, withinMs: 5_000 })).statuses;
}

function lines(delivery: Delivery, leftOut: string): string[] {
  return Object.entries(delivery.headers)
    .filter(([name]) => name !== leftOut)
    .map(([name, value]) => `${name}: ${value}`);
}

/** Each takes a valid delivery and makes it one that nobody with the secret has sent. */
const FORGERIES: readonly { readonly name: string; readonly forge: (valid: Delivery) => Delivery }[] = [
  {
    name: 'another secret',
    forge: ({ body }) => standardDelivery({ secret: `whsec_${randomBytes(24).toString('base64')}`, body }),
  },
  { name: 'a changed body', forge: (valid) => ({ ...valid, body: valid.body.replace('}', ',"more":1}') }) },
  { name: 'a space more in the body', forge: (valid) => ({ ...valid, body: `${valid.body} ` }) },
  { name: 'JSON read and written again', forge: ({ headers }) => ({ headers, body: '{"id": "other spacing"}' }) },
  { name: 'a changed id', forge: (valid) => withHeaders(valid, { 'webhook-id': `msg_${randomUUID()}` }) },
  {
    name: 'a changed time',
    forge: (valid) =>
      withHeaders(valid, { 'webhook-timestamp': String(Number(header(valid, 'webhook-timestamp')) + 1) }),
  },
  { name: 'no id', forge: (valid) => withHeaders(valid, { 'webhook-id': undefined }) },
  { name: 'an empty id', forge: (valid) => withHeaders(valid, { 'webhook-id': '' }) },
  { name: 'no time', forge: (valid) => withHeaders(valid, { 'webhook-timestamp': undefined }) },
  { name: 'no signature', forge: (valid) => withHeaders(valid, { 'webhook-signature': undefined }) },
  { name: 'an empty signature', forge: (valid) => withHeaders(valid, { 'webhook-signature': '' }) },
  { name: 'no header at all', forge: ({ body }) => ({ body, headers: {} }) },
  { name: 'the version v2', forge: (valid) => resigned(valid, (text) => text.replace('v1,', 'v2,')) },
  {
    name: 'the version v1a of another key kind',
    forge: (valid) => resigned(valid, (text) => text.replace('v1,', 'v1a,')),
  },
  { name: 'no version', forge: (valid) => resigned(valid, (text) => text.replace('v1,', '')) },
  { name: 'a version in capitals', forge: (valid) => resigned(valid, (text) => text.replace('v1,', 'V1,')) },
  { name: 'a signature cut by one character', forge: (valid) => resigned(valid, (text) => text.slice(0, -2)) },
  { name: 'a version without a signature', forge: (valid) => resigned(valid, () => 'v1,') },
  {
    name: 'a signature in hexadecimal',
    forge: (valid) => resigned(valid, (text) => `v1,${Buffer.from(text.slice(3), 'base64').toString('hex')}`),
  },
  { name: 'a signature in capitals', forge: (valid) => resigned(valid, (text) => `v1,${text.slice(3).toUpperCase()}`) },
  { name: 'ten thousand wrong signatures', forge: (valid) => resigned(valid, () => 'v1,AAAA '.repeat(1_500).trim()) },
  {
    name: 'a time with letters',
    forge: (valid) => withHeaders(valid, { 'webhook-timestamp': `${header(valid, 'webhook-timestamp')}abc` }),
  },
  { name: 'a time as a date', forge: (valid) => withHeaders(valid, { 'webhook-timestamp': new Date().toISOString() }) },
  {
    name: 'a time in milliseconds',
    forge: (valid) => withHeaders(valid, { 'webhook-timestamp': `${header(valid, 'webhook-timestamp')}000` }),
  },
  { name: 'a time beyond all numbers', forge: (valid) => withHeaders(valid, { 'webhook-timestamp': '9'.repeat(400) }) },
  { name: 'a time of NaN', forge: (valid) => withHeaders(valid, { 'webhook-timestamp': 'NaN' }) },
];

function resigned(delivery: Delivery, change: (signature: string) => string): Delivery {
  return withHeaders(delivery, { 'webhook-signature': change(header(delivery, 'webhook-signature')) });
}

describe('a delivery that its sender has signed', () => {
  it('is accepted, and its run ends', async () => {
    const run = await endedRun(product, await assertAccepted(standardDelivery({ secret: hook.secret })));
    assert.equal(run.json.state, 'succeeded');
  });

  it('is accepted at both ends of the window', async () => {
    await assertAccepted(standardDelivery({ secret: hook.secret, ageSeconds: INSIDE_SECONDS }));
    await assertAccepted(standardDelivery({ secret: hook.secret, ageSeconds: -INSIDE_SECONDS }));
  });

  it('is accepted with odd spacing and letters outside of ASCII in the body', async () => {
    await assertAccepted(standardDelivery({ secret: hook.secret, body: '{ "name" :\n"Jürgen 🚲",\t"n": 1.10 }\n' }));
  });

  it('is accepted when the right signature stands among others', async () => {
    const wrong = `v1,${randomBytes(32).toString('base64')}`;
    const delivery = resigned(standardDelivery({ secret: hook.secret }), (text) => `v2,AAAA ${wrong} ${text} v1a,BBBB`);
    await assertAccepted(delivery);
  });

  it('shows neither secret nor signature in its run', async () => {
    const delivery = standardDelivery({ secret: hook.secret });
    const run = await endedRun(product, await assertAccepted(delivery));
    assert.ok(!run.text.includes(header(delivery, 'webhook-signature').slice(3)));
    assert.ok(!run.text.includes(hook.secret.replace('whsec_', '')));
  });
});

describe('a delivery is refused and leaves nothing with', () => {
  for (const { name, forge } of FORGERIES) {
    it(name, async () => {
      await assertRefused(forge(standardDelivery({ secret: hook.secret })));
    });
  }

  it('a time before or after the window', async () => {
    for (const ageSeconds of [OUTSIDE_SECONDS, -OUTSIDE_SECONDS, 86_400 * 365]) {
      const answer = await assertRefused(standardDelivery({ secret: hook.secret, ageSeconds }));
      assert.equal(answer.json.code, 'triggers.signature.outside_window');
    }
  });

  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    it(`the header ${name} sent twice`, async () => {
      const delivery = standardDelivery({ secret: hook.secret });
      const twice = [`${name}: ${header(delivery, name)}`, `${name}: ${header(delivery, name)}`];
      assert.deepEqual(await postRaw(delivery, [...lines(delivery, name), ...twice]), [401]);
      const mixed = [`${name}: ${header(delivery, name)}`, `${name}: 1`];
      assert.deepEqual(await postRaw(delivery, [...lines(delivery, name), ...mixed]), [401]);
    });
  }

  it('a broken body, unless the signature is right: the reason is told to nobody else', async () => {
    await assertRefused({ body: '{"a":', headers: {} });
    const signed = standardDelivery({ secret: hook.secret, body: '{"a":' });
    assert.equal((await post(product, hook, signed)).status, 400);
    const duplicate = standardDelivery({ secret: hook.secret, body: '{"a":1,"a":2}' });
    assert.equal((await post(product, hook, duplicate)).json.code, 'foundation.json.duplicate_key');
  });
});

describe('an id that was delivered before', () => {
  it('is answered with 200 and the first run, also with another body and a fresh time', async () => {
    const id = `msg_${randomUUID()}`;
    const first = await post(product, hook, standardDelivery({ secret: hook.secret, id }));
    const second = await post(product, hook, standardDelivery({ secret: hook.secret, id, ageSeconds: 60 }));
    const other = await post(product, hook, standardDelivery({ secret: hook.secret, id, body: '{"other":1}' }));
    assert.deepEqual([first.status, second.status, other.status], [202, 200, 200]);
    assert.deepEqual([second.json.runId, second.json.duplicate], [first.json.runId, true]);
  });

  it('becomes one run when it comes fifty times at once', async () => {
    const delivery = standardDelivery({ secret: hook.secret });
    const earlier = await countEvents(product, hook.flow);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(product, hook, delivery)));
    assert.equal(answers.filter(({ status }) => status === 202).length, 1);
    assert.equal(answers.filter(({ status }) => status === 200).length, 49);
    assert.equal(new Set(answers.map(({ json }) => json.runId)).size, 1);
    assert.equal((await countEvents(product, hook.flow)) - earlier, 1);
  });

  it('is another event at another webhook', async () => {
    const other = await publish(product, flowDocument('signed-too', { trigger: SIGNED }));
    const id = `msg_${randomUUID()}`;
    await assertAccepted(standardDelivery({ secret: hook.secret, id }));
    await assertAccepted(standardDelivery({ secret: other.secret, id }), other);
    await assertRefused(standardDelivery({ secret: hook.secret, id: `msg_${randomUUID()}` }), other);
  });
});

describe('a secret that is replaced', () => {
  const rotate = async (at: Hook, body: object): Promise<string> => {
    const answer = await product.call('POST', `/api/v1/flows/${at.flow}/hook/secret`, { body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json.secret;
  };

  it('is good beside the new one for a while; after the next change it is refused', async () => {
    const at = await publish(product, flowDocument('rotated', { trigger: SIGNED }));
    const second = await rotate(at, { keepPreviousMs: 60_000 });
    await assertAccepted(standardDelivery({ secret: at.secret }), at);
    await assertAccepted(standardDelivery({ secret: second }), at);
    const third = await rotate(at, { keepPreviousMs: 60_000 });
    await assertRefused(standardDelivery({ secret: at.secret }), at);
    await assertAccepted(standardDelivery({ secret: second }), at);
    await assertAccepted(standardDelivery({ secret: third }), at);
  });

  it('is refused at once when nothing is kept', async () => {
    const at = await publish(product, flowDocument('rotated-hard', { trigger: SIGNED }));
    const second = await rotate(at, { keepPreviousMs: 0 });
    await assertRefused(standardDelivery({ secret: at.secret }), at);
    await assertAccepted(standardDelivery({ secret: second }), at);
  });

  it('cannot be replaced by one that is too short, empty or no base64', async () => {
    for (const secret of [
      '',
      'whsec_',
      'whsec_AA==',
      'short',
      'whsec_!!!not-base64!!!',
      `whsec_${'A'.repeat(2_000)}`,
    ]) {
      const answer = await product.call('POST', `/api/v1/flows/${hook.flow}/hook/secret`, { body: { secret } });
      assert.ok([400, 422].includes(answer.status), `${secret}: ${answer.text}`);
      assert.ok(secret.length < 7 || !answer.text.includes(secret), answer.text);
    }
    await assertAccepted(standardDelivery({ secret: hook.secret }));
  });
});

describe('a signed trigger without a secret', () => {
  it('refuses everything, whatever it is signed with', async () => {
    const at = await publish(product, flowDocument('no-secret', { trigger: SIGNED }));
    const sqlRemove = `
      update webhook_trigger set sealed_secret = null, sealed_previous_secret = null
      where flow_id = (select id from flow where name = $1) returning id`;
    assert.equal((await product.database.query(sqlRemove, [at.flow])).length, 1);
    const deliveries = [standardDelivery({ secret: at.secret }), { body: '{"unsigned":1}', headers: {} }];
    for (const delivery of deliveries) await assertRefused(delivery, at);
  });
});

describe('after all forgeries', () => {
  it('the process is alive, ready, and a good event becomes a run that succeeds', () => assertWell(product, plain));
});
