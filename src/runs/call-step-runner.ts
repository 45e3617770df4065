/**
 * Runs one call step to its end for now: plans the call, makes attempts, looks up, polls. What follows a failure is
 * decided in `retry-decision.ts` and `reconcile-decision.ts`, and put into effect in `failure-settler.ts`.
 */

import type { ConnectionBook, OpenConnection } from '../connections/index.ts';
import { judgeAnswer } from '../connectors/index.ts';
import {
  assert,
  type JsonValue,
  NumericText,
  parseJson,
  type Secret,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { type CompiledCallStep, valueAt } from '../language/index.ts';
import { type AttemptMaker, type CallContext, endOfUnmade } from './attempt-maker.ts';
import type { DatabaseClock } from './database-clock.ts';
import { judgeCall } from './failure.ts';
import type { FailureSettler } from './failure-settler.ts';
import type { LinkKey } from './link.store.ts';
import { type PlannedCall, planCall, requestOf } from './planned-call.ts';
import type { QuestionAsker } from './question-asker.ts';
import { KEY_LIFE_SHARE } from './retry-decision.ts';
import { initialProgress, type StepProgress } from './run.ts';
import type { RunFrame } from './run-frame.ts';
import { done, problemOf, type StepEnd, stopped, type Turn } from './step-end.ts';

/** Turns of one step in one go: look-up, re-send, and so on. More would be a loop. */
const MAX_TURNS = 8;

export interface CallStepRunnerDeps {
  readonly connections: ConnectionBook;
  readonly attempts: AttemptMaker;
  readonly questions: QuestionAsker;
  readonly failures: FailureSettler;
  readonly clock: DatabaseClock;
  readonly keySeed: (workspaceId: WorkspaceId) => Promise<Secret<string>>;
  readonly findLink: (key: LinkKey) => Promise<JsonValue | undefined>;
}

export class CallStepRunner {
  readonly #deps: CallStepRunnerDeps;

  constructor(deps: CallStepRunnerDeps) {
    this.#deps = deps;
  }

  /** Runs the step; mapping and contract faults are thrown as `AppError` of kind `invalid`, before anything is sent. */
  async run(step: CompiledCallStep, frame: RunFrame): Promise<StepEnd> {
    const { run } = frame;
    const connection = await this.#deps.connections.open(run.workspaceId, step.connection);
    const gate = this.#gate(connection, { stepKey: step.key, itemKey: frame.itemKey });
    if (gate !== undefined) return gate;
    const planned = await planCall(step, frame, {
      connection,
      keySeed: await this.#deps.keySeed(run.workspaceId),
      findLink: (sourceKey) =>
        this.#deps.findLink({ workspaceId: run.workspaceId, flowId: run.flowId, stepKey: step.key, sourceKey }),
    });
    let turn = await this.#begin(planned, frame);
    for (let count = 0; turn.kind === 'again'; count += 1) {
      assert(count < MAX_TURNS, `step ${step.key} takes no end`);
      turn = await this.#turn({ planned, frame, progress: turn.progress });
    }
    return turn.kind === 'succeeded' ? succeed(planned, frame, turn.output) : turn.end;
  }

  /** A connection that cannot be used now costs no attempt. */
  #gate(connection: OpenConnection, place: { stepKey: string; itemKey: string }): StepEnd | undefined {
    const context = { connection: connection.name };
    if (connection.state !== 'active') {
      const reason = connection.problem ?? 'it was revoked';
      const problem = problemOf('runs.connection.held', place, { ...context, reason });
      return stopped('held', problem, { heldConnectionId: connection.id });
    }
    const pauseMs = (connection.pausedUntil?.getTime() ?? 0) - this.#deps.clock.nowMs();
    if (pauseMs <= 0) return undefined;
    const dueInMs = this.#deps.failures.spread(pauseMs);
    return stopped('waiting', problemOf('runs.connection.paused', place, context), { dueInMs });
  }

  /** A worker that died in the middle of this step leaves a doubt, which is settled before anything is sent. */
  async #begin(planned: PlannedCall, frame: RunFrame): Promise<Turn> {
    const { stepKey, itemKey } = planned.place;
    const recorded = frame.journal.step(stepKey, itemKey)?.progress ?? initialProgress(this.#deps.clock.nowMs());
    const progress = withCrash(recorded, planned, frame.run.crashedAtMs);
    const context = { planned, frame, progress };
    if (progress.openIntent !== undefined) return this.#deps.failures.settleCrash(context, progress.openIntent);
    if (this.#isKeyForgotten(planned, progress)) return this.#deps.failures.settleForgottenKey(context);
    return { kind: 'again', progress };
  }

  /**
   * A keyed write needs no intent. But a doubt that is about as old as the key's life (a crash, a retry that waited while
   * Holdfast was down) must not be answered by sending again: the vendor would take it for a new write.
   */
  #isKeyForgotten(planned: PlannedCall, progress: StepProgress): boolean {
    const { idempotency } = planned.operation;
    const isUnprotected = planned.operation.class !== 'K' || idempotency === undefined || progress.phase !== 'call';
    if (isUnprotected || progress.doubtSinceMs === undefined) return false;
    return this.#deps.clock.nowMs() - progress.doubtSinceMs > idempotency.keyLifeMs * KEY_LIFE_SHARE;
  }

  async #turn(context: CallContext): Promise<Turn> {
    switch (context.progress.phase) {
      case 'call':
        return this.#call(context);
      case 'look_up':
        return this.#deps.questions.lookUp(context);
      case 'status_poll':
        return this.#deps.questions.pollStatus(context);
      case 'settled':
        return { kind: 'succeeded', output: context.progress.settledOutput ?? null };
    }
  }

  async #call(context: CallContext): Promise<Turn> {
    const { planned, frame } = context;
    const { operation, connection, input } = planned;
    const request = requestOf(planned, frame, context.progress);
    const attempted = await this.#deps.attempts.make(context, 'call', request);
    if (attempted.kind !== 'made') return endOfUnmade(attempted.kind);
    const { facts, result, progress } = attempted;
    const judgement = judgeCall(result, {
      connector: connection.definition,
      operation,
      judge: (answer) => judgeAnswer(operation, answer, input),
    });
    if (judgement.kind === 'failed') {
      return this.#deps.failures.settle({ planned, frame, progress }, { facts, result, ...judgement });
    }
    const decision = { kind: 'succeed', text: 'succeeded' };
    this.#deps.attempts.end(frame, { facts, result }, { outcome: 'succeeded', decision });
    return { kind: 'succeeded', output: withEarlierItems(judgement.verdict.output, progress) };
  }
}

/** What the items sent earlier gave, before what the rest gave now. */
function withEarlierItems(output: JsonValue, progress: StepProgress): JsonValue {
  if (progress.items === undefined || !Array.isArray(output)) return output;
  return [...progress.items.outputs, ...output];
}

/** A call that was in the air when its worker died began at most this long before; its deadline is shorter. */
const LONGEST_CALL_MS = 300_000;

/** A worker that died may have sent a keyed write of this step without a trace. */
function withCrash(progress: StepProgress, planned: PlannedCall, crashedAtMs: number | undefined): StepProgress {
  if (crashedAtMs === undefined || planned.operation.class !== 'K' || progress.phase !== 'call') return progress;
  return { ...progress, isInDoubt: true, doubtSinceMs: progress.doubtSinceMs ?? crashedAtMs - LONGEST_CALL_MS };
}

/** The effect is there. From here on only our own bookkeeping can fail, and the call is never made again. */
function succeed(planned: PlannedCall, frame: RunFrame, given: JsonValue): StepEnd {
  const { input, operation, connection } = planned;
  const output = withoutSecrets(given, connection);
  frame.journal.noteStep({ ...planned.place, state: 'succeeded', operationClass: operation.class, input, output });
  const { link } = planned.step;
  if (planned.newLink === undefined || link === undefined) return done(output);
  const id = valueAt(output, link.idPath);
  if (!isRecordId(id)) {
    const path = link.idPath.join('.');
    const problem = problemOf('runs.link.id_missing', planned.place, { operation: operation.name, path });
    return stopped('dead_lettered', problem);
  }
  const { sourceKey } = planned.newLink;
  const { flowId } = frame.run;
  frame.journal.noteLink({ flowId, stepKey: planned.place.stepKey, sourceKey, destinationId: id });
  return done(output);
}

/** A vendor that echoes the credential must not get it into the history, nor into another vendor's call. */
export function withoutSecrets(output: JsonValue, connection: OpenConnection): JsonValue {
  if (connection.authKind === 'none') return output;
  const text = stringifyJson(output);
  const redacted = connection.redactData(text);
  return redacted === text ? output : parseJson(redacted);
}

function isRecordId(id: JsonValue | undefined): id is string | number | NumericText {
  return typeof id === 'string' || typeof id === 'number' || id instanceof NumericText;
}
