import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Secret } from '../foundation/index.ts';
import { deriveIdempotencyKey } from './idempotency-key.ts';
import { storableKey } from './storable-key.ts';

test('property: every text becomes a key that PostgreSQL can index', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const key = storableKey(text);
      assert.ok(key.isWellFormed() && !key.includes('\0') && Buffer.byteLength(key) < 2_000);
    }),
  );
});

test('an ordinary key stays as it is, and changed keys stay apart', () => {
  assert.equal(storableKey('deal-1'), 'deal-1');
  const keys = ['a\0', 'a', 'a\ud800', 'a\udfff', 'x'.repeat(301), 'x'.repeat(302)].map(storableKey);
  assert.equal(new Set(keys).size, keys.length);
});

test('an idempotency key is the same for the same write and another for any other', () => {
  const seed = new Secret('seed');
  const place = { runId: 'r', stepKey: 's', itemKey: '', payloadVersion: 0, subKey: 0 };
  const derive = (changes: Partial<typeof place>, from = seed) => deriveIdempotencyKey(from, { ...place, ...changes });
  assert.equal(derive({}), derive({}));
  const others = [
    derive({ runId: 'q' }),
    derive({ itemKey: '1' }),
    derive({ payloadVersion: 1 }),
    derive({ subKey: 1 }),
    derive({}, new Secret('other')),
  ];
  assert.equal(new Set([derive({}), ...others]).size, 6);
  assert.match(derive({}), /^hf-[0-9a-f]{36}$/);
});
