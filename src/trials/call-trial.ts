/**
 * Tries one call step: plans it with the engine's own parts, shows the request, and sends it when that may be done. A read
 * is sent at once, a write for a choice alone, and only while the request is the one that the person saw.
 */
import type { ConnectionBook, OpenConnection } from '../connections/index.ts';
import type { Clock, Log } from '../foundation/index.ts';
import type { CompiledCallStep } from '../language/index.ts';
import { type Failure, isInDoubt, withoutSecrets } from '../runs/index.ts';
import type { CallPlanner, PreparedCall } from './call-plan.ts';
import type { Meeting } from './draft-walk.ts';
import { fail } from './errors.ts';
import { exampleOf } from './example-value.ts';
import { trialOfHash } from './request-hash.ts';
import type { CallEnd, TrialCall, TrialChoice } from './trial.ts';
import type { TrialContext } from './trial-context.ts';
import { callShown } from './trial-evidence.ts';
import { problemOf } from './trial-problem.ts';
import type { DoubtfulSend, SendOutcome, TrialSend } from './trial-send.store.ts';
import { requireScopes, requireUsable, type VendorCaller } from './vendor-caller.ts';

/** Where it is kept what was sent for real. */
export interface TrialSends {
  claim(send: TrialSend): Promise<boolean>;
  end(send: TrialSend, outcome: SendOutcome): Promise<void>;
  findDoubtful(
    step: Pick<TrialSend, 'workspaceId' | 'flowId' | 'stepKey' | 'itemKey'>,
  ): Promise<DoubtfulSend | undefined>;
}

export interface CallTrialDeps {
  readonly connections: ConnectionBook;
  readonly caller: VendorCaller;
  readonly planner: CallPlanner;
  readonly sends: TrialSends;
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
      requireUsable(connection, this.#deps.clock.nowMs());
      const prepared = await this.#deps.planner.prepare(trial, meeting, { connection, identity: shown });
      requireScopes(connection, prepared.planned.operation);
      if (prepared.requestHash === choice.requestHash) return this.#send(trial, prepared);
    }
    const prepared = await this.#deps.planner.prepare(trial, meeting, { connection, identity: trial.identity });
    const isRead = prepared.planned.operation.class === 'R';
    if (!isRead && choice?.kind === 'skip') return skip(prepared);
    requireUsable(connection, this.#deps.clock.nowMs());
    requireScopes(connection, prepared.planned.operation);
    if (isRead) return this.#send(trial, prepared);
    return { kind: 'needs_choice', call: await this.#askedCall(trial, { ...meeting, connection, prepared }) };
  }

  /** The request to decide on. Where an earlier one is in doubt, that very request is offered again, if it is still the same. */
  async #askedCall(
    trial: TrialContext,
    asked: Meeting & { readonly connection: OpenConnection; readonly prepared: PreparedCall },
  ): Promise<TrialCall> {
    const { connection, prepared } = asked;
    const { place, operation } = prepared.planned;
    const { workspaceId, flowId } = trial;
    const doubtful = await this.#deps.sends.findDoubtful({ workspaceId, flowId, ...place });
    if (doubtful === undefined) return callShown(prepared);
    const earlier = trialOfHash(doubtful.requestHash, this.#deps.clock.nowMs());
    const again = earlier && (await this.#deps.planner.prepare(trial, asked, { connection, identity: earlier }));
    const isSame = again?.requestHash === doubtful.requestHash;
    const isSafe = isSame && (operation.class === 'K' || operation.class === 'I');
    const doubt = { sentAt: doubtful.sentAt.toISOString(), sentBy: doubtful.sentBy, isSafe };
    return { ...callShown(isSame && again !== undefined ? again : prepared), doubt };
  }

  async #send(trial: TrialContext, prepared: PreparedCall): Promise<CallEnd> {
    const { planned, request } = prepared;
    const { operation, connection, input } = planned;
    const isWrite = operation.class !== 'R';
    const send = sendOf(trial, prepared);
    if (isWrite && !(await this.#claim(trial, prepared, send))) {
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
      const certainty = certaintyOf(judgement.failure, operation);
      if (isWrite) await this.#deps.sends.end(send, certainty === 'unknown' ? 'unknown' : 'failed');
      const reason = connection.redact(judgement.failure.message).slice(0, MAX_REASON_CHARACTERS);
      const error = fail(`trials.call.${certainty}`, { context: { operation: operation.name, reason } });
      return { kind: 'failed', problem: problemOf(error), call };
    }
    if (isWrite) await this.#deps.sends.end(send, 'succeeded');
    const output = withoutSecrets(judgement.verdict.output, connection);
    const [origin, verb] = isWrite ? (['sent', 'sent to'] as const) : (['read', 'read from'] as const);
    return { kind: 'output', output, origin, note: `${verb} ${connection.name}`, call };
  }

  /** Claimed and logged before the first byte: a button that is pressed twice sends once, and who sent is known. */
  async #claim(trial: TrialContext, { planned, request }: PreparedCall, send: TrialSend): Promise<boolean> {
    const { workspaceId, flowName, by } = trial;
    const { place, connection } = planned;
    if (!(await this.#deps.sends.claim(send))) return false;
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

/** What is certain after a failure, by the engine's own rule. */
function certaintyOf({ kind, status }: Failure, { class: operationClass, notAppliedStatuses }: Declared): Certainty {
  if (kind === 'not_sent' || kind === 'forbidden_by_us') return 'not_sent';
  const isNotAppliedStatus = status !== undefined && (notAppliedStatuses ?? []).includes(status);
  const isUnsaid = kind === 'partial' || kind === 'accepted' || isInDoubt(kind, isNotAppliedStatus);
  return operationClass !== 'R' && isUnsaid ? 'unknown' : 'failed';
}

type Certainty = 'failed' | 'not_sent' | 'unknown';
type Declared = Pick<PreparedCall['planned']['operation'], 'class' | 'notAppliedStatuses'>;

function sendOf(
  { workspaceId, flowId, by }: TrialContext,
  { identity, planned, requestHash }: PreparedCall,
): TrialSend {
  return { workspaceId, flowId, trialId: identity.id, ...planned.place, requestHash, sentBy: by };
}

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
