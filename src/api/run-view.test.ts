import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptRow, RunDetails } from '../runs/index.ts';
import { runShown } from './run-view.ts';

const LARGE = Buffer.alloc(65_536, 'a');
const AT = new Date('2026-11-24T09:00:00Z');

/** A run with this many attempts, each with a body as large as one is shown, out of `total` that are recorded. */
function runWith(count: number, total: number): RunDetails {
  const attempts = Array.from({ length: count }, (_, index) => ({
    number: total - count + index + 1,
    request: '{}',
    requestBody: LARGE,
    responseHeaders: null,
    responseBody: null,
    failure: null,
    decision: null,
    startedAt: AT,
    total,
  }));
  return {
    run: { createdAt: AT, dueAt: AT, endedAt: null, problem: null },
    event: { receivedAt: AT, headers: '{}', body: Buffer.from('{}') },
    steps: [],
    links: [],
    attempts: attempts as unknown as AttemptRow[],
  } as unknown as RunDetails;
}

test('of a run with more bodies than an answer holds, the newest attempts keep theirs', () => {
  const { attempts } = runShown(runWith(70, 70));
  assert.deepEqual([attempts[0]?.number, attempts.at(-1)?.number], [1, 70]);
  assert.deepEqual([attempts[0]?.requestBody?.isTruncated, attempts.at(-1)?.requestBody?.isTruncated], [true, false]);
});

test('a run says how many of its older attempts are left out', () => {
  const { attemptsLeftOut, stepsLeftOut } = runShown(runWith(2, 2_003));
  assert.deepEqual([attemptsLeftOut, stepsLeftOut], [2_001, 0]);
});
