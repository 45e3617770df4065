/**
 * Held runs whose connection is good again. They leave their hold straight into the lease of the process that leads the
 * drain of their connection: in the queue, the next worker to look would start several of them at once.
 */
import type { Tx } from '../db/index.ts';
import type { ConnectionId, WorkspaceId } from '../foundation/index.ts';
import type { ClaimedRun } from './ledger.store.ts';

/** Distinct connections and scopes that runs are held for, one probe of `run_held_for_scopes` each, however many runs there are. */
const NO_SCOPES = `'{}'::text[]`;
const HELD_SCOPES = `coalesce(run.held_scopes, ${NO_SCOPES})`;

/** The connection takes calls: it works, nobody asked for a pause, and its token is not in trouble. */
const TAKES_CALLS = `connection.state = 'active' and (connection.paused_until is null or connection.paused_until <= now())
    and not exists (select from connection_token as token where token.workspace_id = connection.workspace_id
      and token.connection_id = connection.id and token.failure_count > 0 and token.expires_at <= now())`;

/** Without a list of what was granted, scopes are no matter of this connection. */
const IS_GRANTED = `(connection.granted_scopes is null or waiting.scopes <@ connection.granted_scopes)`;

/** Whoever leads a drain keeps it; one whose leader is silent for longer than its lease is taken over. */
export const sqlTakeDrains = `
with recursive waiting as (
  (select run.workspace_id, run.held_connection_id as connection_id, ${HELD_SCOPES} as scopes from run
  where run.state = 'held' order by run.workspace_id, run.held_connection_id, ${HELD_SCOPES} limit 1)
  union all
  select next.workspace_id, next.held_connection_id, next.scopes from waiting cross join lateral (
    select run.workspace_id, run.held_connection_id, ${HELD_SCOPES} as scopes from run where run.state = 'held'
      and (run.workspace_id, run.held_connection_id, ${HELD_SCOPES})
        > (waiting.workspace_id, waiting.connection_id, waiting.scopes)
    order by run.workspace_id, run.held_connection_id, ${HELD_SCOPES} limit 1) as next
), ready as (
  select connection.workspace_id, connection.id, coalesce(drain.holder = $1, false) as is_mine from waiting
  join connection on connection.workspace_id = waiting.workspace_id and connection.id = waiting.connection_id
  left join connection_drain as drain on drain.workspace_id = connection.workspace_id and drain.connection_id = connection.id
  where ${TAKES_CALLS} and ${IS_GRANTED} and (drain.holder is null or drain.holder = $1 or drain.expires_at <= now())
  group by 1, 2, 3 order by 3 desc limit $3
), taken as (
  insert into connection_drain (workspace_id, connection_id, holder, expires_at)
  select workspace_id, id, $1, now() + $2 * interval '1 millisecond' from ready
  on conflict (workspace_id, connection_id) do update set holder = excluded.holder, expires_at = excluded.expires_at
    where connection_drain.holder = excluded.holder or connection_drain.expires_at <= now()
  returning workspace_id, connection_id
)
select taken.workspace_id as "workspaceId", taken.connection_id as "connectionId",
  connection.drain_per_second as "perSecond" from taken
join connection on connection.workspace_id = taken.workspace_id and connection.id = taken.connection_id`;

/** The drain of one connection, led by this process. */
export interface Drain {
  readonly workspaceId: WorkspaceId;
  readonly connectionId: ConnectionId;
  readonly perSecond: number;
}

/** Takes drains that nobody leads and renews those of this holder; `limit` bounds both together. */
export function takeDrains(tx: Tx, take: { holder: string; leaseMs: number; limit: number }): Promise<Drain[]> {
  return tx.query<Drain>(sqlTakeDrains, [take.holder, take.leaseMs, take.limit]);
}

/**
 * The first runs in the order of `seq`, of all groups of scopes that are granted, as long as the drain is the holder's
 * and the connection takes calls. Of each group no more is read than may be claimed.
 */
export const sqlClaimHeldRuns = `
with recursive led as (
  select connection.* from connection_drain as drain
  join connection on connection.workspace_id = drain.workspace_id and connection.id = drain.connection_id
  where drain.workspace_id = $1 and drain.connection_id = $2 and drain.holder = $3 and drain.expires_at > now()
    and ${TAKES_CALLS}
), waiting as (
  (select ${HELD_SCOPES} as scopes from run where run.workspace_id = $1 and run.held_connection_id = $2
    and run.state = 'held' and exists (select from led)
  order by ${HELD_SCOPES} limit 1)
  union all
  select next.scopes from waiting cross join lateral (
    select ${HELD_SCOPES} as scopes from run where run.workspace_id = $1 and run.held_connection_id = $2
      and run.state = 'held' and ${HELD_SCOPES} > waiting.scopes
    order by ${HELD_SCOPES} limit 1) as next
), due as (
  select first.id from waiting join led as connection on ${IS_GRANTED} cross join lateral (
    select run.id, run.seq from run where run.workspace_id = $1 and run.held_connection_id = $2 and run.state = 'held'
      and ${HELD_SCOPES} = waiting.scopes order by run.seq limit $5) as first
  order by first.seq limit $5
)
update run set state = 'running', lease_epoch = lease_epoch + 1, leased_by = $3,
  lease_expires_at = now() + $4 * interval '1 millisecond', problem = null, held_connection_id = null, held_scopes = null
from due where run.workspace_id = $1 and run.id = due.id and run.state = 'held'
returning run.workspace_id as "workspaceId", run.id, run.flow_id as "flowId", run.flow_version as "flowVersion",
  run.event_id as "eventId", run.order_key as "orderKey", run.lease_epoch as "leaseEpoch",
  run.payload_version as "payloadVersion", run.created_at as "createdAt", run.crashed_at as "crashedAt", run.seq,
  clock_timestamp() as now`;

/** Claims the next runs of a drain, the earliest first; none when the hold has come back, or the drain is another's. */
export async function claimHeldRuns(
  tx: Tx,
  { workspaceId, connectionId }: Drain,
  claim: { holder: string; leaseMs: number; limit: number },
): Promise<readonly ClaimedRun[]> {
  const values = [workspaceId, connectionId, claim.holder, claim.leaseMs, claim.limit];
  const claimed = await tx.query<ClaimedRun & { readonly seq: number }>(sqlClaimHeldRuns, values);
  return claimed.toSorted((one, other) => one.seq - other.seq);
}

export const sqlDropDrain = `
delete from connection_drain where workspace_id = $1 and connection_id = $2 and holder = $3`;

/** Gives up a drain, so that anybody may take it at once. */
export async function dropDrain(tx: Tx, { workspaceId, connectionId }: Drain, holder: string): Promise<void> {
  await tx.query(sqlDropDrain, [workspaceId, connectionId, holder]);
}
