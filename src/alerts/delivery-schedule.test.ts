import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideDelivery, GIVE_UP_MS } from './delivery-schedule.ts';

test('property: a delivery that always fails ends within a day, after more than five tries', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 100_000_000 }), { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(waits, (retryAfters) => {
      let ageMs = 0;
      for (const [index, retryAfterMs] of retryAfters.entries()) {
        const decision = decideDelivery({ kind: 'failed', problem: 'p', retryAfterMs }, { tryCount: index + 1, ageMs });
        if (decision.state !== 'due') return ageMs <= GIVE_UP_MS;
        assert.ok(decision.delayMs >= 60_000);
        ageMs += decision.delayMs;
      }
      return false;
    }),
  );
  let [tries, ageMs] = [0, 0];
  for (;;) {
    tries += 1;
    const decision = decideDelivery({ kind: 'failed', problem: 'p' }, { tryCount: tries, ageMs });
    if (decision.state !== 'due') break;
    ageMs += decision.delayMs;
  }
  assert.ok(tries > 5, `${tries} tries`);
});

test('what is refused for good is not tried again', () => {
  const decision = decideDelivery({ kind: 'refused', problem: '550' }, { tryCount: 1, ageMs: 0 });
  assert.deepEqual(decision, { state: 'failed', problem: '550' });
});
