/**
 * Where it is decided that a call is retried, and where that it is not.
 *
 * `TABLE` answers: given what went wrong and the class of the operation, what may be done? Its rows are the failures,
 * its columns the classes R, I, K, L, N. `decideRetry` then adds what only this attempt knows: how often it was tried,
 * how long the vendor remembers the key, what the vendor itself said. Nothing else in Holdfast retries a call.
 */
import type { OperationClass } from '../connectors/index.ts';
import { backoffMs, SLOW_DELAYS_MS, throttleDelayMs } from './backoff.ts';

/** What can become of an attempt that did not simply succeed; `classifyFailure` finds it. */
export type FailureKind =
  | 'not_sent'
  | 'forbidden_by_us'
  | 'no_answer'
  | 'crashed'
  | 'unreadable'
  | 'too_large'
  | 'partial'
  | 'accepted'
  | 'redirected'
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'request_timeout'
  | 'conflict'
  | 'precondition_failed'
  | 'unprocessable'
  | 'locked'
  | 'too_early'
  | 'throttled'
  | 'server_error'
  | 'not_implemented'
  | 'gateway_error'
  | 'unavailable'
  | 'other_server_error';

type Action =
  | 'retry'
  | 'retry_few'
  | 'retry_twice'
  | 'resend_once'
  | 'reread_once'
  | 'retry_key_in_progress'
  | 'retry_after_pause'
  | 'retry_failed_items'
  | 'reconcile'
  | 'unknown'
  | 'poll_status'
  | 'reauthenticate'
  | 'read_lag_or_dead_letter'
  | 'done_if_delete'
  | 'dead_letter';

/**
 * Rows: the failure. Columns: R read, I idempotent, K keyed, L look-up-able, N naked.
 * `retry` repeats the same request with the same key; `reconcile` asks the vendor whether it happened; `unknown` asks a
 * person. RFC 9110, 9.2.2: a write that is not idempotent is not repeated unless it is known not to have been applied.
 */
const TABLE: Readonly<Record<FailureKind, Readonly<Record<OperationClass, Action>>>> = {
  not_sent: row('retry', 'retry', 'retry', 'retry', 'retry'),
  // Our own rules refuse the call (egress, origin, an impossible request): they will refuse it again.
  forbidden_by_us: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  no_answer: row('retry', 'retry', 'retry', 'reconcile', 'unknown'),
  crashed: row('retry', 'retry', 'retry', 'reconcile', 'unknown'),
  unreadable: row('retry_twice', 'resend_once', 'retry', 'reconcile', 'unknown'),
  // Success was stated, and a repeat would only bring the same flood of an answer.
  too_large: row('dead_letter', 'dead_letter', 'reconcile', 'reconcile', 'unknown'),
  partial: row('retry_failed_items', 'retry_failed_items', 'retry_failed_items', 'reconcile', 'dead_letter'),
  accepted: row('poll_status', 'poll_status', 'poll_status', 'poll_status', 'poll_status'),
  redirected: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  refused: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  unauthorized: row('reauthenticate', 'reauthenticate', 'reauthenticate', 'reauthenticate', 'reauthenticate'),
  forbidden: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  not_found: row('read_lag_or_dead_letter', 'done_if_delete', 'dead_letter', 'dead_letter', 'dead_letter'),
  request_timeout: row('retry', 'retry', 'retry', 'reconcile', 'unknown'),
  conflict: row('reread_once', 'reread_once', 'retry_key_in_progress', 'reconcile', 'dead_letter'),
  precondition_failed: row('dead_letter', 'reread_once', 'dead_letter', 'dead_letter', 'dead_letter'),
  unprocessable: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  locked: row('retry_few', 'retry_few', 'retry_few', 'retry_few', 'dead_letter'),
  too_early: row('retry', 'retry', 'retry', 'retry', 'retry'),
  throttled: row(
    'retry_after_pause',
    'retry_after_pause',
    'retry_after_pause',
    'retry_after_pause',
    'retry_after_pause',
  ),
  server_error: row('retry_few', 'retry', 'retry', 'reconcile', 'unknown'),
  not_implemented: row('dead_letter', 'dead_letter', 'dead_letter', 'dead_letter', 'dead_letter'),
  gateway_error: row('retry', 'retry', 'retry', 'reconcile', 'unknown'),
  unavailable: row('retry_after_pause', 'retry_after_pause', 'retry_after_pause', 'reconcile', 'unknown'),
  other_server_error: row('retry_few', 'retry_few', 'retry_few', 'reconcile', 'unknown'),
};

/** Failures that leave open whether the write was applied. */
const IN_DOUBT: ReadonlySet<FailureKind> = new Set([
  'no_answer',
  'crashed',
  'unreadable',
  'too_large',
  'request_timeout',
  'server_error',
  'gateway_error',
  'unavailable',
  'other_server_error',
]);

/** "Retry, few" of the table. */
export const FEW_ATTEMPTS = 5;
/** A throttled or paused call is not counted as a failure, but not for ever either. */
export const MAX_DEFERRAL_MS = 7 * 86_400_000;
/** Retries of a keyed write end when this share of the key's life is over. */
export const KEY_LIFE_SHARE = 0.9;
/** How often the same saved 500 is taken from a vendor that replays errors before we ask whether it happened. */
const REPLAYED_ERRORS_BEFORE_LOOK = 2;

export interface RetryFacts {
  readonly operationClass: OperationClass;
  readonly failure: FailureKind;
  readonly method: string;
  /** Attempts of this step that count, this one included; throttled ones do not. */
  readonly countedAttempts: number;
  readonly throttledAttempts: number;
  /** Attempts that ended as this same failure, this one included. */
  readonly sameFailureCount: number;
  /** Since the step first tried to send; bounds everything. */
  readonly sinceFirstAttemptMs: number;
  /** An earlier attempt may have been applied. */
  readonly wasInDoubt: boolean;
  readonly keyLifeMs?: number;
  readonly replaysErrors: boolean;
  readonly hasLookUp: boolean;
  readonly hasStatusPoll: boolean;
  readonly isNotAppliedStatus: boolean;
  readonly readAfterWriteMs?: number;
  readonly wasReauthenticated: boolean;
  /** The credential can be renewed without a person. */
  readonly canReauthenticate: boolean;
  /** The call carried one that had been replaced meanwhile, so that its refusal says nothing about the present one. */
  readonly isCredentialStale: boolean;
  readonly retryAfterMs?: number;
  readonly advice?: 'retry' | 'do_not_retry';
  /** A random number in [0, 1), drawn by the caller so that the decision stays a function of its facts. */
  readonly jitter: number;
}

export type Decision =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly isCounted: boolean }
  /** As retry, and every other run of the connection waits as well. */
  | { readonly kind: 'pause_connection'; readonly delayMs: number; readonly isCounted: boolean }
  /** `isCounted`: with a credential renewed for this refusal, which is done once. */
  | { readonly kind: 'reauthenticate'; readonly isCounted: boolean }
  /** The connection needs a person; its runs are kept until then. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'reread' }
  | { readonly kind: 'retry_failed_items'; readonly delayMs: number }
  | { readonly kind: 'poll_status' }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'unknown' }
  /** What was asked for is the case already (DELETE of what is gone). */
  | { readonly kind: 'done' }
  | { readonly kind: 'dead_letter'; readonly isHorizonSpent: boolean };

/** Decides what becomes of a call that did not succeed. Pure: the same facts give the same decision. */
export function decideRetry(facts: RetryFacts): Decision {
  const advised = decideByAdvice(facts);
  if (advised !== undefined) return advised;
  if (facts.isNotAppliedStatus && IN_DOUBT.has(facts.failure)) return retryOr(facts, Number.POSITIVE_INFINITY);
  return ACTIONS[TABLE[facts.failure][facts.operationClass]](facts);
}

/** True when the attempt may have been applied although nobody said so; the doubt stays until it is settled. */
export function isInDoubt(failure: FailureKind, isNotAppliedStatus: boolean): boolean {
  return IN_DOUBT.has(failure) && !isNotAppliedStatus;
}

const DEAD: Decision = { kind: 'dead_letter', isHorizonSpent: false };

const ACTIONS: Readonly<Record<Action, (facts: RetryFacts) => Decision>> = {
  retry: (facts) => retryOr(facts, Number.POSITIVE_INFINITY),
  retry_few: (facts) => retryOr(facts, FEW_ATTEMPTS),
  retry_twice: (facts) => (facts.sameFailureCount > 2 ? DEAD : retryOr(facts, Number.POSITIVE_INFINITY)),
  resend_once: (facts) => {
    if (facts.hasLookUp) return { kind: 'reconcile' };
    return facts.sameFailureCount > 1 ? DEAD : retryOr(facts, Number.POSITIVE_INFINITY);
  },
  reread_once: (facts) => (facts.sameFailureCount > 1 ? DEAD : { kind: 'reread' }),
  retry_key_in_progress: (facts) => retryOr(facts, FEW_ATTEMPTS),
  retry_after_pause: decidePause,
  retry_failed_items: (facts) =>
    facts.countedAttempts >= FEW_ATTEMPTS
      ? DEAD
      : { kind: 'retry_failed_items', delayMs: backoffMs(facts.countedAttempts, facts.jitter) },
  reconcile: () => ({ kind: 'reconcile' }),
  unknown: () => ({ kind: 'unknown' }),
  poll_status: (facts) => (facts.hasStatusPoll ? { kind: 'poll_status' } : { kind: 'done' }),
  reauthenticate: (facts) => {
    if (facts.isCredentialStale) return { kind: 'reauthenticate', isCounted: false };
    const mayTry = facts.canReauthenticate && !facts.wasReauthenticated;
    return mayTry ? { kind: 'reauthenticate', isCounted: true } : { kind: 'hold' };
  },
  read_lag_or_dead_letter: (facts) =>
    facts.sinceFirstAttemptMs < (facts.readAfterWriteMs ?? 0) ? retryOr(facts, Number.POSITIVE_INFINITY) : DEAD,
  done_if_delete: (facts) => (facts.method === 'DELETE' ? { kind: 'done' } : DEAD),
  dead_letter: () => DEAD,
};

/** The vendor's own word goes before the table, except that a naked write is never repeated on hearsay. */
function decideByAdvice(facts: RetryFacts): Decision | undefined {
  // A refused credential is settled by renewing it, whatever the vendor thinks of repeating the call as it is.
  if (facts.failure === 'unauthorized') return undefined;
  if (facts.advice === 'do_not_retry') return isUndecidedWrite(facts) ? undefined : DEAD;
  if (facts.advice === 'retry' && facts.operationClass !== 'N') return retryOr(facts, Number.POSITIVE_INFINITY);
  return undefined;
}

/** "Do not retry" about a write whose outcome is open does not say that it failed: it still has to be settled. */
function isUndecidedWrite(facts: RetryFacts): boolean {
  return facts.operationClass !== 'R' && IN_DOUBT.has(facts.failure);
}

function decidePause(facts: RetryFacts): Decision {
  const isCounted = facts.failure !== 'throttled';
  if (facts.retryAfterMs === undefined && isCounted) return retryOr(facts, Number.POSITIVE_INFINITY);
  const delayMs = throttleDelayMs(facts.retryAfterMs, facts.throttledAttempts, facts.jitter);
  if (facts.sinceFirstAttemptMs + delayMs > horizonMs(facts)) return decideAfterHorizon(facts);
  return { kind: 'pause_connection', delayMs, isCounted };
}

function retryOr(facts: RetryFacts, maxAttempts: number): Decision {
  if (isReplayedError(facts)) return decideAfterHorizon(facts);
  const isScheduleSpent = facts.countedAttempts > FAST_AND_SLOW_ATTEMPTS || facts.countedAttempts >= maxAttempts;
  const delayMs = Math.max(facts.retryAfterMs ?? 0, backoffMs(facts.countedAttempts, facts.jitter));
  const isTooLate = facts.sinceFirstAttemptMs + delayMs > horizonMs(facts);
  if (isScheduleSpent || isTooLate) return decideAfterHorizon(facts);
  return { kind: 'retry', delayMs, isCounted: true };
}

/** A vendor that saves its 500 answers it for ever: repeating tells nothing, looking does. */
function isReplayedError(facts: RetryFacts): boolean {
  return (
    facts.replaysErrors && facts.failure === 'server_error' && facts.sameFailureCount > REPLAYED_ERRORS_BEFORE_LOOK
  );
}

const FAST_AND_SLOW_ATTEMPTS = 3 + SLOW_DELAYS_MS.length;

function horizonMs(facts: RetryFacts): number {
  if (facts.operationClass !== 'K' || facts.keyLifeMs === undefined) return MAX_DEFERRAL_MS;
  return Math.min(MAX_DEFERRAL_MS, facts.keyLifeMs * KEY_LIFE_SHARE);
}

/** No more tries. What may have been applied is settled, by look-up or by a person; the rest is a dead letter. */
function decideAfterHorizon(facts: RetryFacts): Decision {
  const isDoubtful = facts.wasInDoubt || isInDoubt(facts.failure, facts.isNotAppliedStatus);
  const isWrite = facts.operationClass === 'K' || facts.operationClass === 'L' || facts.operationClass === 'N';
  if (!isWrite || !isDoubtful) return { kind: 'dead_letter', isHorizonSpent: true };
  return facts.hasLookUp ? { kind: 'reconcile' } : { kind: 'unknown' };
}

function row(r: Action, i: Action, k: Action, l: Action, n: Action): Readonly<Record<OperationClass, Action>> {
  return { R: r, I: i, K: k, L: l, N: n };
}
