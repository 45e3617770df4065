/**
 * Tries one call step: plans it with the engine's own parts, shows the request, and sends it when that may be done. A read
 * is sent at once, a write for a choice alone, and only while the request is the one that the person saw.
 */
import type { ConnectionBook, OpenConnection } from '../connections/index.ts';
import type { Clock, Log } from '../foundation/index.ts';
import type { CompiledCallStep } from '../language/index.ts';
import { withoutSecrets } from '../runs/index.ts';
import type { CallPlanner, PreparedCall } from './call-plan.ts';
import type { Meeting } from './draft-walk.ts';
import { fail } from './errors.ts';
import { exampleOf } from './example-value.ts';
import { trialOfHash } from './request-hash.ts';
import type { CallEnd, TrialChoice } from './trial.ts';
import type { TrialContext } from './trial-context.ts';
import { callShown } from './trial-evidence.ts';
import { problemOf } from './trial-problem.ts';
import type { TrialSend } from './trial-send.store.ts';
import type { VendorCaller } from './vendor-caller.ts';

export interface CallTrialDeps {
  readonly connections: ConnectionBook;
  readonly caller: VendorCaller;
  readonly planner: CallPlanner;
  readonly claimSend: (send: TrialSend) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

export class CallTrial {
  readonly #deps: CallTrialDeps;

  constructor(deps: CallTrialDeps) {
    this.#deps = deps;
  }

  /** Tries the step; throws what connection, mapping and contract have to say before anything is sent. */
  async run(trial: TrialContext, meeting: Meeting & { readonly choice: TrialChoice | undefined }): Promise<CallEnd> {
    const step = meeting.step.compiled as CompiledCallStep;
    const connection = await this.#deps.connections.open(trial.workspaceId, step.connection);
    const { choice } = meeting;
    const shown = choice?.kind === 'send' ? trialOfHash(choice.requestHash, this.#deps.clock.nowMs()) : undefined;
    if (choice?.kind === 'send' && shown !== undefined) {
      this.#requireUsable(connection);
      const prepared = await this.#deps.planner.prepare(trial, meeting, { connection, identity: shown });
      if (prepared.requestHash === choice.requestHash) return this.#send(trial, prepared);
    }
    const prepared = await this.#deps.planner.prepare(trial, meeting, { connection, identity: trial.identity });
    const isRead = prepared.planned.operation.class === 'R';
    if (!isRead && choice?.kind === 'skip') return skip(prepared);
    this.#requireUsable(connection);
    if (isRead) return this.#send(trial, prepared);
    return { kind: 'needs_choice', call: callShown(prepared) };
  }

  #requireUsable(connection: OpenConnection): void {
    const { name, state, problem, pausedUntil } = connection;
    if (state !== 'active') {
      throw fail('trials.connection.held', { context: { connection: name, reason: problem ?? 'it was revoked' } });
    }
    const pauseMs = (pausedUntil?.getTime() ?? 0) - this.#deps.clock.nowMs();
    if (pauseMs <= 0) return;
    throw fail('trials.connection.paused', { context: { connection: name, seconds: Math.ceil(pauseMs / 1_000) } });
  }

  async #send(trial: TrialContext, prepared: PreparedCall): Promise<CallEnd> {
    const { planned, request } = prepared;
    const { operation, connection, input } = planned;
    const isWrite = operation.class !== 'R';
    if (isWrite && !(await this.#claim(trial, prepared))) {
      return { kind: 'failed', problem: problemOf(fail('trials.call.sent_before')), call: callShown(prepared) };
    }
    const { result, judgement } = await this.#deps.caller.call({
      connection,
      operation,
      input,
      request,
      leftMs: trial.leftMs,
    });
    const call = callShown({ ...prepared, result });
    if (judgement.kind === 'failed') {
      const reason = connection.redact(judgement.failure.message).slice(0, MAX_REASON_CHARACTERS);
      const error = fail('trials.call.failed', { context: { operation: operation.name, reason } });
      return { kind: 'failed', problem: problemOf(error), call };
    }
    const output = withoutSecrets(judgement.verdict.output, connection);
    const [origin, verb] = isWrite ? (['sent', 'sent to'] as const) : (['read', 'read from'] as const);
    return { kind: 'output', output, origin, note: `${verb} ${connection.name}`, call };
  }

  /** Claimed and logged before the first byte: a button that is pressed twice sends once, and who sent is known. */
  async #claim(trial: TrialContext, { planned, identity, request }: PreparedCall): Promise<boolean> {
    const { workspaceId, flowName, by } = trial;
    const { place, connection } = planned;
    const isFirst = await this.#deps.claimSend({ workspaceId, trialId: identity.id, ...place, sentBy: by });
    if (!isFirst) return false;
    this.#deps.log.info('trial.sent', {
      workspaceId,
      by,
      flow: flowName,
      step: place.stepKey,
      connection: connection.name,
      method: request.method,
      url: connection.redact(request.url.split('?', 1)[0] ?? ''),
    });
    return true;
  }
}

const MAX_REASON_CHARACTERS = 500;

function skip(prepared: PreparedCall): CallEnd {
  const { operation, input } = prepared.planned;
  const output = exampleOf(operation.output, input);
  const call = callShown(prepared);
  if (output !== undefined) {
    const note = `made up from the contract of ${operation.name}; nothing was sent`;
    return { kind: 'output', output, origin: 'example', note, call };
  }
  const error = fail('trials.example.missing', { context: { operation: operation.name } });
  return { kind: 'failed', problem: problemOf(error), call };
}
