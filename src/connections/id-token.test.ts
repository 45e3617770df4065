import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountInIdToken } from './id-token.ts';

const token = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

test('an account is told by what its owner would call it', () => {
  assert.equal(accountInIdToken(token({ sub: '17', email: 'ada@example.com', name: 'Ada' })), 'ada@example.com');
  assert.equal(accountInIdToken(token({ sub: '17', email: '', name: 'Ada' })), 'Ada');
  assert.equal(accountInIdToken(token({ sub: '17' })), '17');
});

test('what is no ID token names nobody', () => {
  for (const text of [undefined, '', 'opaque', 'a.b.c', 'a.!!.c', token([1]), token({ sub: 17 })])
    assert.equal(accountInIdToken(text), undefined, String(text));
});
