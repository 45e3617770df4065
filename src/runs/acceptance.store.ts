/**
 * Acceptance: a trigger event and its run are stored together, in the group commit. Only after that commit may anybody
 * be told that the event was accepted.
 */
import type { GroupStatement, Tx } from '../db/index.ts';
import type { EventId, FlowId, RunId, WorkspaceId } from '../foundation/index.ts';
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
  readonly eventId: EventId;
  readonly runId: RunId;
  readonly state: RunState;
  readonly leaseEpoch: number;
  readonly receivedAt: Date;
  readonly createdAt: Date;
  readonly now: Date;
}

/**
 * One statement stores a batch of events and their runs. A key that is known already makes its event vanish from
 * `new_event`, and no run is made. Within the batch the first of an order key moves and the others stand behind it.
 */
export const sqlAcceptEvents = `
with input as (
  select * from json_to_recordset($1) as i (ord integer, workspace_id uuid, event_id uuid, flow_id uuid,
    flow_version integer, dedupe_key text, content_type text, headers text, body text, order_key text, holder text,
    lease_ms bigint, problem text)
), new_event as (
  insert into trigger_event (workspace_id, id, flow_id, dedupe_key, content_type, headers, body)
  select workspace_id, event_id, flow_id, dedupe_key, content_type, headers, decode(body, 'base64') from input order by ord
  on conflict do nothing
  returning workspace_id, id, received_at
), placed as (
  select i.*, i.order_key is not null and (
      row_number() over (partition by i.workspace_id, i.flow_id, i.order_key order by i.ord) > 1
      or exists (select 1 from run r where r.workspace_id = i.workspace_id and r.flow_id = i.flow_id
        and r.order_key = i.order_key and not r.is_blocked
        and r.state in ('queued', 'running', 'waiting', 'held', 'unknown'))
    ) as is_blocked
  from input i join new_event e on e.workspace_id = i.workspace_id and e.id = i.event_id
), new_run as (
  insert into run (workspace_id, id, flow_id, flow_version, event_id, state, order_key, is_blocked, lease_epoch, leased_by,
    lease_expires_at, problem, ended_at)
  select p.workspace_id, p.event_id, p.flow_id, p.flow_version, p.event_id,
    case when p.problem is not null then 'dead_lettered' when p.holder is null or p.is_blocked then 'queued' else 'running' end,
    p.order_key, p.is_blocked and p.problem is null,
    case when p.holder is null or p.is_blocked then 0 else 1 end,
    case when p.is_blocked or p.problem is not null then null else p.holder end,
    case when p.holder is not null and not p.is_blocked and p.problem is null
      then now() + p.lease_ms * interval '1 millisecond' end,
    p.problem, case when p.problem is not null then now() end
  from placed p order by p.ord
  returning id, state, lease_epoch, created_at
)
select r.id, r.state, r.lease_epoch as "leaseEpoch", r.created_at as "createdAt", e.received_at as "receivedAt",
  clock_timestamp() as now
from new_run r join new_event e on e.id = r.id`;

/** The event that holds the key, or that is this very event, stored by a commit whose answer was lost. */
export const sqlFindAccepted = `
select i.ord, e.id, e.received_at as "receivedAt", e.id = i.event_id as "isOwn", r.state, r.lease_epoch as "leaseEpoch",
  r.created_at as "createdAt", clock_timestamp() as now,
  i.memory_ms is not null and e.received_at < now() - i.memory_ms * interval '1 millisecond' as "isForgotten"
from json_to_recordset($1) as i (ord integer, workspace_id uuid, event_id uuid, flow_id uuid, dedupe_key text, memory_ms bigint)
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

interface AcceptedRow {
  readonly id: EventId;
  readonly state: RunState;
  readonly leaseEpoch: number;
  readonly createdAt: Date;
  readonly receivedAt: Date;
  readonly now: Date;
}

type KnownRow = AcceptedRow & { readonly ord: number; readonly isOwn: boolean; readonly isForgotten: boolean };

/** Accepts events: stores each with its run, or answers with the run of the event that came before it. */
export const acceptEvents: GroupStatement<AcceptanceInput, Acceptance> = {
  name: 'accept_events',
  order: 10,
  size: (input) => ENTRY_BYTES + input.body.byteLength,
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
  const rows = await tx.query<AcceptedRow>(sqlAcceptEvents, [JSON.stringify(inputs.map(acceptanceRow))]);
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const conflicting = inputs.filter((input) => !fresh.has(input.eventId));
  const known = conflicting.length === 0 ? new Map<EventId, Acceptance>() : await settleConflicts(tx, conflicting);
  return inputs.map((input) => {
    const row = fresh.get(input.eventId);
    return row === undefined ? (known.get(input.eventId) as Acceptance) : toAcceptance(row, false);
  });
}

/** Duplicates are answered with what they duplicate; keys whose memory is over are freed and taken anew. */
async function settleConflicts(tx: Tx, inputs: readonly AcceptanceInput[]): Promise<Map<EventId, Acceptance>> {
  const rows = await tx.query<KnownRow>(sqlFindAccepted, [JSON.stringify(inputs.map(conflictRow))]);
  const answers = new Map<EventId, Acceptance>();
  const forgotten = new Map<string, AcceptanceInput>();
  for (const row of rows) {
    const input = inputs[row.ord] as AcceptanceInput;
    if (row.isForgotten && !row.isOwn) forgotten.set(row.id, input);
    else answers.set(input.eventId, toAcceptance(row, !row.isOwn));
  }
  if (forgotten.size === 0) return answers;
  await tx.query(sqlForgetKeys, [[...forgotten.values()].map((input) => input.workspaceId), [...forgotten.keys()]]);
  const again = inputs.filter((input) => !answers.has(input.eventId));
  const renewed = await acceptOnce(tx, again);
  for (const [index, input] of again.entries()) answers.set(input.eventId, renewed[index] as Acceptance);
  return answers;
}

function toAcceptance(row: AcceptedRow, isDuplicate: boolean): Acceptance {
  const { id, state, leaseEpoch, receivedAt, createdAt, now } = row;
  return { isDuplicate, eventId: id, runId: id as string as RunId, state, leaseEpoch, receivedAt, createdAt, now };
}

function acceptanceRow(input: AcceptanceInput, ord: number): object {
  return {
    ord,
    workspace_id: input.workspaceId,
    event_id: input.eventId,
    flow_id: input.flowId,
    flow_version: input.flowVersion,
    dedupe_key: input.dedupeKey,
    content_type: input.contentType,
    headers: JSON.stringify(input.headers),
    body: Buffer.from(input.body.buffer, input.body.byteOffset, input.body.byteLength).toString('base64'),
    order_key: input.orderKey,
    holder: input.lease?.holder,
    lease_ms: input.lease?.leaseMs,
    problem: input.problem === null ? undefined : JSON.stringify(input.problem),
  };
}

function conflictRow(input: AcceptanceInput, ord: number): object {
  return {
    ord,
    workspace_id: input.workspaceId,
    event_id: input.eventId,
    flow_id: input.flowId,
    dedupe_key: input.dedupeKey,
    memory_ms: input.dedupeMemoryMs,
  };
}
