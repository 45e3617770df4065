import { type Clock, type FlowId, makeId, type WorkspaceId } from '../foundation/index.ts';
import { identityOf, type TrialIdentity } from './request-hash.ts';
import { MAX_TRIAL_MS, type TrialRequest } from './trial.ts';

/** One trial under way. */
export interface TrialContext {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly flowName: string;
  readonly by: string;
  readonly identity: TrialIdentity;
  /** Milliseconds until the trial must be over. */
  readonly leftMs: () => number;
}

/** Begins a trial: its time runs from now. */
export function beginTrial({ workspaceId, flowName, by }: TrialRequest, flowId: FlowId, clock: Clock): TrialContext {
  const beganAtMs = clock.monotonicMs();
  const leftMs = () => beganAtMs + MAX_TRIAL_MS - clock.monotonicMs();
  return { workspaceId, flowId, flowName, by, identity: identityOf(makeId<string>(clock.nowMs())), leftMs };
}
