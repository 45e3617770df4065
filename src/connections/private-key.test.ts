import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { importPKCS8, SignJWT } from 'jose';
import { isPrivateKey, signingAlgorithmOf, toPkcs8 } from './private-key.ts';

test('a key is used in whatever form its page gives it out, with the algorithm of its kind', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
  const forms = [
    ['RS256', rsa.export({ type: 'pkcs1', format: 'pem' })],
    ['RS256', rsa.export({ type: 'pkcs8', format: 'pem' })],
    ['ES256', ec('P-256').export({ type: 'sec1', format: 'pem' })],
    ['ES384', ec('P-384').export({ type: 'pkcs8', format: 'pem' })],
    ['ES512', ec('P-521').export({ type: 'pkcs8', format: 'pem' })],
    ['EdDSA', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ] as const;
  for (const [algorithm, pem] of forms) {
    const text = String(pem);
    assert.ok(isPrivateKey(text));
    assert.equal(signingAlgorithmOf(text), algorithm);
    const key = await importPKCS8(toPkcs8(text), algorithm);
    assert.match(await new SignJWT({}).setProtectedHeader({ alg: algorithm }).sign(key), /^ey/);
  }
});
