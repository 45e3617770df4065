import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeId, parseId, randomToken } from './id.ts';

test('ids are UUIDs of version 7 that sort by the time they were made', () => {
  const ids = [1, 1_000, 1_700_000_000_000, 2_000_000_000_000].map((nowMs) => makeId<string>(nowMs));
  assert.deepEqual(ids.toSorted(), ids);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('only a whole UUID is taken for an id', () => {
  const id = makeId<string>();
  assert.equal(parseId(id.toUpperCase()), id);
  for (const text of ['', id.slice(1), `${id}0`, `${id}' or 1=1`]) assert.equal(parseId(text), undefined);
});

test('a token has the asked number of random bytes and nothing a URL would change', () => {
  assert.match(randomToken(16), /^[A-Za-z0-9_-]{22}$/);
  assert.notEqual(randomToken(16), randomToken(16));
});
