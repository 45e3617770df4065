import type { Tx } from '../db/index.ts';
import type { ConnectionId, PersonId, WorkspaceId } from '../foundation/index.ts';

export interface NewConnectLink {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly connectionId: ConnectionId | null;
  readonly connectionName: string;
  readonly sealedDraft: Buffer;
  readonly createdBy: string;
  readonly ownerId: PersonId | null;
  readonly lifeMs: number;
}

/** A link that was neither used nor revoked. */
export interface ConnectLinkRow {
  readonly id: string;
  readonly connectionId: ConnectionId | null;
  readonly connectionName: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
}

/** What the token of a good link leads to. */
export interface OpenConnectLink {
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly id: string;
  readonly connectionId: ConnectionId | null;
  readonly connectionName: string;
  readonly sealedDraft: Buffer;
  readonly createdBy: string;
  readonly ownerId: PersonId | null;
  readonly expiresAt: Date;
}

export const sqlInsertConnectLink = `
insert into connect_link (workspace_id, id, token_hash, connection_id, connection_name, sealed_draft, created_by,
  owner_id, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 millisecond') returning expires_at as "expiresAt"`;

/** Stores a link, of its token only the hash; gives back until when it is good. */
export async function insertConnectLink(tx: Tx, link: NewConnectLink): Promise<Date> {
  const { workspaceId, id, tokenHash, connectionId, connectionName, sealedDraft, createdBy, ownerId, lifeMs } = link;
  const values = [workspaceId, id, tokenHash, connectionId, connectionName, sealedDraft, createdBy, ownerId, lifeMs];
  const [row] = await tx.query<{ expiresAt: Date }>(sqlInsertConnectLink, values);
  return (row as { expiresAt: Date }).expiresAt;
}

/** Ids are ordered by time, so the primary key gives the newest first. */
export const sqlListConnectLinks = `
select id, connection_id as "connectionId", connection_name as "connectionName", created_by as "createdBy",
  created_at as "createdAt", expires_at as "expiresAt", expires_at <= now() as "isExpired"
from connect_link where workspace_id = $1 and used_at is null and revoked_at is null
  and expires_at > now() - interval '7 days' order by id desc limit $2`;

/** The links that wait to be used, those expired in the last week included, the newest first. */
export function listConnectLinkRows(tx: Tx, workspaceId: WorkspaceId, limit: number): Promise<ConnectLinkRow[]> {
  return tx.query<ConnectLinkRow>(sqlListConnectLinks, [workspaceId, limit]);
}

/** The draft goes with it: its secrets are needed no longer. */
export const sqlRevokeConnectLink = `
update connect_link set revoked_at = now(), sealed_draft = ''
where workspace_id = $1 and id = $2 and used_at is null and revoked_at is null returning 1`;

/** Ends a link; false when there is none that waits. */
export async function revokeConnectLinkRow(tx: Tx, workspaceId: WorkspaceId, id: string): Promise<boolean> {
  return (await tx.query(sqlRevokeConnectLink, [workspaceId, id])).length > 0;
}

/** The token names its workspace. Index `connect_link_by_token`. */
export const sqlFindConnectLink = `
select l.workspace_id as "workspaceId", workspace.name as "workspaceName", l.id, l.connection_id as "connectionId",
  l.connection_name as "connectionName", l.sealed_draft as "sealedDraft", l.created_by as "createdBy",
  l.owner_id as "ownerId", l.expires_at as "expiresAt"
from connect_link l join workspace using (workspace_id)
where l.token_hash = $1 and l.used_at is null and l.revoked_at is null and l.expires_at > now()`;

/** The good link with this token. */
export async function findConnectLink(tx: Tx, tokenHash: Buffer): Promise<OpenConnectLink | undefined> {
  const [row] = await tx.query<OpenConnectLink>(sqlFindConnectLink, [tokenHash]);
  return row;
}

/** One statement decides: of two who use it at once, one does. */
export const sqlUseConnectLink = `
update connect_link set used_at = now(), sealed_draft = '' where workspace_id = $1 and id = $2
  and used_at is null and revoked_at is null and expires_at > now() returning 1`;

/** Uses a link up; false when it is good no longer. */
export async function useConnectLink(tx: Tx, workspaceId: WorkspaceId, id: string): Promise<boolean> {
  return (await tx.query(sqlUseConnectLink, [workspaceId, id])).length > 0;
}

export const sqlSweepConnectLinks = `delete from connect_link where expires_at < now() - interval '30 days'`;

/** Deletes links whose time is long over. */
export async function sweepConnectLinks(tx: Tx): Promise<void> {
  await tx.query(sqlSweepConnectLinks, []);
}
