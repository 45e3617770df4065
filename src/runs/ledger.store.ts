/**
 * The ledger: how a run is accepted, leased, recorded and rescued. Accept and record go through the group commit, so each
 * statement takes many runs at once and is safe to run twice (its first commit may have been lost to a broken connection).
 *
 * Every write of a worker carries the epoch of its lease. A worker that was paused past its lease finds its epoch stale
 * and changes nothing: that is the fence between it and its successor.
 */
import type { GroupStatement, Tx } from '../db/index.ts';
import { type EventId, type FlowId, type RunId, stringifyJson, type WorkspaceId } from '../foundation/index.ts';
import { lockLanes, type OrderLane, releaseLanes } from './order-lane.store.ts';
import { type AttemptRecord, isEnded, type LinkRecord, type NextState, type StepRecord } from './run.ts';

export interface LeaseRequest {
  readonly holder: string;
  readonly leaseMs: number;
}

export interface RunKey {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly leaseEpoch: number;
}

export interface ClaimedRun extends RunKey {
  readonly flowId: FlowId;
  readonly flowVersion: number;
  readonly eventId: EventId;
  readonly orderKey: string | null;
  readonly payloadVersion: number;
  readonly createdAt: Date;
  readonly crashedAt: Date | null;
  /** The database's clock at the claim. */
  readonly now: Date;
}

/**
 * Takes due runs that nobody holds. `skip locked` lets workers claim side by side; the partial index `run_due` holds only
 * what may run now, so the cost is that of the batch, however long the queue is.
 */
export const sqlClaimDueRuns = `
with due as (
  select workspace_id, id from run
  where state in ('queued', 'waiting') and not is_blocked and due_at <= now()
  order by due_at limit $1
  for update skip locked
)
update run set state = 'running', lease_epoch = lease_epoch + 1, leased_by = $2,
  lease_expires_at = now() + $3 * interval '1 millisecond', problem = null
from due where run.workspace_id = due.workspace_id and run.id = due.id
returning run.workspace_id as "workspaceId", run.id, run.flow_id as "flowId", run.flow_version as "flowVersion",
  run.event_id as "eventId", run.order_key as "orderKey", run.lease_epoch as "leaseEpoch",
  run.payload_version as "payloadVersion", run.created_at as "createdAt", run.crashed_at as "crashedAt", clock_timestamp() as now`;

/** Claims up to `limit` due runs, the longest due first. */
export function claimDueRuns(tx: Tx, lease: LeaseRequest, limit: number): Promise<ClaimedRun[]> {
  return tx.query<ClaimedRun>(sqlClaimDueRuns, [limit, lease.holder, lease.leaseMs]);
}

/** One statement for all leases of a worker; what does not come back is no longer its own. */
export const sqlRenewLeases = `
update run set lease_expires_at = now() + $4 * interval '1 millisecond'
from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as held (workspace_id, id, lease_epoch)
where run.workspace_id = held.workspace_id and run.id = held.id and run.lease_epoch = held.lease_epoch
  and run.state = 'running'
returning run.id, clock_timestamp() as now`;

/** Renews leases; gives back the ids still held, and the database's clock. */
export function renewLeases(tx: Tx, held: readonly RunKey[], leaseMs: number): Promise<{ id: RunId; now: Date }[]> {
  return tx.query(sqlRenewLeases, [
    held.map((run) => run.workspaceId),
    held.map((run) => run.id),
    held.map((run) => run.leaseEpoch),
    leaseMs,
  ]);
}

/**
 * Returns runs whose worker died or slept past its lease. The epoch moves at once, so the old holder is fenced off from
 * here on; the crash counter moves with it, so that a run which kills its worker each time ends as a dead letter.
 */
export const sqlRescueRuns = `
with expired as (
  select workspace_id, id from run where state = 'running' and lease_expires_at < now()
  order by lease_expires_at limit $1
  for update skip locked
)
update run set lease_epoch = lease_epoch + 1, leased_by = null, lease_expires_at = null, crash_count = crash_count + 1,
  crashed_at = coalesce(crashed_at, lease_expires_at),
  state = case when crash_count + 1 >= $2 then 'dead_lettered' else 'queued' end,
  ended_at = case when crash_count + 1 >= $2 then now() end,
  problem = case when crash_count + 1 >= $2 then $3 end,
  due_at = now()
from expired where run.workspace_id = expired.workspace_id and run.id = expired.id
returning run.workspace_id as "workspaceId", run.id, run.flow_id as "flowId", run.order_key as "orderKey", run.state`;

export interface RescuedRun {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly flowId: FlowId;
  readonly orderKey: string | null;
  readonly state: 'queued' | 'dead_lettered';
}

/** Rescues expired runs; those that crashed their worker `maxCrashes` times become dead letters with `problem`. */
export async function rescueRuns(
  tx: Tx,
  options: { limit: number; maxCrashes: number; problem: string },
): Promise<RescuedRun[]> {
  const rescued = await tx.query<RescuedRun>(sqlRescueRuns, [options.limit, options.maxCrashes, options.problem]);
  await releaseLanes(tx, rescued.filter((run) => run.state === 'dead_lettered').flatMap(laneOf));
  return rescued;
}

/**
 * Gives runs back when their worker stops; no attempt is counted and no crash. A call may be in the air all the same, so
 * the moment is kept as that of a crash is: for a keyed write it is the begin of a doubt.
 */
export const sqlHandBackRuns = `
update run set state = 'queued', leased_by = null, lease_expires_at = null, due_at = now(),
  crashed_at = coalesce(crashed_at, now())
from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as held (workspace_id, id, lease_epoch)
where run.workspace_id = held.workspace_id and run.id = held.id and run.lease_epoch = held.lease_epoch
  and run.state = 'running'`;

/** Hands leases back at a shutdown. */
export async function handBackRuns(tx: Tx, held: readonly RunKey[]): Promise<void> {
  await tx.query(sqlHandBackRuns, [
    held.map((run) => run.workspaceId),
    held.map((run) => run.id),
    held.map((run) => run.leaseEpoch),
  ]);
}

/** What one worker has to record of one run at one moment; everything in it is stored together or not at all. */
export interface RunRecording extends RunKey {
  readonly flowId: FlowId;
  readonly orderKey: string | null;
  readonly leaseMs: number;
  readonly steps: readonly StepRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly links: readonly LinkRecord[];
  /** Reads to be made anew, because a write found them stale (409, 412). */
  readonly forgottenSteps: readonly { readonly stepKey: string; readonly itemKey: string }[];
  /** Absent while the worker goes on with the run. */
  readonly next?: NextState;
}

export interface RecordingAnswer {
  /** False: the lease was lost, nothing was stored. */
  readonly isStored: boolean;
  readonly isCancelRequested: boolean;
}

/**
 * The fence is the first part: only runs whose epoch is still ours are in `mine`, and everything else joins it. A step
 * that is recorded as succeeded is never overwritten. A cancel that was asked for meanwhile takes the place of any state
 * in which the run would only wait.
 */
export const sqlRecordRuns = `
with input as (
  select * from json_to_recordset($1) as i (workspace_id uuid, id uuid, lease_epoch bigint, lease_ms bigint, state text,
    due_in_ms bigint, problem text, held_connection_id uuid, is_end boolean)
), mine as (
  update run set
    state = case when is_cancel_requested and i.state in ('queued', 'waiting', 'held') then 'cancelled'
      else coalesce(i.state, run.state) end,
    due_at = case when i.due_in_ms is null then run.due_at else now() + i.due_in_ms * interval '1 millisecond' end,
    leased_by = case when i.state is null then run.leased_by end,
    lease_expires_at = case when i.state is null then now() + i.lease_ms * interval '1 millisecond' end,
    problem = i.problem,
    held_connection_id = case when is_cancel_requested then null else i.held_connection_id end,
    crash_count = 0,
    crashed_at = null,
    ended_at = case when i.is_end or (is_cancel_requested and i.state in ('queued', 'waiting', 'held')) then now() end
  from input i
  where run.workspace_id = i.workspace_id and run.id = i.id and run.lease_epoch = i.lease_epoch and run.state = 'running'
  returning run.workspace_id, run.id, run.is_cancel_requested
), forgotten as (
  update step_run set state = 'waiting', output = null, progress = null
  from json_to_recordset($5) as f (run_id uuid, step_key text, item_key text) join mine on mine.id = f.run_id
  where step_run.workspace_id = mine.workspace_id and step_run.run_id = f.run_id and step_run.step_key = f.step_key
    and step_run.item_key = f.item_key
), recorded_steps as (
  insert into step_run (workspace_id, run_id, step_key, item_key, state, operation_class, input, output, progress)
  select mine.workspace_id, s.run_id, s.step_key, s.item_key, s.state, s.operation_class, s.input, s.output, s.progress
  from json_to_recordset($2) as s (run_id uuid, step_key text, item_key text, state text, operation_class text, input text,
    output text, progress text) join mine on mine.id = s.run_id
  on conflict (workspace_id, run_id, step_key, item_key) do update set state = excluded.state, input = excluded.input,
    output = excluded.output, progress = excluded.progress, updated_at = now()
    where step_run.state not in ('succeeded', 'skipped')
), recorded_attempts as (
  insert into attempt (workspace_id, run_id, step_key, item_key, number, kind, outcome, lease_epoch, operation_class,
    idempotency_key, request, request_body, response_status, response_headers, response_body, failure, decision,
    started_at, duration_ms)
  select mine.workspace_id, a.run_id, a.step_key, a.item_key, a.number, a.kind, a.outcome, a.lease_epoch,
    a.operation_class, a.idempotency_key, a.request, decode(a.request_body, 'base64'), a.response_status,
    a.response_headers, decode(a.response_body, 'base64'), a.failure, a.decision, to_timestamp(a.started_at_ms / 1000.0),
    a.duration_ms
  from json_to_recordset($3) as a (run_id uuid, step_key text, item_key text, number integer, kind text, outcome text,
    lease_epoch bigint, operation_class text, idempotency_key text, request text, request_body text,
    response_status integer, response_headers text, response_body text, failure text, decision text,
    started_at_ms double precision, duration_ms integer) join mine on mine.id = a.run_id
  on conflict (workspace_id, run_id, step_key, item_key, number) do update set outcome = excluded.outcome,
    response_status = excluded.response_status, response_headers = excluded.response_headers,
    response_body = excluded.response_body, failure = excluded.failure, decision = excluded.decision,
    duration_ms = excluded.duration_ms
), recorded_links as (
  insert into link (workspace_id, flow_id, step_key, source_key, destination_id, run_id)
  select mine.workspace_id, l.flow_id, l.step_key, l.source_key, l.destination_id, l.run_id
  from json_to_recordset($4) as l (run_id uuid, flow_id uuid, step_key text, source_key text, destination_id text)
    join mine on mine.id = l.run_id
  on conflict (workspace_id, flow_id, step_key, source_key) do update set destination_id = excluded.destination_id,
    run_id = excluded.run_id, updated_at = now()
)
select id, is_cancel_requested as "isCancelRequested" from mine`;

/** Records what happened to runs and moves them on. */
export const recordRuns: GroupStatement<RunRecording, RecordingAnswer> = {
  name: 'record_runs',
  order: 20,
  size: recordingBytes,
  async run(tx, inputs) {
    const lanes = inputs.flatMap((input) => (endsLane(input) ? laneOf(input) : []));
    await lockLanes(tx, lanes);
    const rows = await tx.query<{ id: RunId; isCancelRequested: boolean }>(sqlRecordRuns, recordingParameters(inputs));
    await releaseLanes(tx, lanes);
    const stored = new Map(rows.map((stored) => [stored.id, stored.isCancelRequested]));
    return inputs.map((input) => ({
      isStored: stored.has(input.id),
      isCancelRequested: stored.get(input.id) ?? false,
    }));
  },
};

/** Rough, and without writing anything out: attempts are what can be large. */
function recordingBytes(input: RunRecording): number {
  const bodies = input.attempts.map(
    (each) => (each.requestBody?.byteLength ?? 0) + (each.responseBody?.byteLength ?? 0),
  );
  return bodies.reduce((sum, bytes) => sum + bytes, RECORD_BYTES * (1 + input.steps.length + input.attempts.length));
}

const RECORD_BYTES = 1_024;

function endsLane(input: RunRecording): boolean {
  return input.next !== undefined && input.orderKey !== null;
}

function laneOf(run: { workspaceId: WorkspaceId; flowId: FlowId; orderKey: string | null }): OrderLane[] {
  return run.orderKey === null ? [] : [{ workspaceId: run.workspaceId, flowId: run.flowId, orderKey: run.orderKey }];
}

function recordingParameters(inputs: readonly RunRecording[]): readonly string[] {
  return [
    JSON.stringify(inputs.map(runRow)),
    JSON.stringify(inputs.flatMap((input) => input.steps.map((step) => stepRow(input.id, step)))),
    JSON.stringify(inputs.flatMap((input) => input.attempts.map((attempt) => attemptRow(input, attempt)))),
    JSON.stringify(inputs.flatMap((input) => input.links.map((link) => linkRow(input.id, link)))),
    JSON.stringify(inputs.flatMap((input) => input.forgottenSteps.map((step) => forgottenRow(input.id, step)))),
  ];
}

function runRow(input: RunRecording): object {
  const { next } = input;
  return {
    workspace_id: input.workspaceId,
    id: input.id,
    lease_epoch: input.leaseEpoch,
    lease_ms: input.leaseMs,
    state: next?.state,
    due_in_ms: next?.dueInMs,
    problem: next?.problem === undefined ? undefined : JSON.stringify(next.problem),
    held_connection_id: next?.heldConnectionId,
    is_end: next !== undefined && isEnded(next.state),
  };
}

function stepRow(runId: RunId, step: StepRecord): object {
  return {
    run_id: runId,
    step_key: step.stepKey,
    item_key: step.itemKey,
    state: step.state,
    operation_class: step.operationClass,
    input: optionalJson(step.input),
    output: optionalJson(step.output),
    progress: optionalJson(step.progress),
  };
}

function attemptRow(input: RunRecording, attempt: AttemptRecord): object {
  return {
    run_id: input.id,
    step_key: attempt.stepKey,
    item_key: attempt.itemKey,
    number: attempt.number,
    kind: attempt.kind,
    outcome: attempt.outcome,
    lease_epoch: input.leaseEpoch,
    operation_class: attempt.operationClass,
    idempotency_key: attempt.idempotencyKey,
    request: JSON.stringify(attempt.request),
    request_body: base64(attempt.requestBody),
    response_status: attempt.responseStatus,
    response_headers: optionalJson(attempt.responseHeaders),
    response_body: base64(attempt.responseBody),
    failure: optionalJson(attempt.failure),
    decision: optionalJson(attempt.decision),
    started_at_ms: attempt.startedAtMs,
    duration_ms: attempt.durationMs,
  };
}

function linkRow(runId: RunId, link: LinkRecord): object {
  return {
    run_id: runId,
    flow_id: link.flowId,
    step_key: link.stepKey,
    source_key: link.sourceKey,
    destination_id: stringifyJson(link.destinationId),
  };
}

function forgottenRow(runId: RunId, step: { stepKey: string; itemKey: string }): object {
  return { run_id: runId, step_key: step.stepKey, item_key: step.itemKey };
}

function optionalJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function base64(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
}
