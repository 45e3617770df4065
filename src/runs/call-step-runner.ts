/**
 * Runs one call step to its end for now: plans the call, makes attempts, looks up, polls. What follows a failure is
 * decided in `retry-decision.ts` and `reconcile-decision.ts`, and put into effect in `failure-settler.ts`.
 */

import { type ConnectionBook, missingScopes, type OpenConnection } from '../connections/index.ts';
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
import { beginCall } from './call-begin.ts';
import type { DatabaseClock } from './database-clock.ts';
import { judgeCall } from './failure.ts';
import type { FailureSettler } from './failure-settler.ts';
import type { LinkKey } from './link.store.ts';
import { type PlannedCall, planCall, requestOf } from './planned-call.ts';
import type { QuestionAsker } from './question-asker.ts';
import type { RunFrame } from './run-frame.ts';
import { holdForScopes, refusedScopes } from './scope-hold.ts';
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
    let turn = await beginCall(planned, frame, this.#deps);
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
    const { readiness } = connection;
    if (readiness.kind === 'renewing') {
      const problem = problemOf('runs.connection.renewing', place, { ...context, reason: readiness.reason });
      return stopped('waiting', problem, { dueInMs: this.#deps.failures.spread(readiness.retryInMs) });
    }
    const pauseMs = (connection.pausedUntil?.getTime() ?? 0) - this.#deps.clock.nowMs();
    if (pauseMs <= 0) return undefined;
    const dueInMs = this.#deps.failures.spread(pauseMs);
    return stopped('waiting', problemOf('runs.connection.paused', place, context), { dueInMs });
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
    if (missingScopes(connection, operation.scopes).length > 0) return hold(context, operation.scopes ?? []);
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
      const refused = refusedScopes(result, connection);
      if (refused.length > 0) {
        const decision = {
          kind: 'hold',
          text: `the vendor asks for ${refused.join(', ')}; held until that is granted`,
        };
        const { failure } = judgement;
        this.#deps.attempts.end(frame, { facts, result }, { outcome: 'deferred', decision, failure });
        return hold({ planned, frame, progress }, refused);
      }
      return this.#deps.failures.settle({ planned, frame, progress }, { facts, result, ...judgement });
    }
    const decision = { kind: 'succeed', text: 'succeeded' };
    this.#deps.attempts.end(frame, { facts, result }, { outcome: 'succeeded', decision });
    return { kind: 'succeeded', output: withEarlierItems(judgement.verdict.output, attempted) };
  }
}

/** A step that was tried before keeps what a later attempt must know of it. */
function hold({ planned, frame, progress }: CallContext, needed: readonly string[]): Turn {
  const { place, input } = planned;
  if (progress.attempts > 0) frame.journal.noteStep({ ...place, state: 'waiting', input, progress });
  return { kind: 'end', end: holdForScopes(planned, needed) };
}

/** What the items sent earlier gave, before what the rest gave now. */
function withEarlierItems(output: JsonValue, { progress }: Pick<CallContext, 'progress'>): JsonValue {
  if (progress.items === undefined || !Array.isArray(output)) return output;
  return [...progress.items.outputs, ...output];
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
