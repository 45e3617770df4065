import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../foundation/index.ts';
import { AdmissionQueue } from './admission-queue.ts';

test('places are given in the order in which they were asked for', async () => {
  const queue = new AdmissionQueue({ clock: systemClock, waitMs: 10_000 });
  const order: string[] = [];
  const waits = ['first', 'second'].map((name) =>
    queue.wait().then((isAdmitted) => order.push(`${name} ${isAdmitted}`)),
  );
  assert.equal(queue.admit(), true);
  assert.equal(queue.admit(), true);
  assert.equal(queue.admit(), false);
  await Promise.all(waits);
  assert.deepEqual(order, ['first true', 'second true']);
});

test('who waits too long is sent to the queue, and a stop sends everybody', async () => {
  let nowMs = 0;
  const timers: (() => void)[] = [];
  const clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    after: (_delay: number, run: () => void) => {
      timers.push(run);
      return () => undefined;
    },
  };
  const queue = new AdmissionQueue({ clock, waitMs: 100 });
  const early = queue.wait();
  nowMs = 60;
  const late = queue.wait();
  nowMs = 100;
  timers.shift()?.();
  assert.equal(await early, false);
  assert.equal(queue.isEmpty, false);
  queue.refuseAll();
  assert.equal(await late, false);
});
