import type { Tx } from '../db/index.ts';
import type { ConnectionId, PersonId, WorkspaceId } from '../foundation/index.ts';

export interface NewAuthorization {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly stateHash: Buffer;
  readonly bindingHash: Buffer;
  readonly personId: PersonId | null;
  readonly connectionId: ConnectionId | null;
  readonly connectionName: string;
  readonly sealedDraft: Buffer;
  readonly lifeMs: number;
}

export interface AuthorizationRow {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly bindingHash: Buffer;
  readonly personId: PersonId | null;
  readonly connectionId: ConnectionId | null;
  readonly connectionName: string;
  readonly sealedDraft: Buffer;
}

export const sqlInsertAuthorization = `
insert into authorization_request (workspace_id, id, state_hash, binding_hash, person_id, connection_id,
  connection_name, sealed_draft, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 millisecond') returning expires_at as "expiresAt"`;

/** Stores a consent that begins; gives back until when it may be answered. */
export async function insertAuthorization(tx: Tx, request: NewAuthorization): Promise<Date> {
  const { workspaceId, id, stateHash, bindingHash, personId, connectionId, connectionName } = request;
  const [row] = await tx.query<{ expiresAt: Date }>(sqlInsertAuthorization, [
    workspaceId,
    id,
    stateHash,
    bindingHash,
    personId,
    connectionId,
    connectionName,
    request.sealedDraft,
    request.lifeMs,
  ]);
  return (row as { expiresAt: Date }).expiresAt;
}

export const sqlCountPendingAuthorizations = `
select count(*)::integer as count from (select 1 from authorization_request
  where workspace_id = $1 and state = 'pending' and expires_at > now() limit 1000) as pending`;

/** How many consents of a workspace are under way. */
export async function countPendingAuthorizations(tx: Tx, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sqlCountPendingAuthorizations, [workspaceId]);
  return row?.count ?? 0;
}

/** The state names its workspace. Index `authorization_request_by_state`. */
export const sqlFindByState = `
select workspace_id as "workspaceId", id, binding_hash as "bindingHash", person_id as "personId",
  connection_id as "connectionId", connection_name as "connectionName", sealed_draft as "sealedDraft"
from authorization_request
where state_hash = $1 and answered_at is null and state = 'pending' and expires_at > now()`;

/** The consent under way with this state. */
export async function findAuthorizationByState(tx: Tx, stateHash: Buffer): Promise<AuthorizationRow | undefined> {
  const [row] = await tx.query<AuthorizationRow>(sqlFindByState, [stateHash]);
  return row;
}

/** One statement decides: of two answers at once, one counts. */
export const sqlTakeAnswer = `
update authorization_request set answered_at = now()
where workspace_id = $1 and id = $2 and answered_at is null and expires_at > now() returning 1`;

/** Uses a state up; false when an answer has come already. */
export async function takeAnswer(tx: Tx, row: Pick<AuthorizationRow, 'workspaceId' | 'id'>): Promise<boolean> {
  return (await tx.query(sqlTakeAnswer, [row.workspaceId, row.id])).length > 0;
}

/** What was to be made is needed no longer, and its secrets are not kept. */
export const sqlEndAuthorization = `
update authorization_request set state = $3, problem = $4, connection_id = coalesce($5, connection_id), sealed_draft = ''
where workspace_id = $1 and id = $2`;

/** Stores how a consent ended. */
export async function endAuthorization(
  tx: Tx,
  row: Pick<AuthorizationRow, 'workspaceId' | 'id'>,
  end: { readonly problem: string | null; readonly connectionId: ConnectionId | null },
): Promise<void> {
  const state = end.problem === null ? 'done' : 'failed';
  await tx.query(sqlEndAuthorization, [row.workspaceId, row.id, state, end.problem, end.connectionId]);
}

export interface AuthorizationState {
  readonly state: 'pending' | 'done' | 'failed';
  readonly connectionName: string;
  readonly problem: string | null;
  readonly isExpired: boolean;
}

export const sqlFindAuthorization = `
select state, connection_name as "connectionName", problem, expires_at <= now() as "isExpired"
from authorization_request where workspace_id = $1 and id = $2`;

/** How far a consent is. */
export async function findAuthorization(
  tx: Tx,
  workspaceId: WorkspaceId,
  id: string,
): Promise<AuthorizationState | undefined> {
  const [row] = await tx.query<AuthorizationState>(sqlFindAuthorization, [workspaceId, id]);
  return row;
}

/** Ended ones are kept for a day, so that whoever waits for one learns how it ended. */
export const sqlSweepAuthorizations = `delete from authorization_request where expires_at < now() - interval '1 day'`;

/** Deletes consents whose time is long over. */
export async function sweepAuthorizations(tx: Tx): Promise<void> {
  await tx.query(sqlSweepAuthorizations, []);
}
