import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PasswordHasher } from './password.ts';

test('a password matches its own hash and no other, however its accents are composed', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('caf\u00e9 au lait');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await hasher.matches('cafe\u0301 au lait', hash), true);
  assert.equal(await hasher.matches('cafe au lait', hash), false);
  assert.notEqual(await hasher.hash('caf\u00e9 au lait'), hash);
});

test('what is no hash matches nothing', async () => {
  const hasher = new PasswordHasher();
  for (const hash of ['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$short$short', '$2b$10$abcdefghijklmnopqrstuv']) {
    assert.equal(await hasher.matches('plain', hash), false);
  }
});

test('more who hash at once than may wait are refused at once, and the others are all served', async () => {
  const hasher = new PasswordHasher();
  const ends = await Promise.allSettled(Array.from({ length: 64 }, () => hasher.matches('x', SAMPLE)));
  const refused = ends.filter((end) => end.status === 'rejected');
  assert.equal(refused.length, 2);
  assert.equal(refused[0]?.reason.code, 'access.sign_in.busy');
  assert.equal(await hasher.matches('x', SAMPLE), false);
});

/** A cheap one, so that the test is about the queue. */
const SAMPLE = `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
