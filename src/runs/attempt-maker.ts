/**
 * Makes one attempt: stores what must be stored before the first byte, sends, and gives back what came of it. It decides
 * nothing about what follows.
 */
import type { Log } from '../foundation/index.ts';
import type { CallPhase, CallResult, EncodedRequest, HttpSender } from '../outbound/index.ts';
import { type AttemptEnd, type AttemptFacts, endedRecord, intentRecord } from './attempt-record.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { PlannedCall } from './planned-call.ts';
import type { AttemptKind, StepProgress } from './run.ts';
import type { RunFrame } from './run-frame.ts';
import { LOST, type Turn } from './step-end.ts';

/** Moments of an attempt, for tests that end the process at each of them and for traces. */
export type AttemptPhase = 'before_intent' | 'after_intent' | CallPhase | 'before_record';

export type AttemptObserver = (
  phase: AttemptPhase,
  place: { readonly runId: string; readonly stepKey: string; readonly operationClass: string },
) => void;

export interface AttemptMakerDeps {
  readonly sender: HttpSender;
  readonly clock: DatabaseClock;
  readonly log: Log;
  readonly observe?: AttemptObserver;
}

/** One call step in the middle of its work. */
export interface CallContext {
  readonly planned: PlannedCall;
  readonly frame: RunFrame;
  readonly progress: StepProgress;
}

export type Attempted =
  | {
      readonly kind: 'made';
      readonly facts: AttemptFacts;
      readonly result: CallResult;
      readonly progress: StepProgress;
    }
  /** The lease was lost before anything was sent. */
  | { readonly kind: 'lost' }
  /** An operator cancelled the run before anything was sent. */
  | { readonly kind: 'cancelled' };

export class AttemptMaker {
  readonly #deps: AttemptMakerDeps;

  constructor(deps: AttemptMakerDeps) {
    this.#deps = deps;
  }

  /** Sends `request` as the next attempt of the step. Look-ups and status polls are reads and need no intent. */
  async make(context: CallContext, kind: AttemptKind, request: EncodedRequest & { key: string }): Promise<Attempted> {
    const { planned, frame } = context;
    const { operation, connection, place } = planned;
    const progress = { ...context.progress, attempts: context.progress.attempts + 1 };
    const operationClass = kind === 'call' ? operation.class : 'R';
    const facts: AttemptFacts = {
      place,
      number: progress.attempts,
      kind,
      operationClass,
      connection,
      request,
      startedAtMs: this.#deps.clock.nowMs(),
    };
    const observe = (phase: AttemptPhase) => {
      if (phase === 'sent') frame.run.onSent?.();
      this.#deps.observe?.(phase, { runId: frame.run.id, stepKey: place.stepKey, operationClass });
    };
    observe('before_intent');
    const stored = await storeBeforeSending({ ...context, progress }, facts);
    if (stored !== 'stored') return { kind: stored };
    observe('after_intent');
    const result = await this.#deps.sender.send({
      request,
      origins: connection.origins,
      credential: connection.attachment,
      isWrite: operationClass !== 'R',
      freshConnection: needsIntent(operationClass),
      ...(operation.totalTimeoutMs === undefined ? {} : { totalTimeoutMs: operation.totalTimeoutMs }),
      mayStillSend: () => frame.guard.isSafe(),
      onPhase: observe,
    });
    observe('before_record');
    return { kind: 'made', facts, result, progress };
  }

  /** Notes the attempt's end in the journal and writes its one wide log line. */
  end(frame: RunFrame, attempted: { facts: AttemptFacts; result?: CallResult }, end: AttemptEnd): void {
    const { facts, result } = attempted;
    frame.journal.noteAttempt(endedRecord(facts, result, end));
    this.#deps.log.info('attempt.ended', {
      runId: frame.run.id,
      workspaceId: frame.run.workspaceId,
      ...facts.place,
      connection: facts.connection.name,
      attempt: facts.number,
      kind: facts.kind,
      class: facts.operationClass,
      outcome: end.outcome,
      ...(result?.kind === 'answered' ? { status: result.answer.status } : {}),
      ...(end.failure === undefined ? {} : { failure: end.failure.kind }),
      decision: end.decision.kind,
      ...(end.decision.delayMs === undefined ? {} : { delayMs: end.decision.delayMs }),
      durationMs: Math.round(result?.durationMs ?? 0),
    });
  }
}

/** Classes whose write cannot simply be sent again after a crash, so that the intent has to be known beforehand. */
function needsIntent(operationClass: string): boolean {
  return operationClass === 'L' || operationClass === 'N';
}

/**
 * The write-ahead intent. It is committed together with everything the run has done so far; for R, I and K that alone is
 * stored, and only when there is something.
 */
async function storeBeforeSending(context: CallContext, facts: AttemptFacts): Promise<'stored' | 'lost' | 'cancelled'> {
  const { frame, planned, progress } = context;
  const isIntent = needsIntent(facts.operationClass);
  if (!isIntent && !frame.journal.hasPending) return 'stored';
  if (isIntent) {
    frame.journal.noteAttempt(intentRecord(facts));
    frame.journal.noteStep({
      ...planned.place,
      state: 'waiting',
      input: planned.input,
      progress: { ...progress, openIntent: facts.number },
    });
  }
  const flushed = await frame.journal.flush();
  if (flushed !== 'cancel_requested') return flushed;
  if (isIntent) {
    const decision = { kind: 'cancelled', text: 'cancelled before it was sent' };
    frame.journal.noteAttempt(endedRecord(facts, undefined, { outcome: 'deferred', decision }));
    frame.journal.noteStep({ ...planned.place, state: 'waiting', input: planned.input, progress });
  }
  return 'cancelled';
}

/** Why a step stops whose attempt was not made. */
export function endOfUnmade(kind: 'lost' | 'cancelled'): Turn {
  return { kind: 'end', end: kind === 'lost' ? LOST : { kind: 'stopped', next: { state: 'cancelled' } } };
}
