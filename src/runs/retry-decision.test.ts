import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationClass } from '../connectors/index.ts';
import { RETRY_AFTER_CAP_MS } from './backoff.ts';
import { failureOfStatus } from './failure.ts';
import {
  type Decision,
  decideRetry,
  type FailureKind,
  FEW_ATTEMPTS,
  MAX_DEFERRAL_MS,
  type RetryFacts,
} from './retry-decision.ts';

const CLASSES: readonly OperationClass[] = ['R', 'I', 'K', 'L', 'N'];

function facts(changes: Partial<RetryFacts>): RetryFacts {
  return {
    operationClass: 'R',
    failure: 'no_answer',
    method: 'POST',
    countedAttempts: 1,
    throttledAttempts: 0,
    sameFailureCount: 1,
    sinceFirstAttemptMs: 0,
    wasInDoubt: false,
    keyLifeMs: 86_400_000,
    replaysErrors: false,
    hasLookUp: changes.operationClass === 'L',
    hasStatusPoll: false,
    isNotAppliedStatus: false,
    wasReauthenticated: false,
    canReauthenticate: false,
    isCredentialStale: false,
    jitter: 0.5,
    ...changes,
  };
}

/**
 * The reference table (retry, idempotency, reconcile), written here a second time and by status, so that a slip in
 * either shows. Columns: R, I, K, L, N; the first attempt of a POST that failed so.
 */
const CELLS: readonly (readonly [what: string, failure: FailureKind | number, ...decisions: Decision['kind'][]])[] = [
  ['before anything was sent', 'not_sent', 'retry', 'retry', 'retry', 'retry', 'retry'],
  ['our own rules', 'forbidden_by_us', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'],
  ['2xx with an answer beyond the cap', 'too_large', 'dead_letter', 'dead_letter', 'reconcile', 'reconcile', 'unknown'],
  ['no answer after a byte was sent', 'no_answer', 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ['our crash while sending', 'crashed', 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ['2xx with an unreadable body', 'unreadable', 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  [
    '2xx with refused items',
    'partial',
    'retry_failed_items',
    'retry_failed_items',
    'retry_failed_items',
    'reconcile',
    'dead_letter',
  ],
  ['2xx that states a refusal', 'refused', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'],
  ...[301, 302, 303, 307, 308].map((status) => cells(status, 'dead_letter')),
  ...[400, 405, 406, 410, 411, 413, 414, 415, 431].map((status) => cells(status, 'dead_letter')),
  cells(401, 'hold'),
  cells(403, 'dead_letter'),
  cells(404, 'dead_letter'),
  ['408', 408, 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ['409', 409, 'reread', 'reread', 'retry', 'reconcile', 'dead_letter'],
  ['412', 412, 'dead_letter', 'reread', 'dead_letter', 'dead_letter', 'dead_letter'],
  ['428', 428, 'dead_letter', 'reread', 'dead_letter', 'dead_letter', 'dead_letter'],
  cells(422, 'dead_letter'),
  ['423', 423, 'retry', 'retry', 'retry', 'retry', 'dead_letter'],
  ['424', 424, 'retry', 'retry', 'retry', 'retry', 'dead_letter'],
  cells(425, 'retry'),
  cells(429, 'pause_connection'),
  ['500', 500, 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  cells(501, 'dead_letter'),
  cells(505, 'dead_letter'),
  ['502', 502, 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ['504', 504, 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ['503', 503, 'retry', 'retry', 'retry', 'reconcile', 'unknown'],
  ...[507, 508, 511, 599].map(
    (status) => [String(status), status, 'retry', 'retry', 'retry', 'reconcile', 'unknown'] as const,
  ),
];

function cells(status: number, decision: Decision['kind']) {
  return [String(status), status, decision, decision, decision, decision, decision] as const;
}

for (const [what, failure, ...decisions] of CELLS) {
  for (const [column, operationClass] of CLASSES.entries()) {
    test(`${what}, class ${operationClass}: ${decisions[column]}`, () => {
      const kind = typeof failure === 'number' ? failureOfStatus(failure) : failure;
      assert.equal(decideRetry(facts({ operationClass, failure: kind })).kind, decisions[column]);
    });
  }
}

test('a DELETE of what is gone is done; any other idempotent call that finds nothing is a dead letter', () => {
  const gone = facts({ operationClass: 'I', failure: 'not_found' });
  assert.deepEqual(decideRetry({ ...gone, method: 'DELETE' }), { kind: 'done' });
  assert.equal(decideRetry({ ...gone, method: 'PUT' }).kind, 'dead_letter');
});

test('a read that finds nothing is tried again only within the stated lag after a write', () => {
  const read = facts({ failure: 'not_found', readAfterWriteMs: 5_000 });
  assert.equal(decideRetry({ ...read, sinceFirstAttemptMs: 4_999 }).kind, 'retry');
  assert.equal(decideRetry({ ...read, sinceFirstAttemptMs: 5_000 }).kind, 'dead_letter');
});

test('401 is tried once more when the credential was renewed, then the connection is held', () => {
  const refused = facts({ failure: 'unauthorized', canReauthenticate: true });
  assert.equal(decideRetry(refused).kind, 'reauthenticate');
  assert.equal(decideRetry({ ...refused, wasReauthenticated: true }).kind, 'hold');
  assert.equal(decideRetry({ ...refused, advice: 'do_not_retry' }).kind, 'reauthenticate');
});

test('401 on a credential that was replaced meanwhile is no word about the present one, and is not counted', () => {
  const late = facts({ failure: 'unauthorized', isCredentialStale: true, wasReauthenticated: true });
  assert.deepEqual(decideRetry(late), { kind: 'reauthenticate', isCounted: false });
});

test('an accepted call is polled where the connector says how, and is done where it does not', () => {
  assert.equal(decideRetry(facts({ failure: 'accepted', hasStatusPoll: true })).kind, 'poll_status');
  assert.equal(decideRetry(facts({ failure: 'accepted' })).kind, 'done');
});

test('an unreadable read is repeated twice at most', () => {
  assert.equal(decideRetry(facts({ failure: 'unreadable', sameFailureCount: 2 })).kind, 'retry');
  assert.equal(decideRetry(facts({ failure: 'unreadable', sameFailureCount: 3 })).kind, 'dead_letter');
});

test('an unreadable answer to an idempotent write is looked up where it can be, else sent again once', () => {
  const unreadable = facts({ operationClass: 'I', failure: 'unreadable' });
  assert.equal(decideRetry({ ...unreadable, hasLookUp: true }).kind, 'reconcile');
  assert.equal(decideRetry({ ...unreadable, sameFailureCount: 2 }).kind, 'dead_letter');
});

test('a conflict is re-read once and set aside after that', () => {
  for (const operationClass of ['R', 'I'] as const) {
    assert.equal(decideRetry(facts({ operationClass, failure: 'conflict', sameFailureCount: 2 })).kind, 'dead_letter');
  }
});

test('a failing read is given up after a few attempts, and nothing about it is in doubt', () => {
  const decision = decideRetry(facts({ failure: 'server_error', countedAttempts: FEW_ATTEMPTS }));
  assert.deepEqual(decision, { kind: 'dead_letter', isHorizonSpent: true });
});

test('a vendor that states "503 means not applied" lets even a naked write be repeated', () => {
  assert.equal(
    decideRetry(facts({ operationClass: 'N', failure: 'unavailable', isNotAppliedStatus: true })).kind,
    'retry',
  );
});

test('the advice of the vendor goes before the table, but never repeats a naked write', () => {
  const failed = facts({ failure: 'server_error' });
  for (const operationClass of ['R', 'I', 'K', 'L'] as const) {
    assert.equal(decideRetry({ ...failed, operationClass, advice: 'retry' }).kind, 'retry');
  }
  assert.equal(decideRetry({ ...failed, operationClass: 'N', advice: 'retry' }).kind, 'unknown');
});

test('"do not retry" ends a refused call, but does not hide that a write may have been applied', () => {
  assert.equal(decideRetry(facts({ failure: 'throttled', advice: 'do_not_retry' })).kind, 'dead_letter');
  assert.equal(decideRetry(facts({ failure: 'server_error', advice: 'do_not_retry' })).kind, 'dead_letter');
  const write = facts({ operationClass: 'L', failure: 'server_error', advice: 'do_not_retry' });
  assert.equal(decideRetry(write).kind, 'reconcile');
});

test('a vendor that replays its saved 500 is asked by look-up, never with a fresh key', () => {
  const replayed = facts({ operationClass: 'K', failure: 'server_error', replaysErrors: true, sameFailureCount: 3 });
  assert.equal(decideRetry({ ...replayed, hasLookUp: true }).kind, 'reconcile');
  assert.equal(decideRetry({ ...replayed, hasLookUp: false }).kind, 'unknown');
  assert.equal(decideRetry({ ...replayed, sameFailureCount: 2 }).kind, 'retry');
});

test('a keyed write is retried only within the life of its key, and is settled after it', () => {
  const late = facts({ operationClass: 'K', sinceFirstAttemptMs: 86_400_000 * 0.95 });
  assert.equal(decideRetry({ ...late, hasLookUp: true }).kind, 'reconcile');
  assert.equal(decideRetry({ ...late, hasLookUp: false }).kind, 'unknown');
  assert.equal(decideRetry({ ...late, sinceFirstAttemptMs: 1_000 }).kind, 'retry');
});

test('a keyed write that was certainly never sent is a dead letter when its time is over, not a doubt', () => {
  const unsent = facts({ operationClass: 'K', failure: 'not_sent', sinceFirstAttemptMs: 86_400_000 });
  assert.deepEqual(decideRetry(unsent), { kind: 'dead_letter', isHorizonSpent: true });
  assert.equal(decideRetry({ ...unsent, wasInDoubt: true }).kind, 'unknown');
});

test('Retry-After is waited for, is capped at a day, and does not count as an attempt when throttled', () => {
  const throttled = facts({ failure: 'throttled', jitter: 0 });
  assert.deepEqual(decideRetry({ ...throttled, retryAfterMs: 120_000 }), {
    kind: 'pause_connection',
    delayMs: 120_000,
    isCounted: false,
  });
  assert.deepEqual(decideRetry({ ...throttled, retryAfterMs: 31_536_000_000 }), {
    kind: 'pause_connection',
    delayMs: RETRY_AFTER_CAP_MS,
    isCounted: false,
  });
  assert.deepEqual(decideRetry(facts({ failure: 'unavailable', retryAfterMs: 60_000, jitter: 0 })), {
    kind: 'pause_connection',
    delayMs: 60_000,
    isCounted: true,
  });
});

test('a throttle without a header backs off more and more', () => {
  const delay = (throttledAttempts: number) => {
    const decision = decideRetry(facts({ failure: 'throttled', throttledAttempts, jitter: 0.99 }));
    return decision.kind === 'pause_connection' ? decision.delayMs : 0;
  };
  assert.ok(delay(1) < delay(4) && delay(4) < delay(8) && delay(50) <= 300_000);
});

test('nothing waits for ever: a call throttled for a week is set aside', () => {
  const throttled = facts({ failure: 'throttled', sinceFirstAttemptMs: MAX_DEFERRAL_MS });
  assert.deepEqual(decideRetry(throttled), { kind: 'dead_letter', isHorizonSpent: true });
});

const ANY_FAILURE = fc.constantFrom<FailureKind>(
  'not_sent',
  'no_answer',
  'crashed',
  'unreadable',
  'partial',
  'accepted',
  'redirected',
  'refused',
  'unauthorized',
  'forbidden',
  'not_found',
  'request_timeout',
  'conflict',
  'precondition_failed',
  'unprocessable',
  'locked',
  'too_early',
  'throttled',
  'server_error',
  'not_implemented',
  'gateway_error',
  'unavailable',
  'other_server_error',
);
const ANY_FACTS = fc.record({
  operationClass: fc.constantFrom(...CLASSES),
  failure: ANY_FAILURE,
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  countedAttempts: fc.integer({ min: 1, max: 50 }),
  throttledAttempts: fc.integer({ min: 0, max: 50 }),
  sameFailureCount: fc.integer({ min: 1, max: 50 }),
  sinceFirstAttemptMs: fc.integer({ min: 0, max: 30 * 86_400_000 }),
  wasInDoubt: fc.boolean(),
  keyLifeMs: fc.integer({ min: 1_000, max: 40 * 86_400_000 }),
  replaysErrors: fc.boolean(),
  hasLookUp: fc.boolean(),
  hasStatusPoll: fc.boolean(),
  isNotAppliedStatus: fc.boolean(),
  wasReauthenticated: fc.boolean(),
  canReauthenticate: fc.boolean(),
  isCredentialStale: fc.boolean(),
  jitter: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

test('property: a naked write that may have been applied is never sent again', () => {
  const doubtful = new Set<FailureKind>([
    'no_answer',
    'crashed',
    'unreadable',
    'request_timeout',
    'server_error',
    'gateway_error',
    'unavailable',
    'other_server_error',
  ]);
  fc.assert(
    fc.property(ANY_FACTS, fc.constantFrom('retry', 'do_not_retry', undefined), (given, advice) => {
      const input = {
        ...given,
        operationClass: 'N' as const,
        isNotAppliedStatus: false,
        ...(advice === undefined ? {} : { advice }),
      };
      if (doubtful.has(input.failure)) assert.equal(decideRetry(input as RetryFacts).kind, 'unknown');
    }),
  );
});

test('property: no keyed write is retried beyond nine tenths of the life of its key', () => {
  fc.assert(
    fc.property(ANY_FACTS, (given) => {
      const input = { ...given, operationClass: 'K' as const };
      const decision = decideRetry(input);
      if (decision.kind !== 'retry' && decision.kind !== 'pause_connection') return;
      assert.ok(input.sinceFirstAttemptMs + decision.delayMs <= input.keyLifeMs * 0.9);
    }),
  );
});

test('property: every retry ends: after the schedule or a week nothing is tried again', () => {
  fc.assert(
    fc.property(ANY_FACTS, (given) => {
      const decision = decideRetry({ ...given, sinceFirstAttemptMs: MAX_DEFERRAL_MS + 1 });
      assert.notEqual(decision.kind, 'retry');
      assert.notEqual(decision.kind, 'pause_connection');
    }),
  );
});
