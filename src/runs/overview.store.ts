/**
 * The numbers of the first page: counts from the partial indexes of what is not finished or set aside, each capped; ends
 * by the hour from the tally. Finished runs are never counted, so ten million of them cost nothing here.
 */
import type { Tx } from '../db/index.ts';
import type { FlowId, RunId, WorkspaceId } from '../foundation/index.ts';
import { COUNT_CAP } from './run-list.store.ts';

export interface FlowRunsRow {
  readonly flowId: FlowId;
  readonly name: string;
  readonly queued: number;
  readonly waiting: number;
  readonly held: number;
  readonly unknown: number;
  readonly dead_lettered: number;
  readonly oldestUnknown: RunId | null;
  readonly oldestDeadLetter: RunId | null;
  /** When the first of the waiting runs goes on; of more than `COUNT_CAP` waiting runs not all are looked at. */
  readonly nextDueAt: Date | null;
  readonly lastEventAt: Date | null;
}

const ofFlow = (state: string) =>
  `run.workspace_id = flow.workspace_id and run.flow_id = flow.id and run.state = '${state}'`;
/** From `run_of_flow_and_state`; the state stands in the text, because a partial index serves only what the planner sees. */
const countOf = (state: string) =>
  `(select count(*)::int from (select from run where ${ofFlow(state)} limit ${COUNT_CAP}) as ${state}) as "${state}"`;
const oldestOf = (state: string) => `(select run.id from run where ${ofFlow(state)} order by run.id limit 1)`;

export const sqlReadFlowRuns = `
select flow.id as "flowId", flow.name, ${['queued', 'waiting', 'held', 'unknown', 'dead_lettered'].map(countOf).join(',\n  ')},
  ${oldestOf('unknown')} as "oldestUnknown",
  ${oldestOf('dead_lettered')} as "oldestDeadLetter",
  (select min(due_at) from (select run.due_at from run where ${ofFlow('waiting')} limit ${COUNT_CAP}) as due) as "nextDueAt",
  (select run.created_at from run where run.workspace_id = flow.workspace_id and run.flow_id = flow.id
    order by run.id desc limit 1) as "lastEventAt"
from flow where flow.workspace_id = $1 and flow.archived_at is null order by flow.name limit 500`;

/** What is unfinished or set aside, flow by flow, for up to 500 flows. */
export function readFlowRuns(tx: Tx, workspaceId: WorkspaceId): Promise<FlowRunsRow[]> {
  return tx.query<FlowRunsRow>(sqlReadFlowRuns, [workspaceId]);
}

export interface TroubledConnectionRow {
  readonly name: string;
  readonly state: string;
  readonly heldCount: number;
  readonly oldestHeld: RunId | null;
}

export const sqlReadTroubledConnections = `
select * from (
  select connection.name, connection.state,
    (select count(*)::int from (select from run where run.workspace_id = connection.workspace_id
      and run.held_connection_id = connection.id and run.state = 'held' limit ${COUNT_CAP}) as held) as "heldCount",
    (select run.id from run where run.workspace_id = connection.workspace_id
      and run.held_connection_id = connection.id and run.state = 'held' order by run.seq limit 1) as "oldestHeld"
  from connection where connection.workspace_id = $1
) as connection where state <> 'active' or "heldCount" > 0 order by name limit 500`;

/** Connections that need a person, or that runs are held for. */
export function readTroubledConnections(tx: Tx, workspaceId: WorkspaceId): Promise<TroubledConnectionRow[]> {
  return tx.query<TroubledConnectionRow>(sqlReadTroubledConnections, [workspaceId]);
}

export interface TallyRow {
  readonly flowId: FlowId;
  readonly hour: Date;
  readonly succeeded: number;
  readonly failed: number;
}

export const sqlReadTally = `
select flow_id as "flowId", hour, succeeded, failed from run_tally
where workspace_id = $1 and hour > date_trunc('hour', now()) - $2 * interval '1 hour'`;

/** The last `hours` hours, the present one among them; hours without an end are not there. */
export function readTally(tx: Tx, workspaceId: WorkspaceId, hours: number): Promise<TallyRow[]> {
  return tx.query<TallyRow>(sqlReadTally, [workspaceId, hours]);
}
