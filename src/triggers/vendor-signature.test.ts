import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { describe, test } from 'node:test';
import { sign as signForGitHub, verify as verifyAtGitHub } from '@octokit/webhooks-methods';
import fc from 'fast-check';
import Stripe from 'stripe';
import { Secret } from '../foundation/index.ts';
import type { HmacSignature, TriggerSignature } from '../language/index.ts';
import type { RequestHeaders } from './request-headers.ts';
import { type SignedInput, verifySignature } from './signature.ts';
import { makeSecretFor } from './signing-secret.ts';

const NOW_SECONDS = 1_795_500_000;
const NOW = String(NOW_SECONDS);
const NOW_MS = String(NOW_SECONDS * 1_000);
const KEY = 'a key that the vendor chose';
const TARGET = { method: 'POST', path: '/hooks/t0ken?source=crm', origin: 'https://flows.example' };
const URL_TEXT = 'https://flows.example/hooks/t0ken?source=crm';
const BODY = '{ "id":9007199254740993,\n "name" : "\\u00e9", "event":{"event_time":"1795500000","event_type":"sent"} }';

function verify(signature: TriggerSignature, headers: RequestHeaders, changes: Partial<SignedInput> = {}): string {
  const verdict = verifySignature(signature, {
    headers,
    rawBody: Buffer.from(BODY),
    target: TARGET,
    secrets: [new Secret(KEY)],
    nowMs: NOW_SECONDS * 1_000,
    toleranceMs: 300_000,
    ...changes,
  });
  if (verdict.kind === 'valid') return `valid ${verdict.secretIndex}`;
  return verdict.kind === 'refused' ? verdict.code : verdict.kind;
}

const mac = (algorithm: string, encoding: 'hex' | 'base64', text: string): string =>
  createHmac(algorithm, KEY).update(text).digest(encoding);
const hmac = (rest: Omit<HmacSignature, 'kind'>): HmacSignature => ({ kind: 'hmac', ...rest });

const STRIPE = hmac({
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'Stripe-Signature',
  list: { separator: ',', timestamp: 't', signature: 'v1' },
  signed: ['timestamp', '"."', 'body'],
});
const SLACK = hmac({
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'X-Slack-Signature',
  prefix: 'v0=',
  timestampHeader: 'X-Slack-Request-Timestamp',
  signed: ['"v0:"', 'timestamp', '":"', 'body'],
});
const GITHUB = hmac({
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'X-Hub-Signature-256',
  prefix: 'sha256=',
  signed: ['body'],
});

/** Each vendor's form, and headers as the vendor would send them, computed here from its documentation. */
const FORMS: readonly (readonly [string, HmacSignature, () => Record<string, string>])[] = [
  ['Stripe', STRIPE, () => ({ 'stripe-signature': `t=${NOW},v1=${mac('sha256', 'hex', `${NOW}.${BODY}`)},v0=00` })],
  [
    'Slack',
    SLACK,
    () => ({
      'x-slack-request-timestamp': NOW,
      'x-slack-signature': `v0=${mac('sha256', 'hex', `v0:${NOW}:${BODY}`)}`,
    }),
  ],
  ['GitHub', GITHUB, () => ({ 'x-hub-signature-256': `sha256=${mac('sha256', 'hex', BODY)}` })],
  [
    'Shopify',
    hmac({ algorithm: 'sha256', encoding: 'base64', header: 'X-Shopify-Hmac-Sha256', signed: ['body'] }),
    () => ({ 'x-shopify-hmac-sha256': mac('sha256', 'base64', BODY) }),
  ],
  [
    'Xero',
    hmac({ algorithm: 'sha256', encoding: 'base64', header: 'x-xero-signature', signed: ['body'] }),
    () => ({ 'x-xero-signature': mac('sha256', 'base64', BODY) }),
  ],
  [
    'Typeform',
    hmac({
      algorithm: 'sha256',
      encoding: 'base64',
      header: 'Typeform-Signature',
      prefix: 'sha256=',
      signed: ['body'],
    }),
    () => ({ 'typeform-signature': `sha256=${mac('sha256', 'base64', BODY)}` }),
  ],
  [
    'Intercom',
    hmac({ algorithm: 'sha1', encoding: 'hex', header: 'X-Hub-Signature', prefix: 'sha1=', signed: ['body'] }),
    () => ({ 'x-hub-signature': `sha1=${mac('sha1', 'hex', BODY)}` }),
  ],
  [
    'HubSpot v3',
    hmac({
      algorithm: 'sha256',
      encoding: 'base64',
      header: 'X-HubSpot-Signature-v3',
      timestampHeader: 'X-HubSpot-Request-Timestamp',
      timestampUnit: 'ms',
      signed: ['method', 'url', 'body', 'timestamp'],
    }),
    () => ({
      'x-hubspot-request-timestamp': NOW_MS,
      'x-hubspot-signature-v3': mac('sha256', 'base64', `POST${URL_TEXT}${BODY}${NOW_MS}`),
    }),
  ],
  [
    'a vendor that signs a hash of the body and a header',
    hmac({
      algorithm: 'sha512',
      encoding: 'hex',
      header: 'X-Sig',
      signed: ['header:x-delivery', '" "', 'path'],
    }),
    () => ({ 'x-delivery': 'd1', 'x-sig': mac('sha512', 'hex', `d1 ${TARGET.path}`) }),
  ],
  [
    'Trello',
    hmac({ algorithm: 'sha1', encoding: 'base64', header: 'X-Trello-Webhook', signed: ['body', 'url'] }),
    () => ({ 'x-trello-webhook': mac('sha1', 'base64', `${BODY}${URL_TEXT}`) }),
  ],
];

describe('HMACs of vendors', () => {
  for (const [vendor, signature, send] of FORMS) {
    test(`${vendor}: what it signs is taken, with either of two secrets`, () => {
      assert.equal(verify(signature, send()), 'valid 0');
      const secrets = [new Secret('a secret that is newer'), new Secret(KEY)];
      assert.equal(verify(signature, send(), { secrets }), 'valid 1');
    });

    test(`${vendor}: another secret, no header and no secret are refused`, () => {
      assert.equal(verify(signature, send(), { secrets: [new Secret('a secret that nobody has')] }), 'mismatch');
      assert.equal(verify(signature, {}), 'missing');
      for (const secrets of [[], [new Secret('')], [new Secret('short')]]) {
        assert.equal(verify(signature, send(), { secrets }), 'no_secret');
      }
    });

    test(`${vendor}: a header that stands twice is refused`, () => {
      const headers = Object.fromEntries(Object.entries(send()).map(([name, value]) => [name, [value, value]]));
      assert.notEqual(verify(signature, headers).slice(0, 5), 'valid');
    });
  }

  test('a time outside of the window is refused, in seconds and in milliseconds', () => {
    for (const [vendor, signature, send] of FORMS) {
      const isTimed = signature.list?.timestamp !== undefined || signature.timestampHeader !== undefined;
      const later = verify(signature, send(), { nowMs: (NOW_SECONDS + 301) * 1_000 });
      assert.equal(later, isTimed ? 'outside_window' : 'valid 0', vendor);
    }
  });

  test('one of several signatures is enough, and seventeen are too many', () => {
    const good = mac('sha256', 'hex', `${NOW}.${BODY}`);
    const wrong = '0'.repeat(64);
    const headers = (signatures: readonly string[]) => ({
      'stripe-signature': [`t=${NOW}`, ...signatures.map((text) => `v1=${text}`)].join(','),
    });
    assert.equal(verify(STRIPE, headers([wrong, good])), 'valid 0');
    assert.equal(verify(STRIPE, headers([...Array(16).fill(wrong), good])), 'malformed');
    assert.equal(verify(STRIPE, { 'stripe-signature': `v1=${good}` }), 'missing');
    assert.equal(verify(STRIPE, { 'stripe-signature': `t=1,t=${NOW},v1=${good}` }), 'malformed');
  });

  test('Twilio: the address and the sorted fields of the form are signed', () => {
    const twilio = hmac({
      algorithm: 'sha1',
      encoding: 'base64',
      header: 'X-Twilio-Signature',
      signed: ['url', 'form_sorted'],
    });
    const rawBody = Buffer.from('To=%2B18005551212&From=%2B14158675310&CallSid=CA1&Digits=12+34');
    const text = `${URL_TEXT}CallSidCA1Digits12 34From+14158675310To+18005551212`;
    const headers = { 'x-twilio-signature': mac('sha1', 'base64', text) };
    assert.equal(verify(twilio, headers, { rawBody }), 'valid 0');
    const other = { ...TARGET, origin: 'https://elsewhere.example' };
    assert.equal(verify(twilio, headers, { rawBody, target: other }), 'mismatch');
  });

  test('Dropbox Sign: the signature and what it covers stand in the body', () => {
    const dropboxSign = hmac({
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'body:event.event_hash',
      signed: ['body:event.event_time', 'body:event.event_type'],
    });
    const event = (hash: string) => ({
      rawBody: Buffer.from(JSON.stringify({ event: { event_time: NOW, event_type: 'sent', event_hash: hash } })),
    });
    assert.equal(verify(dropboxSign, {}, event(mac('sha256', 'hex', `${NOW}sent`))), 'valid 0');
    assert.equal(verify(dropboxSign, {}, event(mac('sha256', 'hex', `${NOW}declined`))), 'mismatch');
    assert.equal(verify(dropboxSign, {}, { rawBody: Buffer.from('no JSON') }), 'missing');
  });

  test('property: one flipped bit of the body is refused wherever the body is signed', () => {
    const signed = FORMS.filter(([, form]) => form.signed.includes('body'));
    fc.assert(
      fc.property(fc.constantFrom(...signed), fc.nat(), fc.integer({ min: 0, max: 7 }), ([, form, send], seed, bit) => {
        const rawBody = Buffer.from(BODY);
        const at = seed % rawBody.length;
        rawBody[at] = (rawBody[at] ?? 0) ^ (1 << bit);
        assert.equal(verify(form, send(), { rawBody }), 'mismatch');
      }),
    );
  });

  test('property: no header text makes the check throw or accept', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.constantFrom(...FORMS), text, text, ([, form], signature, at) => {
        const headers = { [form.header.toLowerCase()]: signature, [(form.timestampHeader ?? 'x').toLowerCase()]: at };
        assert.ok(!verify(form, headers).startsWith('valid'));
      }),
    );
  });
});

describe("vendors' own libraries", () => {
  test('stripe: what its library signs is taken, and its library takes what we take', () => {
    const stripe = new Stripe('sk_test_holdfast');
    const secret = 'whsec_an_endpoint_secret';
    const header = stripe.webhooks.generateTestHeaderString({ payload: BODY, secret, timestamp: NOW_SECONDS });
    assert.equal(verify(STRIPE, { 'stripe-signature': header }, { secrets: [new Secret(secret)] }), 'valid 0');
    const ours = `t=${NOW},v1=${mac('sha256', 'hex', `${NOW}.${BODY}`)}`;
    assert.equal(verify(STRIPE, { 'stripe-signature': ours }), 'valid 0');
    assert.ok(stripe.webhooks.constructEvent(BODY, ours, KEY, Number.MAX_SAFE_INTEGER));
    assert.equal(verify(STRIPE, { 'stripe-signature': ours }, { rawBody: Buffer.from(`${BODY} `) }), 'mismatch');
    assert.throws(() => stripe.webhooks.constructEvent(`${BODY} `, ours, KEY, Number.MAX_SAFE_INTEGER));
  });

  test('@octokit/webhooks-methods: what it signs is taken, and it refuses what we refuse', async () => {
    const signature = await signForGitHub(KEY, BODY);
    assert.equal(verify(GITHUB, { 'x-hub-signature-256': signature }), 'valid 0');
    assert.equal(await verifyAtGitHub(KEY, BODY, signature), true);
    const rawBody = Buffer.from(`${BODY} `);
    assert.equal(verify(GITHUB, { 'x-hub-signature-256': signature }, { rawBody }), 'mismatch');
    assert.equal(await verifyAtGitHub(KEY, `${BODY} `, signature), false);
  });

  test("Slack's published example is taken", () => {
    // https://docs.slack.dev/authentication/verifying-requests-from-slack, read 2026-11-24.
    const rawBody = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
        '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
        '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const secrets = [new Secret('8f742231b10e8888abcd99yyyzzz85a5')];
    assert.equal(verify(SLACK, headers, { rawBody, secrets, nowMs: 1_531_420_618_000 }), 'valid 0');
  });
});

describe('tokens, passwords and public keys', () => {
  test('a token is taken from where it is declared, and from nowhere else', () => {
    const inHeader = { kind: 'token', in: 'header', name: 'X-Gitlab-Token' } as const;
    assert.equal(verify(inHeader, { 'x-gitlab-token': KEY }), 'valid 0');
    assert.equal(verify(inHeader, { 'x-gitlab-token': `${KEY}.` }), 'mismatch');
    assert.equal(verify(inHeader, { 'x-other': KEY }), 'missing');
    assert.equal(verify(inHeader, { 'x-gitlab-token': [KEY, KEY] }), 'malformed');
    const inQuery = { kind: 'token', in: 'query', name: 'key' } as const;
    const at = (query: string) => ({ target: { ...TARGET, path: `/hooks/t${query}` } });
    assert.equal(verify(inQuery, {}, at(`?key=${encodeURIComponent(KEY)}`)), 'valid 0');
    assert.equal(verify(inQuery, {}, at(`?key=x&key=${encodeURIComponent(KEY)}`)), 'malformed');
    assert.equal(verify(inQuery, {}, at('')), 'missing');
    const inBody = { kind: 'token', in: 'body', name: 'auth.token' } as const;
    assert.equal(verify(inBody, {}, { rawBody: Buffer.from(JSON.stringify({ auth: { token: KEY } })) }), 'valid 0');
    assert.equal(verify(inBody, {}, { rawBody: Buffer.from('{"auth.token":"x"}') }), 'missing');
    const bearer = { kind: 'token', in: 'header', name: 'authorization', prefix: 'Bearer ' } as const;
    assert.equal(verify(bearer, { authorization: `Bearer ${KEY}` }), 'valid 0');
    assert.equal(verify(bearer, { authorization: KEY }), 'malformed');
  });

  test('a password is that of RFC 7617, whole', () => {
    const secrets = [new Secret('pipedrive:a long password')];
    const header = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const basic = { kind: 'basic' } as const;
    assert.equal(verify(basic, header('pipedrive:a long password'), { secrets }), 'valid 0');
    assert.equal(verify(basic, header('pipedrive:a long passwor'), { secrets }), 'mismatch');
    assert.equal(verify(basic, { authorization: 'Bearer x' }, { secrets }), 'malformed');
    assert.equal(verify(basic, header(KEY)), 'no_secret');
    const made = makeSecretFor(basic)?.reveal() ?? '';
    assert.equal(verify(basic, header(made), { secrets: [new Secret(made)] }), 'valid 0');
  });

  test('SendGrid: ECDSA over time and body, with its public key in base64 or as PEM', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const settings = {
      kind: 'public_key',
      algorithm: 'ecdsa_sha256',
      encoding: 'base64',
      header: 'X-Twilio-Email-Event-Webhook-Signature',
      timestampHeader: 'X-Twilio-Email-Event-Webhook-Timestamp',
    } as const;
    const headers = {
      'x-twilio-email-event-webhook-signature': signWith('sha256', Buffer.from(NOW + BODY), privateKey).toString(
        'base64',
      ),
      'x-twilio-email-event-webhook-timestamp': NOW,
    };
    const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const text of [der, pem]) assert.equal(verify(settings, headers, { secrets: [new Secret(text)] }), 'valid 0');
    const rawBody = Buffer.from(`${BODY} `);
    assert.equal(verify(settings, headers, { secrets: [new Secret(der)], rawBody }), 'mismatch');
    const late = { nowMs: (NOW_SECONDS + 301) * 1_000 };
    assert.equal(verify(settings, headers, { secrets: [new Secret(der)], ...late }), 'outside_window');
    assert.equal(verify(settings, headers), 'no_secret');
    assert.equal(makeSecretFor(settings), undefined);
  });

  test('Ed25519 is not ECDSA: a key of the other kind is no key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const settings = { kind: 'public_key', algorithm: 'ed25519', encoding: 'hex', header: 'X-Signature' } as const;
    const headers = { 'x-signature': signWith(null, Buffer.from(BODY), privateKey).toString('hex') };
    const secrets = [new Secret(publicKey.export({ format: 'pem', type: 'spki' }).toString())];
    assert.equal(verify(settings, headers, { secrets }), 'valid 0');
    assert.equal(verify({ ...settings, algorithm: 'ecdsa_sha256' }, headers, { secrets }), 'no_secret');
  });
});
