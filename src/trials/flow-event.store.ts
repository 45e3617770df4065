/** Events as samples to choose from. Only reads: events belong to the runs that they began. */
import type { Tx } from '../db/index.ts';
import type { EventId, FlowId, RunId, WorkspaceId } from '../foundation/index.ts';

export interface FlowEventRow {
  readonly id: EventId;
  readonly flowId: FlowId;
  readonly receivedAt: Date;
  /** Null when it is too large for a list. */
  readonly body: Buffer | null;
  readonly bytes: number;
  readonly runId: RunId;
  readonly runState: string;
}

/**
 * By the runs, whose index has the newest of one flow side by side; a rerun has the event of an earlier run. The limit
 * inside keeps a flow with many runs from being read further than its first page.
 */
export const sqlListFlowEvents = `
select e.id, wanted.flow_id as "flowId", e.received_at as "receivedAt", octet_length(e.body) as bytes,
  case when octet_length(e.body) <= $4 then e.body end as body, r.id as "runId", r.state as "runState"
from unnest($2::uuid[]) as wanted (flow_id)
cross join lateral (
  select id, state, event_id from run
  where workspace_id = $1 and flow_id = wanted.flow_id and rerun_of is null order by id desc limit $3
) r
join trigger_event e on e.workspace_id = $1 and e.id = r.event_id
order by r.id desc limit $3`;

/** The newest events of flows, their bodies where they are small enough. */
export function listFlowEvents(
  tx: Tx,
  workspaceId: WorkspaceId,
  wanted: { flowIds: readonly FlowId[]; limit: number; maxBodyBytes: number },
): Promise<FlowEventRow[]> {
  const { flowIds, limit, maxBodyBytes } = wanted;
  return tx.query<FlowEventRow>(sqlListFlowEvents, [workspaceId, flowIds, limit, maxBodyBytes]);
}

export interface FlowOfEventRow {
  readonly id: FlowId;
  readonly name: string;
  readonly document: string;
}

/**
 * Documents are stored as canonical JSON, so a pair of name and value is one text in them; it may stand elsewhere too, so
 * the caller looks at the trigger itself. A workspace has few enough flows to look through.
 */
export const sqlFlowsOfEvent = `
select f.id, f.name, v.document
from flow f join flow_version v on v.workspace_id = f.workspace_id and v.flow_id = f.id and v.number = f.live_version
where f.workspace_id = $1 and f.id <> $2 and f.archived_at is null
  and position($3 in v.document) > 0 and position($4 in v.document) > 0
order by f.name limit 20`;

/** Other live flows that name this connector and this event somewhere. */
export function findFlowsOfEvent(
  tx: Tx,
  flow: { workspaceId: WorkspaceId; flowId: FlowId },
  event: { connector: string; event: string },
): Promise<FlowOfEventRow[]> {
  const texts = [`"connector":${JSON.stringify(event.connector)}`, `"event":${JSON.stringify(event.event)}`];
  return tx.query<FlowOfEventRow>(sqlFlowsOfEvent, [flow.workspaceId, flow.flowId, ...texts]);
}
