import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backoffMs, RETRY_AFTER_CAP_MS, SLOW_DELAYS_MS, throttleDelayMs } from './backoff.ts';

const JITTER = fc.double({ min: 0, max: 0.999999, noNaN: true });

test('property: the quick attempts use full jitter below a growing ceiling', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), JITTER, (attempts, jitter) => {
      const delay = backoffMs(attempts, jitter);
      assert.ok(delay >= 0 && delay <= 500 * 2 ** (attempts - 1));
    }),
  );
});

test('property: the slow schedule waits between half and all of its step', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 12 }), JITTER, (attempts, jitter) => {
      const step = SLOW_DELAYS_MS[attempts - 4] as number;
      assert.ok(backoffMs(attempts, jitter) >= step / 2 && backoffMs(attempts, jitter) <= step);
    }),
  );
});

test('property: a throttle delay is at least a second and at most a day and its spread', () => {
  const retryAfter = fc.option(fc.integer({ min: 0, max: 10 ** 12 }), { nil: undefined });
  fc.assert(
    fc.property(retryAfter, fc.integer({ min: 0, max: 1_000 }), JITTER, (asked, count, jitter) => {
      const delay = throttleDelayMs(asked, count, jitter);
      assert.ok(delay >= 1_000 && delay <= RETRY_AFTER_CAP_MS * 1.1);
    }),
  );
});
