/**
 * The ledger: how a run is accepted, leased, recorded and rescued. Accept and record go through the group commit, so each
 * statement takes many runs at once and is safe to run twice (its first commit may have been lost to a broken connection).
 *
 * Every write of a worker carries the epoch of its lease. A worker that was paused past its lease finds its epoch stale
 * and changes nothing: that is the fence between it and its successor.
 */
import { column, type GroupStatement, type Tx } from '../db/index.ts';
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
  select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::uuid[],
    $9::text[], $10::boolean[]) as i (workspace_id, id, lease_epoch, lease_ms, state, due_in_ms, problem, held_connection_id,
      held_scopes, is_end)
), mine as (
  update run set
    state = case when is_cancel_requested and i.state in ('queued', 'waiting', 'held') then 'cancelled'
      else coalesce(i.state, run.state) end,
    due_at = case when i.due_in_ms is null then run.due_at else now() + i.due_in_ms * interval '1 millisecond' end,
    leased_by = case when i.state is null then run.leased_by end,
    lease_expires_at = case when i.state is null then now() + i.lease_ms * interval '1 millisecond' end,
    problem = i.problem,
    held_connection_id = case when is_cancel_requested then null else i.held_connection_id end,
    held_scopes = case when not is_cancel_requested then string_to_array(i.held_scopes, ' ') end,
    crash_count = 0,
    crashed_at = null,
    ended_at = case when i.is_end or (is_cancel_requested and i.state in ('queued', 'waiting', 'held')) then now() end
  from input i
  where run.workspace_id = i.workspace_id and run.id = i.id and run.lease_epoch = i.lease_epoch and run.state = 'running'
  returning run.workspace_id, run.id, run.is_cancel_requested
), forgotten as (
  update step_run set state = 'waiting', output = null, progress = null
  from unnest($11::uuid[], $12::text[], $13::text[]) as f (run_id, step_key, item_key) join mine on mine.id = f.run_id
  where step_run.workspace_id = mine.workspace_id and step_run.run_id = f.run_id and step_run.step_key = f.step_key
    and step_run.item_key = f.item_key
), recorded_steps as (
  insert into step_run (workspace_id, run_id, step_key, item_key, state, operation_class, input, output, progress)
  select mine.workspace_id, s.run_id, s.step_key, s.item_key, s.state, s.operation_class, s.input, s.output, s.progress
  from unnest($14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[])
    as s (run_id, step_key, item_key, state, operation_class, input, output, progress) join mine on mine.id = s.run_id
  on conflict (workspace_id, run_id, step_key, item_key) do update set state = excluded.state, input = excluded.input,
    output = excluded.output, progress = excluded.progress, updated_at = now()
    where step_run.state not in ('succeeded', 'skipped')
), recorded_attempts as (
  insert into attempt (workspace_id, run_id, step_key, item_key, number, kind, outcome, lease_epoch, operation_class,
    idempotency_key, request, request_body, response_status, response_headers, response_body, failure, decision,
    started_at, duration_ms)
  select mine.workspace_id, a.run_id, a.step_key, a.item_key, a.number, a.kind, a.outcome, a.lease_epoch,
    a.operation_class, a.idempotency_key, a.request, a.request_body, a.response_status, a.response_headers,
    a.response_body, a.failure, a.decision, to_timestamp(a.started_at_ms / 1000.0), a.duration_ms
  from unnest($22::uuid[], $23::text[], $24::text[], $25::integer[], $26::text[], $27::text[], $28::bigint[], $29::text[],
    $30::text[], $31::text[], $32::bytea[], $33::integer[], $34::text[], $35::bytea[], $36::text[], $37::text[],
    $38::float8[], $39::integer[])
    as a (run_id, step_key, item_key, number, kind, outcome, lease_epoch, operation_class, idempotency_key, request,
      request_body, response_status, response_headers, response_body, failure, decision, started_at_ms, duration_ms)
    join mine on mine.id = a.run_id
  on conflict (workspace_id, run_id, step_key, item_key, number) do update set outcome = excluded.outcome,
    response_status = excluded.response_status, response_headers = excluded.response_headers,
    response_body = excluded.response_body, failure = excluded.failure, decision = excluded.decision,
    duration_ms = excluded.duration_ms
), recorded_links as (
  insert into link (workspace_id, flow_id, step_key, source_key, destination_id, run_id)
  select mine.workspace_id, l.flow_id, l.step_key, l.source_key, l.destination_id, l.run_id
  from unnest($40::uuid[], $41::uuid[], $42::text[], $43::text[], $44::text[])
    as l (run_id, flow_id, step_key, source_key, destination_id) join mine on mine.id = l.run_id
  on conflict (workspace_id, flow_id, step_key, source_key) do update set destination_id = excluded.destination_id,
    run_id = excluded.run_id, updated_at = now()
)
select input.id, mine.id is not null as "isStored" from input left join mine on mine.id = input.id
where mine.id is null or mine.is_cancel_requested`;

/** Records what happened to runs and moves them on. */
export const recordRuns: GroupStatement<RunRecording, RecordingAnswer> = {
  name: 'record_runs',
  order: 20,
  size: recordingBytes,
  commitsAlong: (inputs) => !inputs.some(endsLane),
  async run(tx, inputs) {
    const lanes = inputs.flatMap((input) => (endsLane(input) ? laneOf(input) : []));
    await lockLanes(tx, lanes);
    // Only what did not go the ordinary way is answered: a lost lease, or a cancel that was asked for.
    const rows = await tx.query<{ id: RunId; isStored: boolean }>(sqlRecordRuns, recordingColumns(inputs));
    await releaseLanes(tx, lanes);
    const unusual = new Map(rows.map((row) => [row.id, row.isStored]));
    return inputs.map((input) => {
      const isStored = unusual.get(input.id);
      return { isStored: isStored ?? true, isCancelRequested: isStored ?? false };
    });
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

function recordingColumns(inputs: readonly RunRecording[]): readonly Buffer[] {
  return [
    ...runColumns(inputs),
    ...forgottenColumns(ofRuns(inputs, (input) => input.forgottenSteps)),
    ...stepColumns(ofRuns(inputs, (input) => input.steps)),
    ...attemptColumns(ofRuns(inputs, (input) => input.attempts)),
    ...linkColumns(ofRuns(inputs, (input) => input.links)),
  ];
}

/** Something recorded, and the recording it belongs to. */
type OfRun<T> = readonly [input: RunRecording, record: T];

function ofRuns<T>(inputs: readonly RunRecording[], read: (input: RunRecording) => readonly T[]): OfRun<T>[] {
  return inputs.flatMap((input) => read(input).map((record): OfRun<T> => [input, record]));
}

function runColumns(inputs: readonly RunRecording[]): readonly Buffer[] {
  return [
    column.uuid(inputs.map((input) => input.workspaceId)),
    column.uuid(inputs.map((input) => input.id)),
    column.bigint(inputs.map((input) => input.leaseEpoch)),
    column.bigint(inputs.map((input) => input.leaseMs)),
    column.text(inputs.map(({ next }) => next?.state)),
    column.bigint(inputs.map(({ next }) => (next?.dueInMs === undefined ? null : Math.round(next.dueInMs)))),
    column.text(inputs.map(({ next }) => optionalJson(next?.problem))),
    column.uuid(inputs.map(({ next }) => next?.heldConnectionId)),
    column.text(inputs.map(({ next }) => next?.heldScopes?.join(' '))),
    column.boolean(inputs.map(({ next }) => next !== undefined && isEnded(next.state))),
  ];
}

function forgottenColumns(steps: readonly OfRun<{ stepKey: string; itemKey: string }>[]): readonly Buffer[] {
  return [
    column.uuid(steps.map(([input]) => input.id)),
    column.text(steps.map(([, step]) => step.stepKey)),
    column.text(steps.map(([, step]) => step.itemKey)),
  ];
}

function stepColumns(steps: readonly OfRun<StepRecord>[]): readonly Buffer[] {
  return [
    column.uuid(steps.map(([input]) => input.id)),
    column.text(steps.map(([, step]) => step.stepKey)),
    column.text(steps.map(([, step]) => step.itemKey)),
    column.text(steps.map(([, step]) => step.state)),
    column.text(steps.map(([, step]) => step.operationClass)),
    column.text(steps.map(([, step]) => optionalJson(step.input))),
    column.text(steps.map(([, step]) => optionalJson(step.output))),
    column.text(steps.map(([, step]) => optionalJson(step.progress))),
  ];
}

function attemptColumns(attempts: readonly OfRun<AttemptRecord>[]): readonly Buffer[] {
  return [
    column.uuid(attempts.map(([input]) => input.id)),
    column.text(attempts.map(([, attempt]) => attempt.stepKey)),
    column.text(attempts.map(([, attempt]) => attempt.itemKey)),
    column.integer(attempts.map(([, attempt]) => attempt.number)),
    column.text(attempts.map(([, attempt]) => attempt.kind)),
    column.text(attempts.map(([, attempt]) => attempt.outcome)),
    column.bigint(attempts.map(([input]) => input.leaseEpoch)),
    column.text(attempts.map(([, attempt]) => attempt.operationClass)),
    column.text(attempts.map(([, attempt]) => attempt.idempotencyKey)),
    column.text(attempts.map(([, attempt]) => JSON.stringify(attempt.request))),
    column.bytes(attempts.map(([, attempt]) => attempt.requestBody)),
    column.integer(attempts.map(([, attempt]) => attempt.responseStatus)),
    column.text(attempts.map(([, attempt]) => optionalJson(attempt.responseHeaders))),
    column.bytes(attempts.map(([, attempt]) => attempt.responseBody)),
    column.text(attempts.map(([, attempt]) => optionalJson(attempt.failure))),
    column.text(attempts.map(([, attempt]) => optionalJson(attempt.decision))),
    column.double(attempts.map(([, attempt]) => attempt.startedAtMs)),
    column.integer(attempts.map(([, attempt]) => attempt.durationMs)),
  ];
}

function linkColumns(links: readonly OfRun<LinkRecord>[]): readonly Buffer[] {
  return [
    column.uuid(links.map(([input]) => input.id)),
    column.uuid(links.map(([, link]) => link.flowId)),
    column.text(links.map(([, link]) => link.stepKey)),
    column.text(links.map(([, link]) => link.sourceKey)),
    column.text(links.map(([, link]) => stringifyJson(link.destinationId))),
  ];
}

function optionalJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
