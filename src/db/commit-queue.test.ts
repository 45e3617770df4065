import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { CommitQueue, type Entry, entryBytes } from './commit-queue.ts';
import type { GroupStatement } from './group-statement.ts';

const statement: GroupStatement<unknown, unknown> = { name: 'nothing', order: 0, run: async () => [] };

function entry(bytes: number, deadlineMs = Number.POSITIVE_INFINITY): Entry {
  return { statement, input: bytes, bytes, deadlineMs, resolve() {}, reject() {}, isUnknown: false };
}

function inputsOf(entries: readonly Entry[]): unknown[] {
  return entries.map((taken) => taken.input);
}

test('a full queue refuses the next entry and takes it once there is room', () => {
  const queue = new CommitQueue({ maxEntries: 2, maxBytes: 1_000 });
  queue.push(entry(1));
  queue.push(entry(2));
  assert.throws(
    () => queue.push(entry(3)),
    (error) => isAppError(error, 'db.commit.overloaded'),
  );
  assert.deepEqual(inputsOf(queue.take({ maxEntries: 1, maxBytes: 1_000 })), [1]);
  queue.push(entry(3));
  assert.deepEqual(inputsOf(queue.take({ maxEntries: 9, maxBytes: 1_000 })), [2, 3]);
  assert.ok(queue.isEmpty);
});

test('bytes bound the queue and the batch, and what is larger than both still goes alone', () => {
  const queue = new CommitQueue({ maxEntries: 10, maxBytes: 100 });
  queue.push(entry(500));
  assert.throws(
    () => queue.push(entry(1)),
    (error) => isAppError(error, 'db.commit.overloaded'),
  );
  assert.deepEqual(inputsOf(queue.take({ maxEntries: 10, maxBytes: 50 })), [500]);
  queue.push(entry(40));
  queue.push(entry(30));
  assert.deepEqual(inputsOf(queue.take({ maxEntries: 10, maxBytes: 50 })), [40]);
});

test('what waited past its deadline is taken out and makes room', () => {
  const queue = new CommitQueue({ maxEntries: 10, maxBytes: 100 });
  queue.push(entry(60, 5));
  queue.push(entry(40, 50));
  assert.deepEqual(inputsOf(queue.takeExpired(10)), [60]);
  queue.push(entry(60));
  assert.deepEqual(inputsOf(queue.take({ maxEntries: 10, maxBytes: 100 })), [40, 60]);
});

test('an input without a measure of its own counts as a kilobyte', () => {
  assert.equal(entryBytes(statement, 'x'), 1_024);
  assert.equal(entryBytes({ ...statement, size: () => 7 }, 'x'), 7);
});
