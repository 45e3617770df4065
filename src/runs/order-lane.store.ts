/**
 * Order lanes: the runs of one flow with one order key. At most one unfinished run of a lane may move; the unique index
 * `run_one_per_order_key` makes anything else impossible. The others are blocked and follow in the order of `seq`.
 */
import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

export interface OrderLane {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly orderKey: string;
}

/**
 * Whoever adds a run to a lane and whoever ends one must see each other, or a run stays blocked behind nothing. The lock
 * lasts as long as the transaction; sorting keeps most batches from deadlocking, and those that do are run again.
 */
export const sqlLockLanes = `
select pg_advisory_xact_lock(lane.hash) from (
  select distinct hashtextextended(w || ':' || f || ':' || k, 0) as hash
  from unnest($1::text[], $2::text[], $3::text[]) as t (w, f, k) order by hash
) as lane`;

/** Locks the lanes until the transaction ends. */
export async function lockLanes(tx: Tx, lanes: readonly OrderLane[]): Promise<void> {
  if (lanes.length > 0) await tx.query(sqlLockLanes, laneParameters(lanes));
}

/**
 * Lets the next run of each lane move, where none moves. Written as one update over the first blocked run of each lane;
 * the index `run_behind_order_key` finds it without reading the lane.
 */
export const sqlReleaseLanes = `
with lane as (
  select distinct w as workspace_id, f as flow_id, k as order_key from unnest($1::uuid[], $2::uuid[], $3::text[]) as t (w, f, k)
), free as (
  select lane.* from lane where not exists (
    select 1 from run where run.workspace_id = lane.workspace_id and run.flow_id = lane.flow_id
      and run.order_key = lane.order_key and not run.is_blocked
      and run.state in ('queued', 'running', 'waiting', 'held', 'unknown'))
), first_blocked as (
  select next.workspace_id, next.id from free cross join lateral (
    select run.workspace_id, run.id from run where run.workspace_id = free.workspace_id and run.flow_id = free.flow_id
      and run.order_key = free.order_key and run.is_blocked and run.state = 'queued'
    order by run.seq limit 1) as next
)
update run set is_blocked = false, due_at = greatest(due_at, now()) from first_blocked
where run.workspace_id = first_blocked.workspace_id and run.id = first_blocked.id
returning run.id`;

/** Unblocks the next run of each lane whose moving run has ended, and wakes the workers. */
export async function releaseLanes(tx: Tx, lanes: readonly OrderLane[]): Promise<void> {
  if (lanes.length === 0) return;
  const released = await tx.query(sqlReleaseLanes, laneParameters(lanes));
  if (released.length > 0) await notifyRunDue(tx);
}

/** Channel on which workers hear that a run is due. */
export const RUN_DUE_CHANNEL = 'holdfast_run_due';
export const sqlNotifyRunDue = `select pg_notify('${RUN_DUE_CHANNEL}', '')`;

/** Wakes the workers when the transaction commits; a lost wake-up costs one catch-up poll, nothing else. */
export async function notifyRunDue(tx: Tx): Promise<void> {
  await tx.query(sqlNotifyRunDue);
}

function laneParameters(lanes: readonly OrderLane[]): readonly (readonly string[])[] {
  return [lanes.map((lane) => lane.workspaceId), lanes.map((lane) => lane.flowId), lanes.map((lane) => lane.orderKey)];
}
