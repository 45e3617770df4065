import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from './clock.ts';
import { Repeating } from './repeating.ts';

/** A clock whose timers a test lets go off; `waiting` are those that have not. */
function handClock() {
  const waiting = new Set<() => void>();
  const clock: Clock = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    after(_delayMs, run) {
      waiting.add(run);
      return () => waiting.delete(run);
    },
  };
  const goOff = (): void => {
    for (const run of [...waiting]) {
      waiting.delete(run);
      run();
    }
  };
  return { clock, waiting, goOff };
}

test('the next turn is planned only when the one before has ended', async () => {
  const { clock, waiting, goOff } = handClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  let turns = 0;
  const repeating = new Repeating({
    clock,
    everyMs: 1,
    work: () => {
      turns += 1;
      return promise;
    },
  });
  repeating.start();
  repeating.start();
  assert.equal(waiting.size, 1);
  goOff();
  assert.deepEqual([turns, waiting.size], [1, 0]);
  resolve();
  await new Promise(setImmediate);
  assert.equal(waiting.size, 1);
});

test('once stopped, no turn begins, and the stop waits for the one under way', async () => {
  const { clock, waiting, goOff } = handClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  const repeating = new Repeating({ clock, everyMs: 1, work: () => promise });
  repeating.start();
  goOff();
  let hasStopped = false;
  const stopped = repeating.stop().then(() => {
    hasStopped = true;
  });
  await new Promise(setImmediate);
  assert.equal(hasStopped, false);
  resolve();
  await stopped;
  assert.equal(waiting.size, 0);
});

test('stopped before it began, it does nothing, and it may begin again', async () => {
  const { clock, waiting } = handClock();
  const repeating = new Repeating({ clock, everyMs: 1, work: () => undefined });
  await repeating.stop();
  assert.equal(waiting.size, 0);
  repeating.start();
  await repeating.stop();
  assert.equal(waiting.size, 0);
  repeating.start();
  assert.equal(waiting.size, 1);
});
