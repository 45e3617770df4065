import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { isAppError, Secret } from '../foundation/index.ts';
import { makeMasterKeyText, parseMasterKey, Vault } from './vault.ts';

const place = { workspaceId: 'w', ownerId: 'c', field: 'credential' };

function makeVault(): Vault {
  return new Vault(parseMasterKey(makeMasterKeyText(), 'test'));
}

test('what was sealed opens again in its own place', () => {
  const vault = makeVault();
  assert.equal(vault.open(vault.seal(new Secret('söme secret'), place), place).reveal(), 'söme secret');
});

test('a sealed value that was moved to another row, field or workspace does not open', () => {
  const vault = makeVault();
  const sealed = vault.seal(new Secret('x'), place);
  for (const moved of [
    { ...place, workspaceId: 'v' },
    { ...place, ownerId: 'd' },
    { ...place, field: 'token' },
  ]) {
    assert.throws(
      () => vault.open(sealed, moved),
      (error) => isAppError(error, 'vault.key.wrong'),
    );
  }
});

test('two places never share their associated data by shifting a letter between parts', () => {
  const vault = makeVault();
  const sealed = vault.seal(new Secret('x'), { workspaceId: 'ab', ownerId: 'c', field: 'f' });
  assert.throws(() => vault.open(sealed, { workspaceId: 'a', ownerId: 'bc', field: 'f' }));
});

test('another key, a flipped bit or a cut value is refused', () => {
  const vault = makeVault();
  const sealed = vault.seal(new Secret('x'), place);
  assert.throws(
    () => makeVault().open(sealed, place),
    (error) => isAppError(error, 'vault.key.wrong'),
  );
  const flipped = Buffer.from(sealed);
  flipped[flipped.length - 1] = (flipped.at(-1) as number) ^ 1;
  assert.throws(
    () => vault.open(flipped, place),
    (error) => isAppError(error, 'vault.key.wrong'),
  );
  assert.throws(
    () => vault.open(sealed.subarray(0, 20), place),
    (error) => isAppError(error, 'vault.sealed.malformed'),
  );
});

test('equal texts are sealed to different bytes', () => {
  const vault = makeVault();
  assert.notDeepEqual(vault.seal(new Secret('x'), place), vault.seal(new Secret('x'), place));
});

test('a key file that is not 32 bytes in base64 is refused by name', () => {
  for (const text of ['', 'abc', Buffer.alloc(31).toString('base64'), `${makeMasterKeyText()}!`]) {
    assert.throws(
      () => parseMasterKey(text, 'key.txt'),
      (error) => isAppError(error, 'vault.key.malformed'),
    );
  }
});

test('a secret never shows itself when printed, joined or serialised', () => {
  const secret = new Secret('canary');
  for (const shown of [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret })]) {
    assert.ok(!shown.includes('canary'), shown);
  }
});

test('a derived secret is the same for one key and purpose, and another for any other', () => {
  const text = makeMasterKeyText();
  const vault = new Vault(parseMasterKey(text, 'test'));
  const secret = vault.deriveSecret('sign-in').reveal();
  assert.equal(new Vault(parseMasterKey(text, 'test')).deriveSecret('sign-in').reveal(), secret);
  assert.notEqual(vault.deriveSecret('other').reveal(), secret);
  assert.notEqual(makeVault().deriveSecret('sign-in').reveal(), secret);
  assert.ok(Buffer.from(secret, 'base64url').length >= 32);
});
