/** Webhooks that vendors sign in their own ways, over real HTTP: what is not proved is refused, and nothing of it is stored. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import Stripe from 'stripe';
import { type Json, type Product, startProduct } from './product.ts';
import { hmac } from './signed-delivery.ts';
import { assertWell, countEvents, flowDocument, type Hook, post, publish } from './webhook-flow.ts';

const STRIPE = {
  kind: 'hmac',
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'Stripe-Signature',
  list: { separator: ',', timestamp: 't', signature: 'v1' },
  signed: ['timestamp', '"."', 'body'],
};
const BY_URL = { kind: 'hmac', algorithm: 'sha1', encoding: 'base64', header: 'X-Sig', signed: ['url', 'body'] };
const BY_KEY = { kind: 'public_key', algorithm: 'ecdsa_sha256', encoding: 'base64', header: 'X-Sig' };

let product: Product;

before(async () => {
  product = await startProduct();
});

after(() => product.stop());

/** The status of a delivery; only what is accepted may have been stored. */
async function statusAt(hook: Hook, body: string, headers: Record<string, string>, query = ''): Promise<number> {
  const earlier = await countEvents(product, hook.flow);
  const answer = await post(product, { path: `${hook.path}${query}` }, { body, headers });
  const stored = (await countEvents(product, hook.flow)) - earlier;
  assert.equal(stored, answer.status === 202 ? 1 : 0, answer.text);
  return answer.status;
}

function publishSigned(name: string, signature: Json): Promise<Hook> {
  return publish(product, flowDocument(name, { trigger: { signature } }));
}

describe('a webhook that is signed in the way of a vendor', () => {
  it("takes what the vendor's library signs, with the secret that the vendor shows", async () => {
    const hook = await publishSigned('stripe', STRIPE);
    const secret = 'whsec_shown_by_the_vendor';
    const given = await product.call('POST', '/api/v1/flows/stripe/hook/secret', {
      body: { secret, keepPreviousMs: 0 },
    });
    assert.equal(given.status, 200, given.text);
    const { webhooks } = new Stripe('sk_test_holdfast');
    const payload = '{ "id":"evt_1" }';
    const at = Math.floor(Date.now() / 1000);
    const header = webhooks.generateTestHeaderString({ payload, secret });
    assert.equal(await statusAt(hook, payload, { 'stripe-signature': header }), 202);
    const old = webhooks.generateTestHeaderString({ payload, secret, timestamp: at - 900 });
    const other = webhooks.generateTestHeaderString({ payload, secret: hook.secret });
    for (const forged of ['', 't=1', old, other, header.replace('v1=', 'v0=')]) {
      assert.ok([400, 401].includes(await statusAt(hook, payload, { 'stripe-signature': forged })), forged);
    }
    assert.equal(await statusAt(hook, '{"id":"evt_2"}', { 'stripe-signature': header }), 401);
  });

  it('signs the address as it was told to people, with its query', async () => {
    const hook = await publishSigned('by-url', BY_URL);
    const shown = await product.call('GET', '/api/v1/flows/by-url/hook');
    const body = '{"n":1}';
    const signed = (url: string) => ({
      'x-sig': createHmac('sha1', hook.secret).update(url).update(body).digest('base64'),
    });
    assert.equal(await statusAt(hook, body, signed(`${shown.json.url}?from=a`), '?from=a'), 202);
    assert.equal(await statusAt(hook, body, signed(shown.json.url), '?from=b'), 401);
    assert.equal(await statusAt(hook, body, signed('https://elsewhere.example/'), '?from=a'), 401);
  });

  it('takes the secret itself from the query, and forgets it', async () => {
    const hook = await publishSigned('by-token', { kind: 'token', in: 'query', name: 'key' });
    const right = `?key=${encodeURIComponent(hook.secret)}`;
    assert.equal(await statusAt(hook, '{"n":1}', {}, right), 202);
    for (const query of ['', '?key=', '?key=wrong', `${right}x`, `${right}&key=1`, right.replace('key', 'Key')]) {
      assert.equal(await statusAt(hook, '{"n":2}', {}, query), 401, query);
    }
  });

  it('takes user name and password as they were made for it', async () => {
    const hook = await publishSigned('by-password', { kind: 'basic' });
    const header = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    assert.match(hook.secret, /^holdfast:/);
    assert.equal(await statusAt(hook, '{"n":1}', header(hook.secret)), 202);
    assert.equal(await statusAt(hook, '{"n":2}', header('holdfast:guess')), 401);
    assert.equal(await statusAt(hook, '{"n":2}', {}), 401);
  });

  it('refuses everything until it is given the public key, and then what that key did not sign', async () => {
    const hook = await publishSigned('by-key', BY_KEY);
    assert.equal(hook.secret, '');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const body = '{"n":1}';
    const headers = { 'x-sig': sign('sha256', Buffer.from(body), privateKey).toString('base64') };
    assert.equal(await statusAt(hook, body, headers), 401);
    const give = (secret?: string) =>
      product.call('POST', '/api/v1/flows/by-key/hook/secret', { body: secret === undefined ? {} : { secret } });
    for (const secret of [undefined, 'no key at all', hmac('x', 'y', 'base64')]) {
      const refused = await give(secret);
      assert.equal(refused.status, 422, refused.text);
      assert.equal(refused.json.code, 'triggers.secret.malformed');
    }
    assert.equal((await give(publicKey.export({ format: 'pem', type: 'spki' }).toString())).status, 200);
    assert.equal(await statusAt(hook, body, headers), 202);
    assert.equal(await statusAt(hook, '{"n":2}', headers), 401);
  });
});

describe('a declaration that cannot be meant', () => {
  const REFUSED: readonly (readonly [string, Json, string])[] = [
    ['signs nothing', { ...STRIPE, signed: [] }, '/trigger/signature/signed'],
    ['signs a part that there is not', { ...STRIPE, signed: ['everything'] }, '/trigger/signature/signed/0'],
    ['leaves a quoted text open', { ...STRIPE, signed: ['"v0:'] }, '/trigger/signature/signed/0'],
    ['names an algorithm that is broken', { ...STRIPE, algorithm: 'md5' }, '/trigger/signature/algorithm'],
    ['says no header', { kind: 'hmac', algorithm: 'sha1', encoding: 'hex', signed: ['body'] }, '/trigger/signature'],
    ['looks for a token in a cookie', { kind: 'token', in: 'cookie', name: 'a' }, '/trigger/signature/in'],
    ['names a kind that there is not', { kind: 'magic' }, '/trigger/signature/kind'],
  ];
  for (const [title, signature, pointer] of REFUSED) {
    it(`that ${title} is told with its place`, async () => {
      const document = flowDocument('refused', { trigger: { signature } });
      const answer = await product.call('POST', '/api/v1/flows/publish', { body: { document } });
      assert.equal(answer.status, 422, answer.text);
      const pointers = (answer.json.problems as Json[]).map((problem) => String(problem.pointer));
      assert.ok(
        pointers.some((found) => found.startsWith(pointer)),
        answer.text,
      );
    });
  }
});

it('after all forgeries the process is well', async () => {
  await assertWell(product, await publish(product, flowDocument('well')));
});
