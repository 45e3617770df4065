import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { isAppError, Secret } from '../foundation/index.ts';
import { makeMasterKeyText, masterKeyText, parseMasterKey, parseMasterKeys } from './master-key.ts';
import { type DataKey, neededKey, openWith, sealWith } from './sealed-value.ts';

const place = { workspaceId: 'w', ownerId: 'c', field: 'credential' };

function makeKey(number = 1): DataKey {
  return { number, bytes: new Secret<Uint8Array>(randomBytes(32)) };
}

test('what was sealed opens again in its own place and says which key it needs', () => {
  const key = makeKey(7);
  const sealed = sealWith(key, new Secret('söme secret'), place);
  assert.equal(openWith(key, sealed, place)?.reveal(), 'söme secret');
  assert.deepEqual(neededKey(sealed), { dataKeyNumber: 7 });
});

test('a sealed value does not open in another row, field or workspace, nor under another number', () => {
  const key = makeKey();
  const sealed = sealWith(key, new Secret('x'), place);
  for (const moved of [
    { ...place, workspaceId: 'v' },
    { ...place, ownerId: 'd' },
    { ...place, field: 'token' },
  ]) {
    assert.equal(openWith(key, sealed, moved), undefined);
  }
  assert.equal(openWith({ ...key, number: 2 }, sealed, place), undefined);
});

test('two places never share their associated data by shifting a letter between parts', () => {
  const key = makeKey();
  const sealed = sealWith(key, new Secret('x'), { workspaceId: 'ab', ownerId: 'c', field: 'f' });
  assert.equal(openWith(key, sealed, { workspaceId: 'a', ownerId: 'bc', field: 'f' }), undefined);
});

test('another key or one flipped bit anywhere opens nothing, and a cut value is damaged', () => {
  const key = makeKey();
  const sealed = sealWith(key, new Secret('x'), place);
  assert.equal(openWith(makeKey(), sealed, place), undefined);
  for (let index = 6; index < sealed.length; index += 1) {
    const flipped = Buffer.from(sealed);
    flipped[index] = (flipped[index] as number) ^ 1;
    assert.equal(openWith(key, flipped, place), undefined, `byte ${index}`);
  }
  for (const length of [0, 1, 5, 20, 33]) {
    assert.throws(
      () => neededKey(sealed.subarray(0, length)),
      (error) => isAppError(error, 'vault.sealed.malformed'),
    );
  }
});

test('equal texts are sealed to different bytes', () => {
  const key = makeKey();
  assert.notDeepEqual(sealWith(key, new Secret('x'), place), sealWith(key, new Secret('x'), place));
});

test('a key that is not 32 bytes in base64 is refused by the name of its source', () => {
  for (const text of ['', 'abc', Buffer.alloc(31).toString('base64'), `${makeMasterKeyText()}!`]) {
    assert.throws(
      () => parseMasterKey(text, 'key.txt'),
      (error) => isAppError(error, 'vault.key.malformed') && error.publicMessage.includes('key.txt'),
    );
  }
});

test('the first line of a key file is the present key and the further ones are those of before', () => {
  const texts = [makeMasterKeyText(), makeMasterKeyText(), makeMasterKeyText()];
  assert.deepEqual(parseMasterKeys(`${texts.join('\n')}\n`, 'f').map(masterKeyText), texts);
  assert.deepEqual(parseMasterKeys(texts.join(', '), 'f').map(masterKeyText), texts);
});

test('a secret never shows itself when printed, joined or serialised', () => {
  const secret = new Secret('canary');
  for (const shown of [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret })]) {
    assert.ok(!shown.includes('canary'), shown);
  }
});
