import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideAfterLook } from './reconcile-decision.ts';

const look = { foundCount: 0, notFoundCount: 1, secondLookMs: 300_000, isKeySpent: false };

test('one record means that the write was applied', () => {
  assert.deepEqual(decideAfterLook({ ...look, foundCount: 1 }), { kind: 'applied' });
});

test('"not found" is believed only after a second look', () => {
  assert.deepEqual(decideAfterLook(look), { kind: 'look_again', delayMs: 300_000 });
  assert.deepEqual(decideAfterLook({ ...look, notFoundCount: 2 }), { kind: 'send_again' });
});

test('a write whose key no longer protects it is not sent again although it was not found', () => {
  assert.deepEqual(decideAfterLook({ ...look, notFoundCount: 2, isKeySpent: true }), { kind: 'dead_letter' });
});

test('more than one record goes to a person and is never mended by us', () => {
  assert.deepEqual(decideAfterLook({ ...look, foundCount: 2 }), { kind: 'duplicate' });
});
