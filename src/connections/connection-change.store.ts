import type { OAuthGrant } from '../connectors/index.ts';
import type { Tx } from '../db/index.ts';
import {
  type ConnectionId,
  type JsonObject,
  type PersonId,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';

type Key = { readonly workspaceId: WorkspaceId; readonly id: ConnectionId };

/** What is known of a connection beside its credential. */
export interface ConnectionFacts {
  readonly ownerId: PersonId | null;
  readonly provider: string | null;
  readonly grant: OAuthGrant | null;
  readonly references: readonly string[];
  /** When what it stands on ends by itself; null keeps what the tokens say. */
  readonly expiresAt: Date | null;
  /** As whom; null keeps what was known. */
  readonly account: string | null;
}

export const sqlDescribeConnection = `
update connection set owner_id = coalesce($3, owner_id), provider = $4, oauth_grant = $5,
  secret_references = $6, expires_at = coalesce($7, expires_at), account = coalesce($8, account)
where workspace_id = $1 and id = $2`;

/** Stores what is known of a connection whose credential was given just now. */
export async function describeConnection(tx: Tx, key: Key, facts: ConnectionFacts): Promise<void> {
  const { ownerId, provider, grant, references, expiresAt, account } = facts;
  const values = [key.workspaceId, key.id, ownerId, provider, grant, references, expiresAt, account];
  await tx.query(sqlDescribeConnection, values);
}

export const sqlClearScopes = `update connection set granted_scopes = null, expires_at = null where workspace_id = $1 and id = $2`;

/** Forgets what belonged to tokens: the connection signs in by something else now. */
export async function clearScopes(tx: Tx, key: Key): Promise<void> {
  await tx.query(sqlClearScopes, [key.workspaceId, key.id]);
}

export const sqlChangeSettings = `update connection set settings = $3 where workspace_id = $1 and id = $2`;

/** Locked, so that the settings that are compared are those that stay. */
export const sqlLockSettings = `select settings from connection where workspace_id = $1 and id = $2 for update`;

/** The settings as they are, until the transaction ends; undefined when the connection is gone. */
export async function lockSettings(tx: Tx, key: Key): Promise<JsonObject | undefined> {
  const [row] = await tx.query<{ settings: string }>(sqlLockSettings, [key.workspaceId, key.id]);
  return row === undefined ? undefined : (parseJson(row.settings) as JsonObject);
}

/** Replaces the settings; what the credential and the flows are stays. */
export async function changeSettings(tx: Tx, key: Key, settings: JsonObject): Promise<void> {
  await tx.query(sqlChangeSettings, [key.workspaceId, key.id, stringifyJson(settings)]);
}

export const sqlChangeDrain = `update connection set drain_per_second = $3 where workspace_id = $1 and id = $2`;

/** Sets how many held runs go on in a second after a reconnect. */
export async function changeDrain(tx: Tx, key: Key, perSecond: number): Promise<void> {
  await tx.query(sqlChangeDrain, [key.workspaceId, key.id, perSecond]);
}

/** Only a member of the workspace can own a connection of it. */
export const sqlChangeOwner = `
update connection set owner_id = $3 where workspace_id = $1 and id = $2
  and ($3::uuid is null or exists (select 1 from workspace_member where workspace_id = $1 and person_id = $3)) returning 1`;

/** Sets who is told when it breaks; false when that is no member of the workspace. */
export async function changeOwner(tx: Tx, key: Key, ownerId: PersonId | null): Promise<boolean> {
  return (await tx.query(sqlChangeOwner, [key.workspaceId, key.id, ownerId])).length > 0;
}

/** The row stays, with its name and settings, so that a reconnect brings every flow back. */
export const sqlRevokeConnection = `
update connection set state = 'revoked', revoked_at = now(), problem = null, problem_side = null, problem_since = null,
  verify_problem = null where workspace_id = $1 and id = $2`;

/** Marks a connection as revoked. */
export async function revokeConnectionRow(tx: Tx, key: Key): Promise<void> {
  await tx.query(sqlRevokeConnection, [key.workspaceId, key.id]);
}

/** Its tokens go with it, by the foreign key. */
export const sqlDeleteConnection = `delete from connection where workspace_id = $1 and id = $2`;

/** Deletes a connection with everything sealed in it. */
export async function deleteConnectionRow(tx: Tx, key: Key): Promise<void> {
  await tx.query(sqlDeleteConnection, [key.workspaceId, key.id]);
}
