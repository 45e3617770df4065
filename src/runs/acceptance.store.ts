/**
 * Acceptance: a trigger event and its run are stored together, in the group commit. Only after that commit may anybody
 * be told that the event was accepted.
 */
import { hash } from 'node:crypto';
import { column, type GroupStatement, type Tx } from '../db/index.ts';
import { assert, type EventId, type FlowId, type RunId, type WorkspaceId } from '../foundation/index.ts';
import { lockLanes, notifyRunDue } from './order-lane.store.ts';
import type { RunProblem, RunState } from './run.ts';

export interface AcceptanceInput {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly flowVersion: number;
  /** Made by the caller, so that a repeated statement finds its own row. The event's first run has the same id. */
  readonly eventId: EventId;
  readonly dedupeKey: string | null;
  /** How long the dedupe key is remembered; null: as long as the event is kept. */
  readonly dedupeMemoryMs: number | null;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly orderKey: string | null;
  /** The accepting process will run it itself, at once. Ignored for a run that has to wait for its turn. */
  readonly lease: { readonly holder: string; readonly leaseMs: number } | null;
  /** Accepted and kept, but not runnable: it waits for a person as a dead letter. */
  readonly problem: RunProblem | null;
}

export interface Acceptance {
  readonly isDuplicate: boolean;
  /** False: the event that holds the key has another body. */
  readonly isSameBody: boolean;
  readonly eventId: EventId;
  readonly runId: RunId;
  readonly state: RunState;
  readonly leaseEpoch: number;
  /** When the event came and its run was made: one moment, by the database, in ISO 8601. */
  readonly receivedAt: string;
  readonly now: Date;
}

/**
 * One statement stores a batch of events and their runs. A key that is known already makes its event vanish from
 * `new_event`, and no run is made. Within the batch the first of an order key moves and the others stand behind it.
 * One row answers for the whole batch, for most events go the ordinary way: it names those that did not.
 */
export const sqlAcceptEvents = `
with input as (
  select * from unnest($1::integer[], $2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::text[], $8::text[],
    $9::bytea[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[])
    as i (ord, workspace_id, event_id, flow_id, flow_version, dedupe_key, content_type, headers, body, order_key, state,
      holder, lease_ms, problem)
), new_event as (
  insert into trigger_event (workspace_id, id, flow_id, dedupe_key, content_type, headers, body)
  select workspace_id, event_id, flow_id, dedupe_key, content_type, headers, body from input order by ord
  on conflict do nothing
  returning workspace_id, id
), placed as (
  select i.*, i.order_key is not null and i.problem is null and (
      row_number() over (partition by i.workspace_id, i.flow_id, i.order_key order by i.ord) > 1
      or exists (select 1 from run r where r.workspace_id = i.workspace_id and r.flow_id = i.flow_id
        and r.order_key = i.order_key and not r.is_blocked
        and r.state in ('queued', 'running', 'waiting', 'held', 'unknown'))
    ) as is_blocked
  from input i join new_event e on e.workspace_id = i.workspace_id and e.id = i.event_id
), new_run as (
  insert into run (workspace_id, id, flow_id, flow_version, event_id, state, order_key, is_blocked, lease_epoch, leased_by,
    lease_expires_at, problem, ended_at)
  select workspace_id, event_id, flow_id, flow_version, event_id, case when is_blocked then 'queued' else state end,
    order_key, is_blocked, case when state = 'running' and not is_blocked then 1 else 0 end,
    case when not is_blocked then holder end, case when not is_blocked then now() + lease_ms * interval '1 millisecond' end,
    problem, case when state = 'dead_lettered' then now() end
  from placed order by ord
)
select now() as "receivedAt", clock_timestamp() as now,
  array(select ord from input where not exists (select 1 from placed where placed.ord = input.ord)) as known,
  array(select ord from placed where is_blocked) as blocked`;

/** The event that holds the key, or that is this very event, stored by a commit whose answer was lost. */
export const sqlFindAccepted = `
select i.ord, e.id, e.received_at as "receivedAt", e.id = i.event_id as "isOwn", r.state, r.lease_epoch as "leaseEpoch",
  clock_timestamp() as now, encode(sha256(e.body), 'hex') as "bodyHash",
  i.memory_ms is not null and e.received_at < now() - i.memory_ms * interval '1 millisecond' as "isForgotten"
from unnest($1::integer[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[])
  as i (ord, workspace_id, event_id, flow_id, dedupe_key, memory_ms)
join trigger_event e on e.workspace_id = i.workspace_id
  and (e.id = i.event_id or (e.flow_id = i.flow_id and e.dedupe_key = i.dedupe_key))
join run r on r.workspace_id = e.workspace_id and r.id = e.id`;

/** Ends the memory of keys whose time is over, so that the same body counts as a new event. */
export const sqlForgetKeys = `
update trigger_event set dedupe_key = null
from unnest($1::uuid[], $2::uuid[]) as old (workspace_id, id)
where trigger_event.workspace_id = old.workspace_id and trigger_event.id = old.id`;

/** What an entry takes beside its body, roughly. */
const ENTRY_BYTES = 1_024;

/** Answer for a batch: two moments for all of it, and the positions of what did not go the ordinary way. */
interface BatchRow {
  readonly receivedAt: Date;
  readonly now: Date;
  /** Stored before, by their key or by this very statement. */
  readonly known: readonly number[];
  /** Stored now, behind another run of their order key. */
  readonly blocked: readonly number[];
}

interface AcceptedRow {
  readonly id: EventId;
  readonly state: RunState;
  readonly leaseEpoch: number;
  readonly receivedAt: Date;
  readonly now: Date;
}

interface KnownRow extends AcceptedRow {
  readonly ord: number;
  readonly isOwn: boolean;
  readonly isForgotten: boolean;
  readonly bodyHash: string;
}

/** Accepts events: stores each with its run, or answers with the run of the event that came before it. */
export const acceptEvents: GroupStatement<AcceptanceInput, Acceptance> = {
  name: 'accept_events',
  order: 10,
  size: (input) => ENTRY_BYTES + input.body.byteLength,
  // No lane to lock, nobody to wake. A duplicate is looked up afterwards, and a key whose memory is over taken anew.
  commitsAlong: (inputs) => inputs.every((input) => input.orderKey === null && stateOf(input) !== 'queued'),
  async run(tx, inputs) {
    await lockLanes(
      tx,
      inputs.flatMap((input) => (input.orderKey === null ? [] : [{ ...input, orderKey: input.orderKey }])),
    );
    const answers = await acceptOnce(tx, inputs);
    if (answers.some((answer) => !answer.isDuplicate && answer.state === 'queued')) await notifyRunDue(tx);
    return answers;
  },
};

async function acceptOnce(tx: Tx, inputs: readonly AcceptanceInput[]): Promise<readonly Acceptance[]> {
  const [batch] = await tx.query<BatchRow>(sqlAcceptEvents, acceptanceColumns(inputs));
  assert(batch !== undefined, 'an accepted batch has an answer');
  const conflicting = batch.known.map((ord) => inputs[ord] as AcceptanceInput);
  const known = conflicting.length === 0 ? new Map<EventId, Acceptance>() : await settleConflicts(tx, conflicting);
  const blocked = new Set(batch.blocked);
  const moment = { receivedAt: batch.receivedAt.toISOString(), now: batch.now };
  return inputs.map((input, ord) => known.get(input.eventId) ?? freshAcceptance(input, moment, blocked.has(ord)));
}

function freshAcceptance(
  input: AcceptanceInput,
  moment: Pick<Acceptance, 'receivedAt' | 'now'>,
  isBlocked: boolean,
): Acceptance {
  const state = isBlocked ? 'queued' : stateOf(input);
  const leaseEpoch = state === 'running' ? 1 : 0;
  const { eventId } = input;
  return { isDuplicate: false, isSameBody: true, eventId, runId: runOf(eventId), state, leaseEpoch, ...moment };
}

/** The event's first run. */
function runOf(eventId: EventId): RunId {
  return eventId as string as RunId;
}

/** How a new run begins, unless another one of its order key is before it. */
function stateOf({ problem, lease }: AcceptanceInput): RunState {
  if (problem !== null) return 'dead_lettered';
  return lease === null ? 'queued' : 'running';
}

/** Duplicates are answered with what they duplicate; keys whose memory is over are freed and taken anew. */
async function settleConflicts(tx: Tx, inputs: readonly AcceptanceInput[]): Promise<Map<EventId, Acceptance>> {
  const rows = await tx.query<KnownRow>(sqlFindAccepted, conflictColumns(inputs));
  const answers = new Map<EventId, Acceptance>();
  const forgotten = new Map<string, AcceptanceInput>();
  for (const row of rows) {
    const input = inputs[row.ord] as AcceptanceInput;
    if (row.isForgotten && !row.isOwn) forgotten.set(row.id, input);
    else answers.set(input.eventId, knownAcceptance(input, row));
  }
  if (forgotten.size === 0) return answers;
  await tx.query(sqlForgetKeys, [[...forgotten.values()].map((input) => input.workspaceId), [...forgotten.keys()]]);
  const again = inputs.filter((input) => !answers.has(input.eventId));
  const renewed = await acceptOnce(tx, again);
  for (const [index, input] of again.entries()) answers.set(input.eventId, renewed[index] as Acceptance);
  return answers;
}

function knownAcceptance(input: AcceptanceInput, row: KnownRow): Acceptance {
  const { id: eventId, state, leaseEpoch, now, isOwn } = row;
  const receivedAt = row.receivedAt.toISOString();
  const isSameBody = isOwn || hash('sha256', input.body) === row.bodyHash;
  return { isDuplicate: !isOwn, isSameBody, eventId, runId: runOf(eventId), state, leaseEpoch, receivedAt, now };
}

function acceptanceColumns(inputs: readonly AcceptanceInput[]): readonly Buffer[] {
  return [
    column.integer(inputs.map((_, ord) => ord)),
    column.uuid(inputs.map((input) => input.workspaceId)),
    column.uuid(inputs.map((input) => input.eventId)),
    column.uuid(inputs.map((input) => input.flowId)),
    column.integer(inputs.map((input) => input.flowVersion)),
    column.text(inputs.map((input) => input.dedupeKey)),
    column.text(inputs.map((input) => input.contentType)),
    column.text(inputs.map((input) => JSON.stringify(input.headers))),
    column.bytes(inputs.map((input) => input.body)),
    column.text(inputs.map((input) => input.orderKey)),
    column.text(inputs.map(stateOf)),
    column.text(inputs.map((input) => input.lease?.holder)),
    column.bigint(inputs.map((input) => input.lease?.leaseMs)),
    column.text(inputs.map((input) => (input.problem === null ? null : JSON.stringify(input.problem)))),
  ];
}

function conflictColumns(inputs: readonly AcceptanceInput[]): readonly Buffer[] {
  return [
    column.integer(inputs.map((_, ord) => ord)),
    column.uuid(inputs.map((input) => input.workspaceId)),
    column.uuid(inputs.map((input) => input.eventId)),
    column.uuid(inputs.map((input) => input.flowId)),
    column.text(inputs.map((input) => input.dedupeKey)),
    column.bigint(inputs.map((input) => input.dedupeMemoryMs)),
  ];
}
