/** Gathers the facts of a failed attempt for the decision, and turns the decision into what is remembered. */
import { type CallResult, parseRetryAfter } from '../outbound/index.ts';
import type { CallContext } from './attempt-maker.ts';
import type { AttemptFacts } from './attempt-record.ts';
import { type Failure, failureOfStatus } from './failure.ts';
import { type Decision, isInDoubt, type RetryFacts } from './retry-decision.ts';
import type { AttemptOutcome, StepProgress } from './run.ts';

/** The step's progress with one failed attempt more. */
export function progressAfter(context: CallContext, failure: Failure, startedAtMs: number): StepProgress {
  const { progress, planned } = context;
  const isThrottle = failure.kind === 'throttled';
  const isSame = progress.lastFailure === failure.kind;
  const isDoubt = planned.operation.class !== 'R' && isInDoubt(failure.kind, isNotApplied(context, failure));
  return {
    ...progress,
    counted: progress.counted + (isThrottle ? 0 : 1),
    throttled: progress.throttled + (isThrottle ? 1 : 0),
    lastFailure: failure.kind,
    // Another refusal than the one before: by then the token that was renewed may have aged again.
    wasReauthenticated: progress.wasReauthenticated && failure.kind === 'unauthorized',
    sameFailureCount: isSame ? progress.sameFailureCount + 1 : 1,
    isInDoubt: progress.isInDoubt || isDoubt,
    ...(isDoubt && progress.doubtSinceMs === undefined ? { doubtSinceMs: startedAtMs } : {}),
  };
}

function isNotApplied(context: CallContext, failure: Failure): boolean {
  return failure.status !== undefined && (context.planned.operation.notAppliedStatuses ?? []).includes(failure.status);
}

/** Everything `decideRetry` wants to know of this attempt; what there is of a new credential is for the caller to find out. */
export function retryFacts(
  context: CallContext,
  failed: { facts: AttemptFacts; result?: CallResult; failure: Failure },
  now: { nowMs: number; jitter: number },
): RetryFacts {
  const { planned, progress } = context;
  const { operation, connection } = planned;
  const answer = failed.result?.kind === 'answered' ? failed.result.answer : undefined;
  const retryAfterMs = parseRetryAfter(answer?.headers['retry-after'], answer?.headers.date, now.nowMs);
  const advice = answer === undefined ? undefined : connection.definition.retryAdvice?.(answer);
  return {
    operationClass: operation.class,
    failure: failed.failure.kind,
    method: failed.facts.request.method,
    countedAttempts: progress.counted,
    throttledAttempts: progress.throttled,
    sameFailureCount: progress.sameFailureCount,
    sinceFirstAttemptMs: now.nowMs - progress.firstAttemptAtMs,
    wasInDoubt: progress.isInDoubt,
    replaysErrors: operation.idempotency?.replaysErrors ?? false,
    hasLookUp: operation.lookUp !== undefined,
    hasStatusPoll: operation.statusPoll !== undefined,
    isNotAppliedStatus: isNotApplied(context, failed.failure),
    wasReauthenticated: progress.wasReauthenticated,
    canReauthenticate: false,
    isCredentialStale: false,
    jitter: now.jitter,
    ...(operation.idempotency === undefined ? {} : { keyLifeMs: operation.idempotency.keyLifeMs }),
    ...(operation.readAfterWriteMs === undefined ? {} : { readAfterWriteMs: operation.readAfterWriteMs }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(advice === undefined ? {} : { advice }),
  };
}

const OUTCOMES: Readonly<Record<Exclude<Decision['kind'], 'retry'>, AttemptOutcome>> = {
  pause_connection: 'deferred',
  reauthenticate: 'failed',
  hold: 'deferred',
  reread: 'failed',
  retry_failed_items: 'failed',
  poll_status: 'deferred',
  reconcile: 'unknown',
  unknown: 'unknown',
  done: 'succeeded',
  dead_letter: 'failed',
};

/** How the attempt is remembered, after what was decided about it. */
export function outcomeOf(decision: Decision): AttemptOutcome {
  if (decision.kind === 'retry') return decision.isCounted ? 'failed' : 'deferred';
  return OUTCOMES[decision.kind];
}

/** The delay of a decision that has one. */
export function delayOf(decision: Decision): { delayMs?: number } {
  return 'delayMs' in decision ? { delayMs: decision.delayMs } : {};
}

/** Why a look-up or status poll gave no answer. */
export function questionFailure(result: CallResult): Failure {
  if (result.kind !== 'answered') return { kind: result.kind, code: result.code, message: result.message };
  const { status } = result.answer;
  const isSuccess = status >= 200 && status < 300;
  const message = isSuccess ? 'the answer could not be read' : `the vendor answered ${status}`;
  return { kind: isSuccess ? 'unreadable' : failureOfStatus(status), code: 'runs.question.failed', message, status };
}

/** As `retryFacts`, of a question: it does no harm however often it is asked, so only the whole schedule bounds it. */
export function questionFacts(
  context: CallContext,
  asked: { facts: AttemptFacts; result: CallResult; failure: Failure },
  now: { nowMs: number; jitter: number },
): RetryFacts {
  const { questionFailures } = context.progress;
  const facts = retryFacts(context, asked, now);
  return { ...facts, operationClass: 'R', countedAttempts: questionFailures, sameFailureCount: 1 };
}
