import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeCertificate } from '../certificates.ts';
import { byteCanary, type Canary, keyCanary, makeCanary, PIECE_BYTES, readCanary } from './canaries.ts';
import { Scanner } from './scanner.ts';

const canary = makeCanary('planted');
const scanner = new Scanner([canary]);

/** How a program may write a secret into something that is kept. */
const WRITERS: Readonly<Record<string, (secret: string) => Buffer>> = {
  'as it is': (secret) => Buffer.from(secret),
  'as JSON': (secret) => Buffer.from(JSON.stringify({ secret })),
  'as JSON inside JSON': (secret) => Buffer.from(JSON.stringify({ text: JSON.stringify({ secret }) })),
  'with every character escaped for JSON': (secret) =>
    Buffer.from([...secret].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')),
  'escaped for a URL': (secret) => Buffer.from(encodeURIComponent(secret)),
  'as a form': (secret) => Buffer.from(new URLSearchParams({ secret }).toString()),
  'with every byte escaped for a URL': (secret) =>
    Buffer.from([...Buffer.from(secret)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join('')),
  'in base64': (secret) => Buffer.from(Buffer.from(secret).toString('base64')),
  'in base64 for a URL': (secret) => Buffer.from(Buffer.from(secret).toString('base64url')),
  'in base64 behind one byte': (secret) => Buffer.from(Buffer.from(`x${secret}`).toString('base64')),
  'in base64 behind two bytes': (secret) => Buffer.from(Buffer.from(`xy${secret}`).toString('base64')),
  'in hex': (secret) => Buffer.from(Buffer.from(secret).toString('hex')),
  'in hex with capitals': (secret) => Buffer.from(Buffer.from(secret).toString('hex').toUpperCase()),
  'as two bytes a character': (secret) => Buffer.from(secret, 'utf16le'),
  'with capitals': (secret) => Buffer.from(secret.toUpperCase()),
  'as basic authentication inside base64': (secret) => {
    const header = `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`;
    return Buffer.from(Buffer.from(JSON.stringify({ authorization: header })).toString('base64'));
  },
  'as basic authentication inside bytes in hex': (secret) =>
    Buffer.from(Buffer.from(`Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`).toString('hex')),
  'its first half': (secret) => Buffer.from(secret.slice(0, secret.length / 2)),
  'its second half': (secret) => Buffer.from(secret.slice(secret.length / 2)),
};

/** Between bytes that mean nothing, at a place that differs. */
function hide(bytes: Buffer, before: number): Buffer {
  return Buffer.concat([randomBytes(before), bytes, randomBytes(50)]);
}

describe('a planted secret is found', () => {
  for (const [how, write] of Object.entries(WRITERS)) {
    it(how, () => {
      for (const before of [0, 1, 2, 3, 1_000]) {
        const [finding] = scanner.scan(hide(write(canary.text), before));
        assert.equal(finding?.canary, 'planted', `${before} bytes before`);
      }
    });
  }

  it('property: in base64 or hex wherever it begins in the data', () => {
    const around = fc.uint8Array({ maxLength: 20 });
    fc.assert(
      fc.property(around, around, fc.constantFrom('base64', 'base64url', 'hex'), (before, after, encoding) => {
        const data = Buffer.concat([before, Buffer.from(canary.text), after]);
        return scanner.scan(Buffer.from(data.toString(encoding as BufferEncoding))).length > 0;
      }),
    );
  });

  it('when it is a key: its numbers raw, in hex, and in the PEM and JWK that hold them', () => {
    const { key } = makeCertificate('canary.test');
    const keys = new Scanner([keyCanary('key', key)]);
    const secret = keyCanary('key', key).pieces[1] as Buffer;
    const oneLine = key.replaceAll('\n', '');
    for (const text of [oneLine, secret.toString('hex'), secret.toString('latin1')])
      assert.equal(keys.scan(Buffer.from(text, 'latin1')).length > 0, true, text.slice(0, 20));
    const sealed = makeCertificate('canary.test', 'a passphrase').key;
    assert.ok(new Scanner([keyCanary('sealed', sealed)]).scan(Buffer.from(sealed)).length > 0);
  });

  it('when others made it: each of its words, but not what everybody knows of it', () => {
    const token = readCanary('token', 'hf_live_4Kq9Zt2Lw8Xc5Vb7', 8);
    const tokens = new Scanner([token]);
    assert.equal(tokens.scan(Buffer.from('the token is …9Zt2hf_live_4Kq9Zt2Lw8Xc…')).length, 1);
    assert.deepEqual(tokens.scan(Buffer.from('the token begins with hf_live_')), []);
  });

  it('when it is bytes that are given in base64', () => {
    const bytes = randomBytes(32);
    const masters = new Scanner([byteCanary('master', bytes.toString('base64'), bytes)]);
    for (const form of [bytes, Buffer.from(bytes.toString('base64')), Buffer.from(bytes.toString('hex'))])
      assert.ok(masters.scan(form).length > 0);
  });
});

describe('the scanner says', () => {
  it('which secret it was, in which form and where', () => {
    const other = makeCanary('other');
    const both = new Scanner([canary, other]);
    const text = `first ${canary.text}, then ${Buffer.from(other.text).toString('hex')}`;
    const found = new Set(both.scan(Buffer.from(text)).map(({ canary: name, form }) => `${name}: ${form}`));
    assert.ok(found.has('planted: plain'));
    const [last] = both.scan(Buffer.from(text), ['planted']);
    assert.equal(last?.canary, 'other');
    assert.equal(last?.form, 'hex');
    assert.match(last?.excerpt ?? '', /then/);
  });

  it('nothing of bytes without a secret, of an allowed one, and of what was masked', () => {
    assert.deepEqual(scanner.scan(randomBytes(2_000_000)), []);
    assert.deepEqual(scanner.scan(Buffer.from(canary.text), ['planted']), []);
    assert.deepEqual(scanner.scan(Buffer.from('{"authorization":"[redacted]"}')), []);
    assert.deepEqual(scanner.scan(canary.pieces[0]?.subarray(0, PIECE_BYTES - 1) as Buffer), []);
  });

  it('nothing at all without canaries, and too short a secret is refused', () => {
    assert.deepEqual(new Scanner().scan(Buffer.from(canary.text)), []);
    assert.throws((): Canary => readCanary('short', 'abc-def'), /short/);
  });
});
