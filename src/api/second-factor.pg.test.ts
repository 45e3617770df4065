/** Proofs of who somebody is, beyond a password, with a code generator and an authenticator made of software. */
import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startHoldfast, type TestHoldfast } from '../../test/holdfast.ts';
import { addMember, Browser, PASSWORD, setUpOwner } from '../../test/people.ts';
import type { JsonObject } from '../foundation/index.ts';

let holdfast: TestHoldfast;
let owner: Browser;

before(async () => {
  holdfast = await startHoldfast();
  owner = await setUpOwner(holdfast);
});
after(() => holdfast.stop());

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of this half minute (RFC 6238) for the secret of an `otpauth:` address. */
function codeOf(uri: string, atMs = Date.now()): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) as number) & 15;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

describe('a second factor', () => {
  test('is asked for at the next sign-in, and the password alone opens nothing', async () => {
    const email = 'totp@example.com';
    const person = await addMember(owner, email, 'viewer');
    const enabled = await person.call('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
    assert.equal(enabled.status, 200, JSON.stringify(enabled.body));
    const { totpURI, backupCodes } = enabled.body as { totpURI: string; backupCodes: string[] };
    const verified = await person.call('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(totpURI) });
    assert.equal(verified.status, 200);
    const { person: me } = (await person.call('GET', '/api/v1/me')).body as { person: JsonObject };
    assert.equal(me.hasSecondFactor, true);

    const browser = new Browser(holdfast.url);
    const half = await browser.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.equal(half.body.twoFactorRedirect, true);
    assert.equal((await browser.call('GET', '/api/v1/me')).status, 401);
    const wrong = await browser.call('POST', '/api/auth/two-factor/verify-totp', { code: '000000' });
    assert.equal(wrong.status, 401);
    const right = await browser.call('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(totpURI) });
    assert.equal(right.status, 200);
    assert.equal(right.body.token, undefined);
    assert.equal((await browser.call('GET', '/api/v1/flows')).status, 200);

    const spare = new Browser(holdfast.url);
    await spare.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    const code = backupCodes[0] as string;
    assert.equal((await spare.call('POST', '/api/auth/two-factor/verify-backup-code', { code })).status, 200);
    const again = new Browser(holdfast.url);
    await again.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    assert.notEqual((await again.call('POST', '/api/auth/two-factor/verify-backup-code', { code })).status, 200);
  });
});

describe('a passkey', () => {
  test('is registered and signs in; a device that did not look at its user does not', async () => {
    const person = await addMember(owner, 'passkey@example.com', 'viewer');
    const device = makeDevice(person.origin);
    const { challenge } = (await person.call('GET', '/api/auth/passkey/generate-register-options')).body;
    const registration = device.register(String(challenge));
    const made = await person.call('POST', '/api/auth/passkey/verify-registration', {
      response: registration,
      name: 'Laptop',
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { person: me } = (await person.call('GET', '/api/v1/me')).body as { person: JsonObject };
    assert.equal(me.passkeyCount, 1);

    for (const [flags, isGood] of [
      [PRESENT, false],
      [PRESENT | VERIFIED, true],
    ] as const) {
      const browser = new Browser(holdfast.url);
      const options = (await browser.call('GET', '/api/auth/passkey/generate-authenticate-options')).body;
      const response = device.signIn(String(options.challenge), flags);
      const answer = await browser.call('POST', '/api/auth/passkey/verify-authentication', { response });
      assert.equal(answer.status === 200, isGood, JSON.stringify(answer.body));
      assert.equal((await browser.call('GET', '/api/v1/me')).status, isGood ? 200 : 401);
    }
    const bad = await person.call('POST', '/api/auth/passkey/delete-passkey', { id: 'no-id' });
    assert.deepEqual([bad.status, bad.body.code], [404, 'api.id.malformed']);
  });
});

describe('guessing a password', () => {
  test('is slowed down for one address, with the time to wait', async () => {
    const person = await addMember(owner, 'guessed@example.com', 'viewer');
    assert.equal((await person.call('GET', '/api/v1/me')).status, 200);
    const browser = new Browser(holdfast.url);
    const guess = (email: string) =>
      browser.call('POST', '/api/auth/sign-in/email', { email, password: 'wrong wrong wrong' });
    let answer = await guess('guessed@example.com');
    for (let count = 0; count < 15 && answer.status !== 429; count += 1)
      answer = await guess(`nobody${count}@example.com`);
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });
});

/** Flags of an authenticator's answer (Web Authentication, 6.1). */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** An authenticator with one key of P-256. */
function makeDevice(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coseKey = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 32]),
    Buffer.from(y, 'base64url'),
  ]);
  const id = randomBytes(16);
  const site = createHash('sha256').update(new URL(origin).hostname).digest();
  const dataOf = (flags: number, rest = Buffer.alloc(0)) =>
    Buffer.concat([site, Buffer.from([flags, 0, 0, 0, 0]), rest]);
  const clientDataOf = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const base = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  };
  return {
    register(challenge: string): JsonObject {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 16]), id, coseKey]);
      const data = dataOf(PRESENT | VERIFIED | ATTESTED, attested);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from('fmt'),
        Buffer.from([0x64]),
        Buffer.from('none'),
        Buffer.from([0x67]),
        Buffer.from('attStmt'),
        Buffer.from([0xa0, 0x68]),
        Buffer.from('authData'),
        Buffer.from([0x58, data.length]),
        data,
      ]).toString('base64url');
      const clientDataJSON = clientDataOf('webauthn.create', challenge).toString('base64url');
      return { ...base, response: { clientDataJSON, attestationObject, transports: ['internal'] } };
    },
    signIn(challenge: string, flags: number): JsonObject {
      const clientData = clientDataOf('webauthn.get', challenge);
      const data = dataOf(flags);
      const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
      const signature = sign('sha256', signed, privateKey).toString('base64url');
      const [clientDataJSON, authenticatorData] = [clientData, data].map((bytes) => bytes.toString('base64url'));
      return {
        ...base,
        response: { clientDataJSON: clientDataJSON ?? '', authenticatorData: authenticatorData ?? '', signature },
      };
    },
  };
}
