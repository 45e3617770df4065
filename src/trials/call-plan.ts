/** Plans the call of a step as the engine would, and names the request that would go out. */
import type { OpenConnection } from '../connections/index.ts';
import { findOperation } from '../connectors/index.ts';
import type { Clock, FlowId, JsonValue, RunId, Secret, WorkspaceId } from '../foundation/index.ts';
import type { CompiledCallStep } from '../language/index.ts';
import type { EncodedRequest } from '../outbound/index.ts';
import { initialProgress, type PlannedCall, planCall, requestOf } from '../runs/index.ts';
import type { Meeting } from './draft-walk.ts';
import { fail } from './errors.ts';
import { hashRequest, type TrialIdentity } from './request-hash.ts';
import { withTrial } from './trial-scope.ts';

export interface CallPlannerDeps {
  readonly keySeed: (workspaceId: WorkspaceId) => Promise<Secret<string>>;
  /** Looked up, so that a create shows as the update that it would be; a trial stores no link. */
  readonly findLink: (key: LinkPlace) => Promise<JsonValue | undefined>;
  readonly clock: Clock;
}

interface LinkPlace {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly stepKey: string;
  readonly sourceKey: string;
}

/** A call with the request that would go out. */
export interface PreparedCall {
  readonly planned: PlannedCall;
  readonly identity: TrialIdentity;
  readonly request: EncodedRequest & { readonly key: string };
  readonly requestHash: string;
}

export class CallPlanner {
  readonly #deps: CallPlannerDeps;

  constructor(deps: CallPlannerDeps) {
    this.#deps = deps;
  }

  /**
   * The request that the trial of this identity would send; throws what mapping and contract have to say, and
   * `trials.step.undeclared`.
   */
  async prepare(
    flow: { workspaceId: WorkspaceId; flowId: FlowId },
    { step, scope, itemKey }: Meeting,
    { connection, identity }: { connection: OpenConnection; identity: TrialIdentity },
  ): Promise<PreparedCall> {
    const { workspaceId, flowId } = flow;
    requireDeclaration(step.compiled as CompiledCallStep, connection);
    // Never the id of a run: a trial must not use up, nor be answered by, the key of a production write.
    const run = { id: `trial:${identity.id}` as RunId, payloadVersion: 0 };
    const frame = { scope: withTrial(scope, identity), itemKey, run };
    const planned = await planCall(step.compiled as CompiledCallStep, frame, {
      connection,
      keySeed: await this.#deps.keySeed(workspaceId),
      findLink: (sourceKey) => this.#deps.findLink({ workspaceId, flowId, stepKey: step.key, sourceKey }),
    });
    const request = requestOf(planned, frame, initialProgress(this.#deps.clock.nowMs()));
    const requestHash = hashRequest(identity.id, { connection, operation: planned.operation.name, request });
    return { planned, identity, request, requestHash };
  }
}

function requireDeclaration(step: CompiledCallStep, { connector }: OpenConnection): void {
  const operation = findOperation(connector, step.operation);
  if (operation.class === 'author' && step.declare === undefined) {
    throw fail('trials.step.undeclared', { context: { key: step.key } });
  }
}
