import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../foundation/index.ts';
import { DatabaseClock } from './database-clock.ts';
import { LeaseGuard } from './lease.ts';

function makeClock() {
  const time = { nowMs: 1_000, monotonicMs: 0 };
  const clock: Clock = { nowMs: () => time.nowMs, monotonicMs: () => time.monotonicMs, after: () => () => undefined };
  return { time, clock };
}

test('nothing may be sent in the last stretch of a lease, nor after it', () => {
  const { time, clock } = makeClock();
  const guard = new LeaseGuard({ clock, leaseMs: 9_000, requestedAt: 0 });
  time.monotonicMs = 7_400;
  assert.equal(guard.isSafe(), true);
  time.monotonicMs = 7_600;
  assert.equal(guard.isSafe(), false);
});

test('a renewal counts from when it was asked for, and a late answer to an old one takes nothing back', () => {
  const { time, clock } = makeClock();
  const guard = new LeaseGuard({ clock, leaseMs: 9_000, requestedAt: 0 });
  guard.confirm(5_000);
  guard.confirm(2_500);
  time.monotonicMs = 12_000;
  assert.equal(guard.isSafe(), true);
});

test('a lost lease stays lost', () => {
  const { clock } = makeClock();
  const guard = new LeaseGuard({ clock, leaseMs: 9_000, requestedAt: 0 });
  guard.lose();
  guard.confirm(0);
  assert.equal(guard.isSafe(), false);
});

test('the database clock follows the database although the clock of this machine jumps by an hour', () => {
  const { time, clock } = makeClock();
  const databaseClock = new DatabaseClock(clock);
  databaseClock.sync(new Date(50_000));
  time.nowMs += 3_600_000;
  time.monotonicMs += 250;
  assert.equal(databaseClock.nowMs(), 50_250);
});
