/**
 * Puts into effect what was decided about a call that did not simply succeed: notes the attempt and the step's progress,
 * pauses or marks the connection, and says in which state the run leaves its worker.
 */

import type { ConnectionBook } from '../connections/index.ts';
import type { ResponseVerdict } from '../connectors/index.ts';
import type { CallResult } from '../outbound/index.ts';
import type { AttemptMaker, CallContext } from './attempt-maker.ts';
import { type AttemptFacts, keptHeaders } from './attempt-record.ts';
import type { DatabaseClock } from './database-clock.ts';
import { decisionText, pollDecision } from './decision-text.ts';
import type { RUNS_ERRORS } from './errors.ts';
import { type Failure, POLL_LATE } from './failure.ts';
import { requestOf } from './planned-call.ts';
import { DEFAULT_SETTLE_MS, type LookDecision } from './reconcile-decision.ts';
import { type Decision, decideRetry, type RetryFacts } from './retry-decision.ts';
import { delayOf, outcomeOf, progressAfter, questionFacts, questionFailure, retryFacts } from './retry-facts.ts';
import { type RunState, type StepProgress, withoutDoubt } from './run.ts';
import { problemOf, stopped, type Turn } from './step-end.ts';

export interface FailureSettlerDeps {
  readonly connections: ConnectionBook;
  readonly attempts: AttemptMaker;
  readonly clock: DatabaseClock;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

export interface FailedAttempt {
  readonly facts: AttemptFacts;
  readonly result?: CallResult;
  readonly failure: Failure;
  readonly verdict?: ResponseVerdict;
}

/** Runs that wait for the same pause come back spread over this share of it, or over this time if that is more. */
const SPREAD_SHARE = 0.1;
const SPREAD_MS = 500;
const WITHDRAWN = 'outbound.call.withdrawn';
const EXCERPT_BYTES = 65_536;

export class FailureSettler {
  readonly #deps: FailureSettlerDeps;

  constructor(deps: FailureSettlerDeps) {
    this.#deps = deps;
  }

  /** A delay made a little longer at random, so that those who wait together do not return together. */
  spread(delayMs: number): number {
    return Math.round(delayMs + this.#deps.random() * Math.max(SPREAD_MS, delayMs * SPREAD_SHARE));
  }

  /** Settles a failed call by the decision table. */
  async settle(context: CallContext, unmasked: FailedAttempt): Promise<Turn> {
    const failed = {
      ...unmasked,
      failure: { ...unmasked.failure, message: maskedText(unmasked.failure.message, context) },
    };
    if (failed.failure.code === WITHDRAWN) return this.#giveBack(context, failed);
    const progress = progressAfter(context, failed.failure, failed.facts.startedAtMs);
    const decision = await this.#decide({ ...context, progress }, failed);
    this.#deps.attempts.end(context.frame, failed, {
      outcome: outcomeOf(decision),
      decision: { kind: decision.kind, text: decisionText(decision, failed.failure), ...delayOf(decision) },
      failure: failed.failure,
    });
    return this.#apply({ ...context, progress }, failed, decision);
  }

  /** The worker died between intent and record: whether the call was made, nobody here can know. */
  settleCrash(context: CallContext, number: number): Promise<Turn> {
    const { planned, frame, progress } = context;
    const { openIntent: _closed, ...rest } = progress;
    const facts: AttemptFacts = {
      place: planned.place,
      number,
      kind: 'call',
      operationClass: planned.operation.class,
      connection: planned.connection,
      request: requestOf(planned, frame, progress),
      startedAtMs: this.#deps.clock.nowMs(),
    };
    const failure = {
      kind: 'crashed',
      code: 'runs.attempt.crashed',
      message: 'the worker died while it was calling',
    } as const;
    return this.settle({ planned, frame, progress: { ...rest, attempts: number } }, { facts, failure });
  }

  /** A keyed write was perhaps sent so long ago that the vendor has forgotten the key. */
  settleForgottenKey(context: CallContext): Turn {
    const progress = { ...context.progress, isInDoubt: true };
    const failure = {
      kind: 'crashed',
      code: 'runs.attempt.crashed',
      message: 'the worker died longer ago than the key lives',
    } as const;
    return context.planned.operation.lookUp === undefined
      ? this.#unknown({ ...context, progress }, failure)
      : { kind: 'again', progress: { ...progress, phase: 'look_up' } };
  }

  /** Settles what a look-up said when it did not find exactly one record. */
  settleLook(context: CallContext, decision: Exclude<LookDecision, { kind: 'applied' }>, foundCount: number): Turn {
    const { planned, progress } = context;
    const operation = planned.operation.name;
    switch (decision.kind) {
      case 'send_again':
        return { kind: 'again', progress: { ...withoutDoubt(progress), phase: 'call', notFoundCount: 0 } };
      case 'look_again':
        return this.#wait(context, {
          code: 'runs.call.looking_up',
          reason: 'not found yet',
          dueInMs: decision.delayMs,
        });
      case 'duplicate':
        this.#noteStep(context, 'unknown');
        return end('unknown', 'runs.call.duplicate', context, { operation, count: foundCount });
      case 'dead_letter':
        this.#noteStep(context, 'failed');
        return end('dead_lettered', 'runs.call.gave_up', context, {
          operation,
          reason: 'it was not found at the vendor',
        });
    }
  }

  /** A look-up or status poll that failed is asked again like any read; the doubt it should settle stays. */
  async settleQuestion(context: CallContext, asked: { facts: AttemptFacts; result: CallResult }): Promise<Turn> {
    const questionFailures = context.progress.questionFailures + 1;
    const failure = questionFailure(asked.result);
    const isRefused = failure.kind === 'unauthorized';
    const wasReauthenticated = context.progress.wasReauthenticated && isRefused;
    const progress = { ...context.progress, questionFailures, wasReauthenticated };
    const credential = isRefused ? await this.#newCredential(context) : {};
    const now = { nowMs: this.#deps.clock.nowMs(), jitter: this.#deps.random() };
    const facts = questionFacts({ ...context, progress }, { ...asked, failure }, now);
    const decision = decideRetry({ ...facts, ...credential });
    const isAskedAgain = ['retry', 'pause_connection', 'reauthenticate'].includes(decision.kind);
    this.#deps.attempts.end(context.frame, asked, {
      outcome: isAskedAgain ? 'deferred' : 'failed',
      decision: { kind: decision.kind, text: decisionText(decision, failure), ...delayOf(decision) },
      failure,
    });
    if (decision.kind === 'hold') return this.#hold({ ...context, progress }, failure);
    if (decision.kind === 'reauthenticate') return this.#reauthenticate({ ...context, progress }, decision);
    if (decision.kind !== 'retry' && decision.kind !== 'pause_connection')
      return this.#unknown({ ...context, progress }, failure);
    if (decision.kind === 'pause_connection')
      await this.#deps.connections.pause(context.planned.connection, decision.delayMs);
    return this.#wait(
      { ...context, progress },
      { code: 'runs.call.looking_up', reason: failure.message, dueInMs: decision.delayMs },
    );
  }

  /** The accepted work is not finished, was refused, or takes longer than the vendor ever said. */
  settlePoll(
    context: CallContext,
    asked: {
      facts: AttemptFacts;
      result: CallResult;
      verdict: { kind: 'pending' } | Exclude<ResponseVerdict, { kind: 'ok' | 'unreadable' }>;
    },
  ): Turn {
    const { planned, frame, progress } = context;
    const { statusPoll, name } = planned.operation;
    const waitedMs = this.#deps.clock.nowMs() - (progress.accepted?.atMs ?? 0);
    const isPending = asked.verdict.kind === 'pending';
    const isLate = isPending && waitedMs > (statusPoll?.deadlineMs ?? 0);
    this.#deps.attempts.end(frame, asked, {
      outcome: isPending ? 'deferred' : 'failed',
      decision: pollDecision(isPending, isLate),
    });
    if (isLate) return this.#unknown(context, POLL_LATE);
    if (isPending) {
      return this.#wait(context, { code: 'runs.call.polling', reason: '', dueInMs: statusPoll?.everyMs ?? 0 });
    }
    this.#noteStep(context, 'failed');
    const words = asked.verdict.kind === 'refused' ? asked.verdict.message : 'some items were refused';
    const reason = maskedText(words, context);
    return end('dead_lettered', 'runs.call.failed', context, { operation: name, reason });
  }

  /** The lease was about to end, so nothing was sent: the run goes back as it was. */
  #giveBack(context: CallContext, failed: FailedAttempt): Turn {
    const decision = { kind: 'withdraw', text: 'the lease was ending, so nothing was sent; the run goes on elsewhere' };
    this.#deps.attempts.end(context.frame, failed, { outcome: 'deferred', decision, failure: failed.failure });
    this.#noteStep(context, 'waiting');
    return { kind: 'end', end: { kind: 'stopped', next: { state: 'queued', dueInMs: 0 } } };
  }

  async #decide(context: CallContext, failed: FailedAttempt): Promise<Decision> {
    const facts = retryFacts(context, failed, { nowMs: this.#deps.clock.nowMs(), jitter: this.#deps.random() });
    if (failed.failure.kind !== 'unauthorized') return decideRetry(facts);
    return decideRetry({ ...facts, ...(await this.#newCredential(context)) });
  }

  /**
   * Somebody may have replaced the credential since this worker opened it; a token is renewed now (F69). One that cannot
   * be renewed just now is no reason to bother a person: the run waits for it.
   */
  async #newCredential(context: CallContext): Promise<Pick<RetryFacts, 'canReauthenticate' | 'isCredentialStale'>> {
    const used = context.planned.connection;
    const { connection: fresh, wasStale } = await this.#deps.connections.renewAfterRefusal(used);
    return {
      canReauthenticate: fresh.credentialMark !== used.credentialMark,
      isCredentialStale: wasStale || fresh.readiness.kind === 'renewing',
    };
  }

  #reauthenticate(context: CallContext, { isCounted }: { readonly isCounted: boolean }): Turn {
    const wasReauthenticated = isCounted || context.progress.wasReauthenticated;
    return this.#queueAgain({ ...context, progress: { ...context.progress, wasReauthenticated } });
  }

  async #apply(context: CallContext, failed: FailedAttempt, decision: Decision): Promise<Turn> {
    const { failure } = failed;
    const { operation, connection } = context.planned;
    switch (decision.kind) {
      case 'retry':
        return this.#wait(context, { code: 'runs.call.waiting', reason: failure.message, dueInMs: decision.delayMs });
      case 'pause_connection':
        await this.#deps.connections.pause(connection, decision.delayMs);
        return this.#wait(context, { code: 'runs.call.waiting', reason: failure.message, dueInMs: decision.delayMs });
      case 'reauthenticate':
        return this.#reauthenticate(context, decision);
      case 'hold':
        return this.#hold(context, failure);
      case 'reread':
        context.frame.journal.forgetReads(context.frame.itemKey);
        return this.#queueAgain(context);
      case 'retry_failed_items':
        return this.#waitForItems(context, failed, decision.delayMs);
      case 'poll_status':
        return this.#beginPoll(context, failed);
      case 'reconcile':
        return this.#reconcile(context, failure);
      case 'unknown':
        return this.#unknown(context, failure);
      case 'done':
        context.frame.journal.noteStep({
          ...context.planned.place,
          state: 'succeeded',
          input: context.planned.input,
          output: null,
        });
        return { kind: 'end', end: { kind: 'done', output: null } };
      case 'dead_letter': {
        this.#noteStep(context, 'failed');
        const code = decision.isHorizonSpent ? 'runs.call.gave_up' : 'runs.call.failed';
        return end('dead_lettered', code, context, { operation: operation.name, reason: failure.message });
      }
    }
  }

  #wait(context: CallContext, wait: { code: keyof typeof RUNS_ERRORS; reason: string; dueInMs: number }): Turn {
    this.#noteStep(context, 'waiting');
    const operation = context.planned.operation.name;
    const problem = problemOf(wait.code, context.planned.place, { operation, reason: wait.reason });
    return { kind: 'end', end: stopped('waiting', problem, { dueInMs: wait.dueInMs }) };
  }

  #queueAgain(context: CallContext): Turn {
    this.#noteStep(context, 'waiting');
    return { kind: 'end', end: { kind: 'stopped', next: { state: 'queued', dueInMs: 0 } } };
  }

  async #hold(context: CallContext, failure: Failure): Promise<Turn> {
    const { connection, place } = context.planned;
    await this.#deps.connections.markNeedsReconnect(connection, failure.message);
    this.#noteStep(context, 'waiting');
    const problem = problemOf('runs.connection.held', place, { connection: connection.name, reason: failure.message });
    return { kind: 'end', end: stopped('held', problem, { heldConnectionId: connection.id }) };
  }

  #reconcile(context: CallContext, failure: Failure): Turn {
    const { lookUp } = context.planned.operation;
    // Our one reference cannot tell the items of a list apart, so a look-up would answer another question.
    if (lookUp === undefined || failure.kind === 'partial') return this.#unknown(context, failure);
    const progress: StepProgress = { ...context.progress, phase: 'look_up', notFoundCount: 0, questionFailures: 0 };
    const dueInMs = lookUp.settleMs ?? DEFAULT_SETTLE_MS;
    return this.#wait({ ...context, progress }, { code: 'runs.call.looking_up', reason: failure.message, dueInMs });
  }

  #unknown(context: CallContext, failure: Failure): Turn {
    this.#noteStep(context, 'unknown');
    return end('unknown', 'runs.call.unknown', context, {
      operation: context.planned.operation.name,
      reason: failure.message,
    });
  }

  #beginPoll(context: CallContext, failed: FailedAttempt): Turn {
    const { result } = failed;
    const answer = result?.kind === 'answered' ? result.answer : undefined;
    const { connection, operation } = context.planned;
    // Masked as a whole: a secret that is cut in two is not recognised.
    const body = connection.redact(answer?.body ?? new Uint8Array()).subarray(0, EXCERPT_BYTES);
    const accepted = {
      headers: keptHeaders(answer?.headers ?? {}, connection),
      body: new TextDecoder().decode(body),
      atMs: this.#deps.clock.nowMs(),
    };
    const progress: StepProgress = { ...context.progress, phase: 'status_poll', accepted };
    const dueInMs = operation.statusPoll?.everyMs ?? 0;
    return this.#wait({ ...context, progress }, { code: 'runs.call.polling', reason: '', dueInMs });
  }

  /** Only what was refused goes out again, under a key of its own: the applied items are not sent twice. */
  #waitForItems(context: CallContext, failed: FailedAttempt, delayMs: number): Turn {
    const { progress, planned } = context;
    if (failed.verdict?.kind !== 'partial' || planned.operation.itemsField === undefined)
      return this.#unknown(context, failed.failure);
    const { output, failed: refused } = failed.verdict;
    const open = refused.map((item) => progress.items?.open[item.position] ?? item.position);
    const items = { open, outputs: [...(progress.items?.outputs ?? []), ...output] };
    const next: StepProgress = { ...progress, items, subKey: progress.subKey + 1, isInDoubt: false };
    return this.#wait(
      { ...context, progress: next },
      { code: 'runs.call.waiting', reason: failed.failure.message, dueInMs: delayMs },
    );
  }

  #noteStep(context: CallContext, state: 'waiting' | 'unknown' | 'failed'): void {
    const { planned, frame, progress } = context;
    frame.journal.noteStep({ ...planned.place, state, input: planned.input, progress });
  }
}

const MESSAGE_CHARACTERS = 400;

/** A vendor may repeat the credential in its complaint; it is masked before the text is cut. */
function maskedText(text: string, { planned }: CallContext): string {
  return planned.connection.redact(text).slice(0, MESSAGE_CHARACTERS);
}

function end(
  state: RunState,
  code: keyof typeof RUNS_ERRORS,
  context: CallContext,
  words: Readonly<Record<string, string | number>>,
): Turn {
  return { kind: 'end', end: stopped(state, problemOf(code, context.planned.place, words)) };
}
