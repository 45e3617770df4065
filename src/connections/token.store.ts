import type { Tx } from '../db/index.ts';
import type { ConnectionId, WorkspaceId } from '../foundation/index.ts';

export interface TokenKey {
  readonly workspaceId: WorkspaceId;
  readonly connectionId: ConnectionId;
}

/** A token to be stored; times count from now, by the database. */
export interface NewToken extends TokenKey {
  readonly sealedTokens: Buffer;
  /** null: it does not expire. */
  readonly lifeMs: number | null;
  /** null: there is nothing to do ahead. */
  readonly dueInMs: number | null;
}

/** Milliseconds from now that a parameter holds; null stays null. Not `now()`: that is the begin of the transaction. */
const inMs = (parameter: string) => `clock_timestamp() + ${parameter}::double precision * interval '1 millisecond'`;

/** A consent replaces whatever was there: the version goes on, so that a renewal under way is not stored over it. */
export const sqlPutToken = `
insert into connection_token (workspace_id, connection_id, sealed_tokens, obtained_at, expires_at, refresh_due_at)
values ($1, $2, $3, clock_timestamp(), ${inMs('$4')}, ${inMs('$5')})
on conflict (workspace_id, connection_id) do update set version = connection_token.version + 1,
  sealed_tokens = excluded.sealed_tokens, obtained_at = excluded.obtained_at, expires_at = excluded.expires_at,
  refresh_due_at = excluded.refresh_due_at, refresh_started_at = null, refresh_holder = null, failure_count = 0,
  failure = null`;

/** Stores the tokens of a consent, or the empty beginning of a grant that needs none. */
export async function putToken(tx: Tx, token: NewToken): Promise<void> {
  const { workspaceId, connectionId, sealedTokens, lifeMs, dueInMs } = token;
  await tx.query(sqlPutToken, [workspaceId, connectionId, sealedTokens, lifeMs, dueInMs]);
}

export const sqlDeleteToken = `delete from connection_token where workspace_id = $1 and connection_id = $2`;

/** Forgets the tokens of a connection that no longer signs in by OAuth, or was revoked. */
export async function deleteToken(tx: Tx, { workspaceId, connectionId }: TokenKey): Promise<void> {
  await tx.query(sqlDeleteToken, [workspaceId, connectionId]);
}

/** Everything that decides whether a renewal may begin. */
export interface LockedToken {
  readonly version: number;
  readonly state: string;
  readonly connector: string;
  readonly sealedTokens: Buffer;
  readonly sealedCredential: Buffer;
  readonly failureCount: number;
  readonly failure: string | null;
  /** Milliseconds until it is due; null: never. */
  readonly dueInMs: number | null;
  /** null: nobody renews. */
  readonly claimAgeMs: number | null;
  readonly holder: string | null;
  /** The session of the holder still stands. */
  readonly isHolderAlive: boolean;
  /** The server lost all sessions after the claim, so that a missing one says nothing. */
  readonly wasServerRestarted: boolean;
  /** Milliseconds since the Unix epoch, by the database. */
  readonly nowMs: number;
}

/** Class of the advisory locks by which a process shows that it lives; any number that nobody else uses. */
const PRESENCE_CLASS = 7_305_020;

/**
 * Locks the row, so that two who want to renew are decided one after the other. A holder that lives holds an advisory
 * lock of its session, which the server frees the moment its process dies.
 */
export const sqlLockToken = `
select t.version::integer as version, c.state, c.connector, t.sealed_tokens as "sealedTokens",
  c.sealed_credential as "sealedCredential", t.failure_count as "failureCount",
  t.failure, (extract(epoch from t.refresh_due_at - clock_timestamp()) * 1000)::double precision as "dueInMs",
  (extract(epoch from clock_timestamp() - t.refresh_started_at) * 1000)::double precision as "claimAgeMs",
  t.refresh_holder as holder,
  exists (select from pg_locks where locktype = 'advisory' and granted and classid::bigint = ${PRESENCE_CLASS}
    and database = (select oid from pg_database where datname = current_database())
    and objid::bigint = hashtext(t.refresh_holder)::bigint & 4294967295) as "isHolderAlive",
  pg_postmaster_start_time() > coalesce(t.refresh_started_at, 'infinity') as "wasServerRestarted",
  (extract(epoch from clock_timestamp()) * 1000)::double precision as "nowMs"
from connection_token t join connection c on c.workspace_id = t.workspace_id and c.id = t.connection_id
where t.workspace_id = $1 and t.connection_id = $2 for update of t`;

/** The token, locked until the transaction ends; undefined where the connection holds none. */
export async function lockToken(tx: Tx, { workspaceId, connectionId }: TokenKey): Promise<LockedToken | undefined> {
  const [row] = await tx.query<LockedToken>(sqlLockToken, [workspaceId, connectionId]);
  return row;
}

/** After a refusal the token is over for everybody, whatever its time. */
export const sqlClaimToken = `
update connection_token set refresh_started_at = clock_timestamp(), refresh_holder = $3,
  expires_at = case when $4 then least(expires_at, clock_timestamp()) else expires_at end
where workspace_id = $1 and connection_id = $2`;

/** Notes that a renewal begins; committed before anything is sent (F67). */
export async function claimToken(tx: Tx, key: TokenKey, claim: { holder: string; isRefused: boolean }): Promise<void> {
  await tx.query(sqlClaimToken, [key.workspaceId, key.connectionId, claim.holder, claim.isRefused]);
}

/** Fenced by the version alone: whoever got tokens for it first has those that are good. */
export const sqlStoreRenewed = `
update connection_token set version = version + 1, sealed_tokens = $4, obtained_at = clock_timestamp(),
  expires_at = ${inMs('$5')}, refresh_due_at = ${inMs('$6')}, refresh_started_at = null, refresh_holder = null,
  refresh_count = refresh_count + 1, failure_count = 0, failure = null
where workspace_id = $1 and connection_id = $2 and version = $3 returning 1`;

/** Stores renewed tokens; false when another had stored some for this version. */
export async function storeRenewed(tx: Tx, token: NewToken & { readonly version: number }): Promise<boolean> {
  const { workspaceId, connectionId, version, sealedTokens, lifeMs, dueInMs } = token;
  const rows = await tx.query(sqlStoreRenewed, [workspaceId, connectionId, version, sealedTokens, lifeMs, dueInMs]);
  return rows.length > 0;
}

export const sqlNoteGranted = `
update connection set granted_scopes = coalesce($3::text[], granted_scopes),
  expires_at = case when $4::double precision is null then expires_at else ${inMs('$4')} end
where workspace_id = $1 and id = $2`;

/** Keeps what an answer said of scopes, and of the life of the grant itself; null says nothing. */
export async function noteGranted(
  tx: Tx,
  { workspaceId, connectionId }: TokenKey,
  granted: { readonly scopes: readonly string[] | null; readonly lifeMs: number | null },
): Promise<void> {
  await tx.query(sqlNoteGranted, [workspaceId, connectionId, granted.scopes, granted.lifeMs]);
}

/** The OAuth app was given anew: what failed because of it is tried again at once. */
export const sqlWakeToken = `
update connection_token set refresh_due_at = now(), failure_count = 0, failure = null
where workspace_id = $1 and connection_id = $2`;

/** Lets a token be renewed now. */
export async function wakeToken(tx: Tx, { workspaceId, connectionId }: TokenKey): Promise<void> {
  await tx.query(sqlWakeToken, [workspaceId, connectionId]);
}

export interface EndedClaim extends TokenKey {
  readonly version: number;
  readonly holder: string;
}

/** Only the claim of this holder is ended: another may have taken over. */
export const sqlPostponeRenewal = `
update connection_token set refresh_started_at = null, refresh_holder = null, failure_count = failure_count + 1,
  failure = $5, refresh_due_at = ${inMs('$6')}
where workspace_id = $1 and connection_id = $2 and version = $3 and refresh_holder = $4`;

/** The provider could not be asked: it is tried again later. */
export async function postponeRenewal(
  tx: Tx,
  { workspaceId, connectionId, version, holder }: EndedClaim,
  failed: { readonly failure: string; readonly dueInMs: number },
): Promise<void> {
  await tx.query(sqlPostponeRenewal, [workspaceId, connectionId, version, holder, failed.failure, failed.dueInMs]);
}

/** Nothing is renewed any more until a person reconnects. */
export const sqlEndRenewal = `
update connection_token set refresh_started_at = null, refresh_holder = null, refresh_due_at = null, failure = $5
where workspace_id = $1 and connection_id = $2 and version = $3 and refresh_holder = $4 returning 1`;

/** The provider refused for good; false when another has renewed or taken over meanwhile. */
export async function endRenewal(
  tx: Tx,
  { workspaceId, connectionId, version, holder }: EndedClaim,
  failure: string,
): Promise<boolean> {
  return (await tx.query(sqlEndRenewal, [workspaceId, connectionId, version, holder, failure])).length > 0;
}

export interface DueToken extends TokenKey {
  readonly version: number;
}

/** Index `connection_token_due`. What somebody claimed a moment ago is in good hands. */
export const sqlFindDueTokens = `
select t.workspace_id as "workspaceId", t.connection_id as "connectionId", t.version::integer as version
from connection_token t join connection c on c.workspace_id = t.workspace_id and c.id = t.connection_id
where t.refresh_due_at <= now() + $1 * interval '1 millisecond' and c.state = 'active'
  and (t.refresh_started_at is null or t.refresh_started_at < now() - interval '3 seconds')
order by t.refresh_due_at limit $2`;

/** Tokens that come due within so many milliseconds, the most urgent first. */
export function findDueTokens(tx: Tx, withinMs: number, limit: number): Promise<DueToken[]> {
  return tx.query<DueToken>(sqlFindDueTokens, [withinMs, limit]);
}

export const sqlReadDatabaseTime = `select (extract(epoch from clock_timestamp()) * 1000)::double precision as "nowMs"`;

/** The time by the database, which all processes share, in milliseconds since the Unix epoch. */
export async function readDatabaseTime(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ nowMs: number }>(sqlReadDatabaseTime, []);
  return (row as { nowMs: number }).nowMs;
}

export const sqlShowPresence = `select pg_advisory_lock(${PRESENCE_CLASS}, hashtext($1))`;

/** Shows for as long as the session stands that the holder lives. */
export async function showPresence(session: Tx, holder: string): Promise<void> {
  await session.query(sqlShowPresence, [holder]);
}
