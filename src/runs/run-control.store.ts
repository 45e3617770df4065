/** State changes that a person asks for. Each is a compare-and-set on the state: of two operators one finds it changed. */
import type { Tx } from '../db/index.ts';
import type { RunId, WorkspaceId } from '../foundation/index.ts';
import type { StepProgress, StepState } from './run.ts';

export interface RunPlace {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
}

/** True when another unfinished run of the same order key may move; then this one has to stand behind it. */
const HAS_MOVING_NEIGHBOUR = `(run.order_key is not null and exists (
    select 1 from run other where other.workspace_id = run.workspace_id and other.flow_id = run.flow_id
      and other.order_key = run.order_key and other.id <> run.id and not other.is_blocked
      and other.state in ('queued', 'running', 'waiting', 'held', 'unknown')))`;

/**
 * A replay keeps when a worker died: a keyed write of that time may have been applied, and its key be forgotten by now. A
 * person's verdict ends that doubt.
 */
export const sqlRequeueRun = `
update run set state = 'queued', due_at = now(), ended_at = null, problem = null, crash_count = 0,
  crashed_at = case when $3 = 'unknown' then null else crashed_at end,
  is_cancel_requested = false, is_blocked = ${HAS_MOVING_NEIGHBOUR}
where workspace_id = $1 and id = $2 and state = $3 returning id`;

/** Puts a run of the given state back into the queue; false when it is no longer in that state. */
export async function requeueRun(tx: Tx, place: RunPlace, from: 'dead_lettered' | 'unknown'): Promise<boolean> {
  return (await tx.query(sqlRequeueRun, [place.workspaceId, place.id, from])).length > 0;
}

export const sqlCancelRun = `
update run set state = 'cancelled', ended_at = now(), is_blocked = false, held_connection_id = null,
  held_scopes = null
where workspace_id = $1 and id = $2 and state in ('queued', 'waiting', 'held', 'unknown') returning id`;

/** Cancels a run that nobody executes at the moment; false when it is in another state. */
export async function cancelRun(tx: Tx, place: RunPlace): Promise<boolean> {
  return (await tx.query(sqlCancelRun, [place.workspaceId, place.id])).length > 0;
}

export const sqlRequestCancel = `
update run set is_cancel_requested = true where workspace_id = $1 and id = $2 and state = 'running' returning id`;

/** Asks the worker of a running run to stop at the next step; false when it is not running. */
export async function requestCancel(tx: Tx, place: RunPlace): Promise<boolean> {
  return (await tx.query(sqlRequestCancel, [place.workspaceId, place.id])).length > 0;
}

/** Only of a run that has ended: what is still open, an unknown write above all, would be sent a second time. */
export const sqlRerun = `
insert into run (workspace_id, id, flow_id, flow_version, event_id, state, order_key, is_blocked, rerun_of)
select run.workspace_id, $3, run.flow_id, $4, run.event_id, 'queued', $5::text,
  $5::text is not null and exists (
    select 1 from run other where other.workspace_id = run.workspace_id and other.flow_id = run.flow_id
      and other.order_key = $5::text and not other.is_blocked
      and other.state in ('queued', 'running', 'waiting', 'held', 'unknown')), run.id
from run where run.workspace_id = $1 and run.id = $2
  and run.state in ('succeeded', 'filtered', 'cancelled', 'dead_lettered') returning id`;

export interface Rerun {
  readonly newId: RunId;
  readonly flowVersion: number;
  readonly orderKey: string | null;
}

/** Makes a new run of the same event; false when the old one has not ended. */
export async function insertRerun(tx: Tx, place: RunPlace, rerun: Rerun): Promise<boolean> {
  const values = [place.workspaceId, place.id, rerun.newId, rerun.flowVersion, rerun.orderKey];
  return (await tx.query(sqlRerun, values)).length > 0;
}

export interface OpenStep {
  readonly stepKey: string;
  readonly itemKey: string;
  readonly state: StepState;
  readonly progress: string | null;
}

export const sqlFindOpenSteps = `
select step_key as "stepKey", item_key as "itemKey", state, progress from step_run
where workspace_id = $1 and run_id = $2 and state in ('waiting', 'unknown', 'failed') for update`;

/** The steps of a run that are not done, locked until the transaction ends. */
export function findOpenSteps(tx: Tx, place: RunPlace): Promise<OpenStep[]> {
  return tx.query<OpenStep>(sqlFindOpenSteps, [place.workspaceId, place.id]);
}

export const sqlSetStepProgress = `
update step_run set state = 'waiting', progress = $5, updated_at = now()
where workspace_id = $1 and run_id = $2 and step_key = $3 and item_key = $4`;

/** Gives a step another progress, from which its run goes on. */
export async function setStepProgress(
  tx: Tx,
  place: RunPlace,
  step: { stepKey: string; itemKey: string; progress: StepProgress },
): Promise<void> {
  const values = [place.workspaceId, place.id, step.stepKey, step.itemKey, JSON.stringify(step.progress)];
  await tx.query(sqlSetStepProgress, values);
}

export const sqlInsertVerdict = `
insert into attempt (workspace_id, run_id, step_key, item_key, number, kind, outcome, lease_epoch, operation_class, request,
  decision, duration_ms)
values ($1, $2, $3, $4, $5, 'verdict', 'succeeded', 0, '-', '{}', $6, 0)`;

/** Keeps a person's verdict among the attempts, where the next reader looks for it. */
export async function insertVerdict(
  tx: Tx,
  place: RunPlace,
  verdict: { stepKey: string; itemKey: string; number: number; text: string },
): Promise<void> {
  const decision = JSON.stringify({ kind: 'settled', text: verdict.text });
  const { stepKey, itemKey, number } = verdict;
  await tx.query(sqlInsertVerdict, [place.workspaceId, place.id, stepKey, itemKey, number, decision]);
}
