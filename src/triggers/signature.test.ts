import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { Secret } from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';
import type { RequestHeaders } from './request-headers.ts';
import { SIGNATURE_TOLERANCE_MS, type SignatureRefusal, type SignedInput, verifySignature } from './signature.ts';
import { makeSigningSecret } from './signing-secret.ts';

const NOW_SECONDS = 1_795_500_000;
const SECRET = new Secret(`whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`);
const OTHER = new Secret(`whsec_${Buffer.from('another secret, same size').toString('base64')}`);
/** With odd spacing, an escape, and a number that JSON of the usual kind would change. */
const BODY = Buffer.from('{ "id":9007199254740993,\n\t"name" : "\\u00e9" , "a":1.10}');
const STANDARD: TriggerSignature = { kind: 'standard_webhooks' };

function sign(changes: { id?: string; at?: number | string; body?: Uint8Array; secret?: Secret<string> } = {}) {
  const { id = 'msg_1', at = NOW_SECONDS, body = BODY, secret = SECRET } = changes;
  const key = Buffer.from(secret.reveal().slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}

function verify(settings: TriggerSignature, headers: RequestHeaders, changes: Partial<SignedInput> = {}): string {
  const verdict = verifySignature(settings, {
    headers,
    rawBody: BODY,
    target: { method: 'POST', path: '/hooks/t', origin: 'https://flows.example' },
    secrets: [SECRET],
    nowMs: NOW_SECONDS * 1_000,
    toleranceMs: SIGNATURE_TOLERANCE_MS,
    ...changes,
  });
  if (verdict.kind === 'valid') return `valid ${verdict.secretIndex}`;
  return verdict.kind === 'refused' ? verdict.code : verdict.kind;
}

const GOOD = sign();
const good = GOOD['webhook-signature'];
const wrong = sign({ secret: OTHER })['webhook-signature'];

describe('Standard Webhooks', () => {
  const ACCEPTED: readonly (readonly [string, RequestHeaders])[] = [
    ['a signed body with odd spacing', GOOD],
    ['the second of several signatures', { ...GOOD, 'webhook-signature': `${wrong} ${good}` }],
    ['the first of several signatures', { ...GOOD, 'webhook-signature': `${good} ${wrong}` }],
    ['blanks around and between the entries', { ...GOOD, 'webhook-signature': `  ${wrong}   ${good} ` }],
    ['a signature beside one of another version', { ...GOOD, 'webhook-signature': `v1a,bm90LWEtaG1hYw== ${good}` }],
    ['headers that came as lists of one', { ...GOOD, 'webhook-id': ['msg_1'], 'webhook-signature': [good] }],
    ['a time at the edge of the past', sign({ at: NOW_SECONDS - 300 })],
    ['a time at the edge of the future', sign({ at: NOW_SECONDS + 300 })],
  ];
  for (const [title, headers] of ACCEPTED) {
    test(`accepts ${title}`, () => assert.equal(verify(STANDARD, headers), 'valid 0'));
  }

  const REFUSED: readonly (readonly [string, RequestHeaders, SignatureRefusal])[] = [
    ['no headers at all', {}, 'missing'],
    ['no id', { ...GOOD, 'webhook-id': undefined }, 'missing'],
    ['an empty id', { ...GOOD, 'webhook-id': '' }, 'missing'],
    ['no timestamp', { ...GOOD, 'webhook-timestamp': undefined }, 'missing'],
    ['no signature', { ...GOOD, 'webhook-signature': undefined }, 'missing'],
    ['a signature of blanks', { ...GOOD, 'webhook-signature': '   ' }, 'missing'],
    ['two ids', { ...GOOD, 'webhook-id': ['msg_1', 'msg_1'] }, 'malformed'],
    ['two timestamps', { ...GOOD, 'webhook-timestamp': [String(NOW_SECONDS), '1'] }, 'malformed'],
    ['two signature headers', { ...GOOD, 'webhook-signature': [wrong, good] }, 'malformed'],
    ['two signature headers that something joined', { ...GOOD, 'webhook-signature': `${wrong}, ${good}` }, 'malformed'],
    ['an id with a full stop', sign({ id: 'msg.1' }), 'malformed'],
    ['an id with letters beyond ASCII', sign({ id: 'msg_é' }), 'malformed'],
    ['an id with a line break inside', sign({ id: 'a\nb' }), 'malformed'],
    ['an id without end', sign({ id: 'x'.repeat(257) }), 'malformed'],
    ['a timestamp with a fraction', sign({ at: `${NOW_SECONDS}.5` }), 'malformed'],
    ['a timestamp in milliseconds', sign({ at: NOW_SECONDS * 1_000 }), 'malformed'],
    ['a timestamp with a sign', sign({ at: `+${NOW_SECONDS}` }), 'malformed'],
    ['a timestamp with leading zeros', sign({ at: `0${NOW_SECONDS}` }), 'malformed'],
    ['a timestamp in other digits', { ...GOOD, 'webhook-timestamp': '١٧٩٥٥٠٠٠٠٠' }, 'malformed'],
    ['a timestamp with trailing text', sign({ at: `${NOW_SECONDS}abc` }), 'malformed'],
    ['a date as timestamp', sign({ at: '2026-11-24T06:00:00Z' }), 'malformed'],
    ['a signature that is too short', { ...GOOD, 'webhook-signature': 'v1,AAAA' }, 'malformed'],
    ['a signature in hex', { ...GOOD, 'webhook-signature': `v1,${'ab'.repeat(32)}` }, 'malformed'],
    ['a signature with letters beyond ASCII', { ...GOOD, 'webhook-signature': `v1,${'é'.repeat(44)}` }, 'malformed'],
    ['a good signature in base64url', { ...GOOD, 'webhook-signature': `v1,${'_'.repeat(43)}=` }, 'malformed'],
    ['seventeen signatures', { ...GOOD, 'webhook-signature': `${`${wrong} `.repeat(16)}${good}` }, 'malformed'],
    ['a version in capitals', { ...GOOD, 'webhook-signature': good.replace('v1', 'V1') }, 'mismatch'],
    ['a good signature under another version', { ...GOOD, 'webhook-signature': good.replace('v1', 'v2') }, 'mismatch'],
    ['a good signature without a version', { ...GOOD, 'webhook-signature': good.slice(3) }, 'mismatch'],
    ['version and signature in the wrong order', { ...GOOD, 'webhook-signature': `${good.slice(3)},v1` }, 'mismatch'],
    ['a signature with another secret', sign({ secret: OTHER }), 'mismatch'],
    ['a replay under another id', { ...GOOD, 'webhook-id': 'msg_2' }, 'mismatch'],
    ['a replay under another time', { ...GOOD, 'webhook-timestamp': String(NOW_SECONDS + 1) }, 'mismatch'],
    ['a time just too far in the past', sign({ at: NOW_SECONDS - 301 }), 'outside_window'],
    ['a time just too far in the future', sign({ at: NOW_SECONDS + 301 }), 'outside_window'],
    ['the time zero', sign({ at: 0 }), 'outside_window'],
  ];
  for (const [title, headers, code] of REFUSED) {
    test(`refuses ${title} as ${code}`, () => assert.equal(verify(STANDARD, headers), code));
  }

  test('the same JSON written otherwise does not fit: the raw bytes are signed', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())));
    assert.equal(verify(STANDARD, GOOD, { rawBody: rewritten }), 'mismatch');
    assert.equal(verify(STANDARD, GOOD, { rawBody: Buffer.concat([BODY, Buffer.from(' ')]) }), 'mismatch');
  });

  test('bytes that are no text are signed as they are', () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00, 0x80);
    assert.equal(verify(STANDARD, sign({ body }), { rawBody: body }), 'valid 0');
    assert.equal(
      verify(STANDARD, sign({ body }), { rawBody: Uint8Array.of(0xef, 0xbf, 0xbd, 0x00, 0x80) }),
      'mismatch',
    );
  });

  test('two secrets are good during a rotation, and the verdict says which', () => {
    const secrets = [OTHER, SECRET];
    assert.equal(verify(STANDARD, GOOD, { secrets }), 'valid 1');
    assert.equal(verify(STANDARD, sign({ secret: OTHER }), { secrets }), 'valid 0');
  });

  test('without a usable secret everything is refused, also what is signed with an empty key', () => {
    assert.equal(verify(STANDARD, GOOD, { secrets: [] }), 'no_secret');
    for (const text of ['', 'whsec_', 'whsec_AAAA', 'whsec_not base64 at all!', 'whsec_é']) {
      assert.equal(
        verify(STANDARD, sign({ secret: new Secret('whsec_') }), { secrets: [new Secret(text)] }),
        'no_secret',
      );
    }
  });

  test('property: whatever the reference library signs is accepted, and one changed byte is refused', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
    fc.assert(
      fc.property(id, fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (messageId, text, seed) => {
        const secret = makeSigningSecret();
        const at = new Date(NOW_SECONDS * 1_000);
        const signature = new Webhook(secret.reveal()).sign(messageId, at, text);
        const headers = { ...sign({ id: messageId }), 'webhook-signature': signature };
        const rawBody = Buffer.from(text, 'utf8');
        assert.equal(verify(STANDARD, headers, { rawBody, secrets: [secret] }), 'valid 0');
        const place = seed % rawBody.length;
        rawBody[place] = (rawBody[place] ?? 0) ^ 1;
        assert.equal(verify(STANDARD, headers, { rawBody, secrets: [secret] }), 'mismatch');
      }),
    );
  });

  test('property: no header text makes the check throw or accept', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (id, at, signature) => {
        const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature };
        assert.ok(['missing', 'malformed', 'mismatch', 'outside_window'].includes(verify(STANDARD, headers)));
      }),
    );
  });
});

describe('generic HMAC', () => {
  const KEY = new Secret('a key that a vendor chose');
  const digest = (encoding: 'hex' | 'base64', lead = '') =>
    createHmac('sha256', KEY.reveal()).update(lead).update(BODY).digest(encoding);
  const HEX = { kind: 'hmac_sha256', header: 'X-Hub-Signature-256', encoding: 'hex', prefix: 'sha256=' } as const;
  const BASE64 = { kind: 'hmac_sha256', header: 'x-signature', encoding: 'base64' } as const;
  const TIMED = { ...BASE64, timestampHeader: 'X-Signed-At' } as const;
  const timed = (at: string) => ({ 'x-signature': digest('base64', `${at}.`), 'x-signed-at': at });

  const CASES: readonly (readonly [string, TriggerSignature, RequestHeaders, string])[] = [
    ['accepts hex with a prefix', HEX, { 'x-hub-signature-256': `sha256=${digest('hex')}` }, 'valid 0'],
    ['accepts hex in capitals', HEX, { 'x-hub-signature-256': `sha256=${digest('hex').toUpperCase()}` }, 'valid 0'],
    ['accepts base64 without a prefix', BASE64, { 'x-signature': digest('base64') }, 'valid 0'],
    ['accepts a signed time in seconds', TIMED, timed(String(NOW_SECONDS)), 'valid 0'],
    ['accepts a signed time in milliseconds', TIMED, timed(String(NOW_SECONDS * 1_000)), 'valid 0'],
    ['refuses a missing header', HEX, {}, 'missing'],
    ['refuses a header that stands twice', BASE64, { 'x-signature': [digest('base64'), ''] }, 'malformed'],
    ['refuses a missing prefix', HEX, { 'x-hub-signature-256': digest('hex') }, 'malformed'],
    ['refuses another prefix', HEX, { 'x-hub-signature-256': `sha512=${digest('hex')}` }, 'malformed'],
    ['refuses the prefix alone', HEX, { 'x-hub-signature-256': 'sha256=' }, 'malformed'],
    ['refuses hex where base64 is declared', BASE64, { 'x-signature': digest('hex') }, 'malformed'],
    ['refuses half a signature', HEX, { 'x-hub-signature-256': `sha256=${digest('hex').slice(0, 32)}` }, 'malformed'],
    ['refuses a signature of zeros', HEX, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }, 'mismatch'],
    ['refuses a missing signed time', TIMED, { 'x-signature': digest('base64') }, 'missing'],
    [
      'refuses a body signed without its time',
      TIMED,
      { ...timed(String(NOW_SECONDS)), 'x-signature': digest('base64') },
      'mismatch',
    ],
    [
      'refuses a time beside the signed one',
      TIMED,
      { ...timed(String(NOW_SECONDS)), 'x-signed-at': String(NOW_SECONDS + 1) },
      'mismatch',
    ],
    ['refuses a time ten minutes old', TIMED, timed(String(NOW_SECONDS - 600)), 'outside_window'],
    ['refuses a time ten minutes ahead', TIMED, timed(String((NOW_SECONDS + 600) * 1_000)), 'outside_window'],
    ['refuses a time that is a text', TIMED, timed('yesterday'), 'malformed'],
  ];
  for (const [title, settings, headers, verdict] of CASES) {
    test(title, () => assert.equal(verify(settings, headers, { secrets: [KEY] }), verdict));
  }

  test('refuses everything without a secret, and with one that can be guessed', () => {
    for (const secrets of [[], [new Secret('')], [new Secret('short')]]) {
      const key = secrets[0]?.reveal() ?? '';
      const headers = { 'x-signature': createHmac('sha256', key).update(BODY).digest('base64') };
      assert.equal(verify(BASE64, headers, { secrets }), 'no_secret');
    }
  });
});

test('only a trigger declared unsigned takes what nobody signed', () => {
  assert.equal(verify({ kind: 'unsigned' }, {}, { secrets: [] }), 'unsigned');
});
