import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backoffMs, pause } from './backoff.ts';

test('property: a backoff stays between zero and its doubled, capped ceiling', () => {
  fc.assert(
    fc.property(
      fc.nat(5_000),
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 60_000 }),
      (attempt, firstMs, maxMs) => {
        const delayMs = backoffMs(attempt, { firstMs, maxMs });
        assert.ok(delayMs >= 0 && delayMs <= Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 20)));
      },
    ),
  );
});

test('a pause ends at once when its signal is aborted', async () => {
  const controller = new AbortController();
  const paused = pause(60_000, controller.signal);
  controller.abort();
  await paused;
  await pause(60_000, controller.signal);
});
