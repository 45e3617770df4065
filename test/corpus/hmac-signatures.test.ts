/** Webhooks with the HMAC-SHA256 forms that vendors have: hexadecimal with a prefix, base64, with a signed time (F80–F83). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Product, startProduct } from './product.ts';
import { hmac } from './signed-delivery.ts';
import { assertWell, countEvents, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

const HEX = { kind: 'hmac_sha256', header: 'X-Hub-Signature-256', encoding: 'hex', prefix: 'sha256=' };
const BASE64 = { kind: 'hmac_sha256', header: 'X-Shop-Hmac', encoding: 'base64' };
const TIMED = { kind: 'hmac_sha256', header: 'X-Signature', encoding: 'hex', timestampHeader: 'X-Timestamp' };

let product: Product;
let hex: Hook;
let base64: Hook;
let timed: Hook;
let plain: Hook;

before(async () => {
  product = await startProduct();
  hex = await publish(product, flowDocument('hex', { trigger: { signature: HEX } }));
  base64 = await publish(product, flowDocument('base64', { trigger: { signature: BASE64 } }));
  timed = await publish(product, flowDocument('timed', { trigger: { signature: TIMED } }));
  plain = await publish(product, flowDocument('plain'));
});

after(() => product.stop());

async function statusAt(hook: Hook, body: string, headers: Record<string, string>): Promise<number> {
  const earlier = await countEvents(product, hook.flow);
  const answer = await post(product, hook, { body, headers });
  const stored = (await countEvents(product, hook.flow)) - earlier;
  assert.equal(stored, answer.status === 202 ? 1 : 0, answer.text);
  return answer.status;
}

let serial = 0;

function freshBody(): string {
  serial += 1;
  return `{ "n" : ${serial} }`;
}

const HEX_FORGERIES: readonly { readonly name: string; readonly forge: (digest: string) => Record<string, string> }[] =
  [
    { name: 'no signature', forge: () => ({}) },
    { name: 'no prefix', forge: (digest) => ({ 'x-hub-signature-256': digest }) },
    { name: 'another prefix', forge: (digest) => ({ 'x-hub-signature-256': `sha1=${digest}` }) },
    { name: 'the prefix in capitals', forge: (digest) => ({ 'x-hub-signature-256': `SHA256=${digest}` }) },
    { name: 'the prefix alone', forge: () => ({ 'x-hub-signature-256': 'sha256=' }) },
    { name: 'the prefix twice', forge: (digest) => ({ 'x-hub-signature-256': `sha256=sha256=${digest}` }) },
    { name: 'a space inside', forge: (digest) => ({ 'x-hub-signature-256': `sha256= ${digest}` }) },
    { name: 'half a signature', forge: (digest) => ({ 'x-hub-signature-256': `sha256=${digest.slice(0, 32)}` }) },
    { name: 'more behind the signature', forge: (digest) => ({ 'x-hub-signature-256': `sha256=${digest}00` }) },
    {
      name: 'two signatures with a comma',
      forge: (digest) => ({ 'x-hub-signature-256': `sha256=${digest},sha256=${digest}` }),
    },
    {
      name: 'base64 instead of hexadecimal',
      forge: (digest) => ({ 'x-hub-signature-256': `sha256=${Buffer.from(digest, 'hex').toString('base64')}` }),
    },
    { name: 'the signature in another header', forge: (digest) => ({ 'x-signature': `sha256=${digest}` }) },
    { name: 'zeros', forge: () => ({ 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }) },
  ];

describe('a signature in hexadecimal', () => {
  it('is accepted in small letters and in capitals', async () => {
    const [one, two] = [freshBody(), freshBody()];
    assert.equal(await statusAt(hex, one, { 'x-hub-signature-256': `sha256=${hmac(hex.secret, one, 'hex')}` }), 202);
    const capitals = hmac(hex.secret, two, 'hex').toUpperCase();
    assert.equal(await statusAt(hex, two, { 'x-hub-signature-256': `sha256=${capitals}` }), 202);
  });

  for (const { name, forge } of HEX_FORGERIES) {
    it(`is refused with ${name}`, async () => {
      const body = freshBody();
      assert.equal(await statusAt(hex, body, forge(hmac(hex.secret, body, 'hex'))), 401);
    });
  }

  it('is refused over another body, the same JSON in other spacing included', async () => {
    const body = freshBody();
    const headers = { 'x-hub-signature-256': `sha256=${hmac(hex.secret, JSON.stringify(JSON.parse(body)), 'hex')}` };
    assert.equal(await statusAt(hex, body, headers), 401);
  });

  it('is refused when it is made with an empty secret', async () => {
    const body = freshBody();
    assert.equal(await statusAt(hex, body, { 'x-hub-signature-256': `sha256=${hmac('', body, 'hex')}` }), 401);
  });

  it('replayed with the same bytes is the same event', async () => {
    const body = freshBody();
    const headers = { 'x-hub-signature-256': `sha256=${hmac(hex.secret, body, 'hex')}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(product, hex, { body, headers })));
    assert.equal(new Set(answers.map(({ json }) => json.runId)).size, 1);
    assert.equal(answers.filter(({ status }) => status === 202).length, 1);
  });
});

describe('a signature in base64', () => {
  it('is accepted as it is made', async () => {
    const body = freshBody();
    assert.equal(await statusAt(base64, body, { 'x-shop-hmac': hmac(base64.secret, body, 'base64') }), 202);
  });

  it('is refused with other digits, more padding or in hexadecimal', async () => {
    const body = freshBody();
    const digest = hmac(base64.secret, body, 'base64');
    const wrong = [
      `${digest}=`,
      `${digest}${digest}`,
      digest.toLowerCase(),
      hmac(base64.secret, body, 'hex'),
      `"${digest}"`,
    ];
    for (const value of wrong) assert.equal(await statusAt(base64, body, { 'x-shop-hmac': value }), 401, value);
  });
});

describe('a signed time', () => {
  const signed = (body: string, timestamp: string) => ({
    'x-timestamp': timestamp,
    'x-signature': hmac(timed.secret, `${timestamp}.${body}`, 'hex'),
  });
  const secondsAgo = (seconds: number) => String(Math.floor(Date.now() / 1000) - seconds);

  it('is accepted inside the window and refused outside', async () => {
    for (const seconds of [0, 240, -240]) {
      const body = freshBody();
      assert.equal(await statusAt(timed, body, signed(body, secondsAgo(seconds))), 202);
    }
    for (const seconds of [400, -400, 1e9]) {
      const body = freshBody();
      assert.equal(await statusAt(timed, body, signed(body, secondsAgo(seconds))), 401);
    }
  });

  it('has to be there, and to be the one that was signed', async () => {
    const body = freshBody();
    const now = secondsAgo(0);
    const { 'x-signature': signature } = signed(body, now);
    assert.equal(await statusAt(timed, body, { 'x-signature': signature }), 401);
    assert.equal(await statusAt(timed, body, { 'x-signature': signature, 'x-timestamp': secondsAgo(1) }), 401);
    assert.equal(
      await statusAt(timed, body, { 'x-signature': hmac(timed.secret, body, 'hex'), 'x-timestamp': now }),
      401,
    );
  });

  it('cannot be moved into the body', async () => {
    const now = secondsAgo(0);
    const body = `1.${freshBody()}`;
    const headers = { 'x-timestamp': `${now}.1`, 'x-signature': hmac(timed.secret, `${now}.${body}`, 'hex') };
    assert.equal(await statusAt(timed, body.slice(2), headers), 401);
  });

  it('that is no time is refused, however well it is signed', async () => {
    for (const time of ['', 'now', '-1', '1e9', '0x5f5e100', '9'.repeat(400)]) {
      const body = freshBody();
      assert.equal(await statusAt(timed, body, signed(body, time)), 401, time);
    }
  });
});

describe('what an author may declare', () => {
  it('an unsigned trigger says so in so many words: there is no default', async () => {
    const document = flowDocument('undeclared');
    document.trigger.signature = undefined;
    const answer = await product.call('POST', '/api/v1/flows/publish', { body: { document } });
    assert.equal(answer.status, 422, answer.text);
  });

  it('a secret for an unsigned trigger is refused, because it would protect nothing', async () => {
    const answer = await product.call('POST', '/api/v1/flows/plain/hook/secret', { body: { secret: 'x'.repeat(40) } });
    assert.equal(answer.status, 409, answer.text);
  });

  it('a trigger that becomes signed refuses what came unsigned before', async () => {
    const at = await publish(product, flowDocument('tightened'));
    assert.equal(await statusAt(at, '{"first":1}', {}), 202);
    const again = await publish(product, flowDocument('tightened', { trigger: { signature: HEX } }));
    assert.equal(again.path, at.path);
    assert.equal(await statusAt(at, '{"second":1}', {}), 401);
    const headers = { 'x-hub-signature-256': `sha256=${hmac(again.secret, '{"third":1}', 'hex')}` };
    assert.equal(await statusAt(at, '{"third":1}', headers), 202);
  });
});

describe('after all forged signatures', () => {
  it('the process is alive, ready, and a good event becomes a run that succeeds', () => assertWell(product, plain));
});
