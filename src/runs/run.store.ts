/** Reading one run with everything that is recorded of it; lists are in `run-list.store.ts`. */
import type { Tx } from '../db/index.ts';
import type { EventId, FlowId, RunId, WorkspaceId } from '../foundation/index.ts';
import type { RunState } from './run.ts';

export interface RunRow {
  readonly id: RunId;
  readonly flowId: FlowId;
  readonly flowName: string;
  readonly flowTitle: string;
  readonly flowVersion: number;
  readonly eventId: EventId;
  readonly state: RunState;
  readonly dueAt: Date;
  readonly orderKey: string | null;
  readonly isBlocked: boolean;
  readonly leasedBy: string | null;
  readonly crashCount: number;
  readonly payloadVersion: number;
  /** JSON text of a `RunProblem`. */
  readonly problem: string | null;
  readonly rerunOf: RunId | null;
  readonly isCancelRequested: boolean;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** The columns of a `RunRow`, from `run` joined with its `flow`. */
export const RUN_COLUMNS = `run.id, run.flow_id as "flowId", flow.name as "flowName", flow.title as "flowTitle", run.flow_version as "flowVersion",
  run.event_id as "eventId", run.state, run.due_at as "dueAt", run.order_key as "orderKey", run.is_blocked as "isBlocked",
  run.leased_by as "leasedBy", run.crash_count as "crashCount", run.payload_version as "payloadVersion", run.problem,
  run.rerun_of as "rerunOf", run.is_cancel_requested as "isCancelRequested", run.created_at as "createdAt",
  run.ended_at as "endedAt"`;

export const sqlFindRun = `
select ${RUN_COLUMNS} from run join flow on flow.workspace_id = run.workspace_id and flow.id = run.flow_id
where run.workspace_id = $1 and run.id = $2`;

/** One run of a workspace. */
export async function findRun(tx: Tx, workspaceId: WorkspaceId, id: RunId): Promise<RunRow | undefined> {
  const [row] = await tx.query<RunRow>(sqlFindRun, [workspaceId, id]);
  return row;
}

export interface RunEventRow {
  readonly id: EventId;
  readonly contentType: string;
  readonly headers: string;
  readonly body: Buffer;
  readonly dedupeKey: string | null;
  readonly receivedAt: Date;
}

export const sqlFindEvent = `
select id, content_type as "contentType", headers, body, dedupe_key as "dedupeKey", received_at as "receivedAt"
from trigger_event where workspace_id = $1 and id = $2`;

/** The event of a run, as it came in. */
export async function findEvent(tx: Tx, workspaceId: WorkspaceId, id: EventId): Promise<RunEventRow | undefined> {
  const [row] = await tx.query<RunEventRow>(sqlFindEvent, [workspaceId, id]);
  return row;
}

export interface StepRunRow {
  readonly stepKey: string;
  readonly itemKey: string;
  readonly state: string;
  readonly input: string | null;
  readonly output: string | null;
  readonly progress: string | null;
  readonly updatedAt: Date;
  /** How many the run has, with those that are not listed. */
  readonly total: number;
}

/** Steps or attempts of one run that are read for a person. A loop over a long list has more; its end tells more than its begin. */
const MAX_LISTED = 2_000;

export const sqlListSteps = `
select step_key as "stepKey", item_key as "itemKey", state, input, output, progress, updated_at as "updatedAt", total
from (select *, count(*) over ()::int as total from step_run where workspace_id = $1 and run_id = $2
  order by seq desc limit ${MAX_LISTED}) as newest order by seq`;

/** The recorded steps of a run, the newest where there are too many, in the order they were first recorded. */
export function listSteps(tx: Tx, workspaceId: WorkspaceId, runId: RunId): Promise<StepRunRow[]> {
  return tx.query<StepRunRow>(sqlListSteps, [workspaceId, runId]);
}

export interface AttemptRow {
  readonly stepKey: string;
  readonly itemKey: string;
  readonly number: number;
  readonly kind: string;
  readonly outcome: string | null;
  readonly operationClass: string;
  readonly idempotencyKey: string | null;
  readonly request: string;
  readonly requestBody: Buffer | null;
  readonly responseStatus: number | null;
  readonly responseHeaders: string | null;
  readonly responseBody: Buffer | null;
  readonly failure: string | null;
  readonly decision: string | null;
  readonly startedAt: Date;
  readonly durationMs: number | null;
  /** How many the run has, with those that are not listed. */
  readonly total: number;
}

/** Bytes of a body that are read for a person, and one more, so that it shows when something was cut. */
const SHOWN_BODY_BYTES = 65_537;

export const sqlListAttempts = `
select step_key as "stepKey", item_key as "itemKey", number, kind, outcome, operation_class as "operationClass",
  idempotency_key as "idempotencyKey", request, substring(request_body from 1 for ${SHOWN_BODY_BYTES}) as "requestBody", response_status as "responseStatus",
  response_headers as "responseHeaders", substring(response_body from 1 for ${SHOWN_BODY_BYTES}) as "responseBody", failure, decision,
  started_at as "startedAt", duration_ms as "durationMs", total
from (select *, count(*) over ()::int as total from attempt where workspace_id = $1 and run_id = $2
  order by started_at desc, number desc limit ${MAX_LISTED}) as newest order by started_at, number`;

/** The attempts of a run, the newest where there are too many, in the order they began. */
export function listAttempts(tx: Tx, workspaceId: WorkspaceId, runId: RunId): Promise<AttemptRow[]> {
  return tx.query<AttemptRow>(sqlListAttempts, [workspaceId, runId]);
}

/** How many runs are in each state that asks for attention; the finished ones are not counted, there are too many. */
export const sqlCountRuns = `
select state, count(*)::int as count from run
where workspace_id = $1 and state in ('queued', 'running', 'waiting', 'held', 'unknown', 'dead_lettered') group by state`;

/** Counts of unfinished and set-aside runs by state. */
export function countRuns(tx: Tx, workspaceId: WorkspaceId): Promise<{ state: RunState; count: number }[]> {
  return tx.query(sqlCountRuns, [workspaceId]);
}

export interface RunLinkRow {
  readonly stepKey: string;
  readonly sourceKey: string;
  /** JSON text. */
  readonly destinationId: string;
}

/** Index `link_of_run`. A later run about the same source takes the link over. */
export const sqlListLinks = `
select step_key as "stepKey", source_key as "sourceKey", destination_id as "destinationId" from link
where workspace_id = $1 and run_id = $2 order by step_key, source_key limit ${MAX_LISTED}`;

/** The links that a run was the last to make or to renew. */
export function listLinks(tx: Tx, workspaceId: WorkspaceId, runId: RunId): Promise<RunLinkRow[]> {
  return tx.query<RunLinkRow>(sqlListLinks, [workspaceId, runId]);
}
