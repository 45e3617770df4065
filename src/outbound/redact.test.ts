import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeRedactor, REDACTED, redactHeaders } from './redact.ts';

const SECRET = 'sk_live_Ünï"c/ö\\d+e&<9>';

function formsOf(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return {
    plain: secret,
    json,
    'json in json': JSON.stringify(json).slice(1, -1),
    'json with slashes': json.replaceAll('/', '\\/'),
    'json in ASCII': json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    url: encodeURIComponent(secret),
    'url in lower case': encodeURIComponent(secret).replaceAll(/%../g, (triplet) => triplet.toLowerCase()),
    form: new URLSearchParams({ k: secret }).toString(),
    'url in url': encodeURIComponent(encodeURIComponent(secret)),
    'json in url': encodeURIComponent(JSON.stringify(json)),
    'json in html': escapeHtml(json),
    'json in json in html': escapeHtml(JSON.stringify(json)),
    'html in html': escapeHtml(escapeHtml(secret)),
    base64: bytes.toString('base64'),
    base64url: bytes.toString('base64url'),
    'base64 of basic authentication': Buffer.from(`user:${secret}`).toString('base64'),
    'base64 with one byte before': Buffer.from(`u${secret}:`).toString('base64'),
    'base64 with two bytes before': Buffer.from(`us${secret}::`).toString('base64'),
    hex: bytes.toString('hex'),
    'hex in upper case': bytes.toString('hex').toUpperCase(),
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

test('C41: a secret is masked in every form that it may be echoed in, in text and in bytes', () => {
  for (const [name, form] of Object.entries(formsOf(SECRET))) {
    const text = `before ${form} after`;
    const core = form.slice(4, -6);
    assert.ok(!makeRedactor([SECRET])(text).includes(core), name);
    assert.match(makeRedactor([SECRET])(text), /^before .*\[redacted\].* after$/, name);
    const bytes = makeRedactor([SECRET])(Buffer.concat([Uint8Array.of(0xff, 0), Buffer.from(text)]));
    assert.ok(!Buffer.from(bytes).includes(core), name);
    assert.deepEqual([bytes[0], bytes[1]], [0xff, 0]);
  }
});

test('of two secrets where one begins with the other, nothing of the longer is left', () => {
  assert.equal(makeRedactor(['token-1234', 'token-1234-5678'])('a=token-1234-5678'), `a=${REDACTED}`);
});

test('an answer made to be slow to search is searched in linear time', () => {
  const redact = makeRedactor(['"\\\\\\\\\\\\\\\\"/\\"x', '&&&&&&<<', '++++++++//']);
  const startedMs = performance.now();
  for (const unit of ['\\', '&amp;', '%5C', '+', '"', '/', '&#0']) redact(unit.repeat(300_000));
  assert.ok(performance.now() - startedMs < 5_000);
});

test('what holds no secret comes back as the same value', () => {
  const bytes = Buffer.from('nothing here');
  assert.equal(makeRedactor([SECRET])(bytes), bytes);
  assert.equal(makeRedactor([SECRET, '', 'ab'])('nothing'), 'nothing');
});

test('a redactor made once works again and again', () => {
  const redact = makeRedactor(['hunter22']);
  for (let count = 0; count < 3; count += 1) assert.equal(redact('x hunter22 y'), `x ${REDACTED} y`);
});

test('secret headers are masked by name, the others are kept, in whatever case', () => {
  const headers = {
    Authorization: 'Bearer x',
    'X-Api-Key': 'k',
    'x-own': 'v',
    'content-type': 'a/b',
    'set-cookie': 's=1',
  };
  assert.deepEqual(
    { ...redactHeaders(headers) },
    {
      Authorization: REDACTED,
      'X-Api-Key': REDACTED,
      'x-own': 'v',
      'content-type': 'a/b',
      'set-cookie': REDACTED,
    },
  );
});

test('property: no secret of eight characters or more is left in any of its forms', () => {
  const secret = fc
    .string({ unit: 'grapheme', minLength: 8, maxLength: 30 })
    .filter((text) => !REDACTED.includes(text) && text.isWellFormed());
  const around = fc.string({ maxLength: 5 });
  fc.assert(
    fc.property(secret, around, around, (value, head, tail) => {
      const redact = makeRedactor([value]);
      for (const form of Object.values(formsOf(value)).filter((text) => !text.startsWith('k='))) {
        assert.ok(!redact(head + form + tail).includes(form), form);
      }
    }),
  );
});
