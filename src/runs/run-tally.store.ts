import { column, type Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

/** Runs of a flow that came to an end. */
export interface TallyCount {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly succeeded: number;
  readonly failed: number;
}

/** One statement for all flows; in order, so that two processes that write at once wait and do not deadlock. */
export const sqlAddTally = `
insert into run_tally (workspace_id, hour, flow_id, succeeded, failed)
select workspace_id, date_trunc('hour', now()), flow_id, succeeded, failed
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as t (workspace_id, flow_id, succeeded, failed)
order by workspace_id, flow_id
on conflict (workspace_id, hour, flow_id) do update set succeeded = run_tally.succeeded + excluded.succeeded,
  failed = run_tally.failed + excluded.failed`;

/** Adds to the present hour, by the database's clock. */
export async function addTally(tx: Tx, counts: readonly TallyCount[]): Promise<void> {
  await tx.query(sqlAddTally, [
    column.uuid(counts.map((count) => count.workspaceId)),
    column.uuid(counts.map((count) => count.flowId)),
    column.bigint(counts.map((count) => count.succeeded)),
    column.bigint(counts.map((count) => count.failed)),
  ]);
}

/** The table is small, and this is rare. */
export const sqlForgetTally = `delete from run_tally where hour < now() - interval '32 days'`;

/** Forgets hours that nobody asks for any more. */
export async function forgetTally(tx: Tx): Promise<void> {
  await tx.query(sqlForgetTally, []);
}
