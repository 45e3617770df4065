/** What is wrong right now, of all workspaces: the connections that somebody has to see to, and channels that are dead. */
import { UNREAD } from '../connections/index.ts';
import type { Tx } from '../db/index.ts';
import type { ChannelId, ConnectionId, PersonId, WorkspaceId } from '../foundation/index.ts';

export interface TroubledConnection {
  readonly workspaceId: WorkspaceId;
  readonly id: ConnectionId;
  readonly name: string;
  readonly connector: string;
  readonly state: 'active' | 'needs_reconnect' | 'revoked';
  /** Why it needs a reconnect, in words. */
  readonly problem: string | null;
  readonly problemSide: 'account' | 'app' | null;
  readonly ownerId: PersonId | null;
  /** What it stands on ends then, and nothing renews it before. */
  readonly endsAt: Date | null;
  readonly daysLeft: number | null;
  /** The vendor could not be asked for so long that somebody should know, or secrets cannot be read; otherwise null. */
  readonly verifyProblem: string | null;
  /** The token could not be renewed for so long that somebody should know; otherwise null. */
  readonly renewalProblem: string | null;
  /** Scopes that held runs wait for. */
  readonly heldScopes: readonly string[];
}

/** The daily look and an hour of asking again; secrets that cannot be read keep runs waiting, so that they are told at once. */
const UNANSWERED = `c.verify_problem is not null
  and (coalesce(c.verified_at, c.created_at) < now() - interval '25 hours' or c.verify_problem like '${UNREAD}%')`;
/** Ten failures in a row are ten minutes of trying, as renewals back off; past its end a token fails runs' calls sooner. */
const NOT_RENEWED = `t.failure_count >= 10 or (t.failure_count > 0 and t.expires_at < now() - interval '5 minutes')`;
/** What a renewal is due for before the end is put off by it. */
const ENDS = `c.state = 'active' and c.expires_at < now() + interval '14 days'
  and (t.refresh_due_at is null or t.refresh_due_at >= c.expires_at)`;
/** A look at so many says which scopes are missing. */
const HELD_LOOK = 200;

/**
 * One probe of `run_short_of_scopes` for each active connection; everything else stands in the two rows. Runs whose scopes
 * are all granted are on their way out.
 */
export const sqlListTroubledConnections = `
select c.workspace_id as "workspaceId", c.id, c.name, c.connector, c.state, c.problem, c.problem_side as "problemSide",
  c.owner_id as "ownerId", case when ${ENDS} then c.expires_at end as "endsAt",
  case when ${ENDS} then (extract(epoch from c.expires_at - now()) / 86400)::double precision end as "daysLeft",
  case when c.state = 'active' and ${UNANSWERED} then c.verify_problem end as "verifyProblem",
  case when c.state = 'active' and (${NOT_RENEWED}) then t.failure end as "renewalProblem",
  coalesce(held.scopes, '{}') as "heldScopes"
from connection as c
left join connection_token as t on t.workspace_id = c.workspace_id and t.connection_id = c.id
left join lateral (
  select array_agg(distinct scope order by scope) as scopes
  from (select held_scopes from run where run.workspace_id = c.workspace_id and run.held_connection_id = c.id
    and run.state = 'held' and run.held_scopes is not null limit ${HELD_LOOK}) as run, unnest(run.held_scopes) as scope
  where scope <> all(coalesce(c.granted_scopes, '{}'))
) as held on c.state = 'active'
where c.state <> 'active' or (${UNANSWERED}) or (${NOT_RENEWED}) or (${ENDS}) or held.scopes is not null
order by c.workspace_id, c.id limit $1`;

/** The connections that somebody has to see to. */
export function listTroubledConnections(tx: Tx, limit: number): Promise<TroubledConnection[]> {
  return tx.query<TroubledConnection>(sqlListTroubledConnections, [limit]);
}

export interface FailingChannel {
  readonly workspaceId: WorkspaceId;
  readonly id: ChannelId;
  readonly name: string;
  readonly problem: string;
}

/** One failed try is no news: servers put off mail of strangers, and webhooks are deployed. A given up delivery is. */
export const sqlListFailingChannels = `
select c.workspace_id as "workspaceId", c.id, c.name, c.problem from notice_channel as c
where c.problem is not null and c.is_enabled and (c.problem_since < now() - interval '5 minutes'
  or exists (select from notice_delivery as d where d.workspace_id = c.workspace_id and d.channel_id = c.id
    and d.state = 'failed' and d.tried_at >= c.problem_since))
order by c.workspace_id, c.id limit $1`;

/** The channels that do not get through. */
export function listFailingChannels(tx: Tx, limit: number): Promise<FailingChannel[]> {
  return tx.query<FailingChannel>(sqlListFailingChannels, [limit]);
}

/** Of several processes one looks at a time; freed with the transaction. Any number that nobody else uses. */
const sqlTryLockWatch = 'select pg_try_advisory_xact_lock(7305030) as "isOurs"';

/** True when nobody else is looking. */
export async function tryLockWatch(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ isOurs: boolean }>(sqlTryLockWatch, []);
  return row?.isOurs === true;
}
