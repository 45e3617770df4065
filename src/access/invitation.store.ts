import type { Tx } from '../db/index.ts';
import type { InvitationId, WorkspaceId } from '../foundation/index.ts';
import type { Role } from './role.ts';

export interface NewInvitation {
  readonly workspaceId: WorkspaceId;
  readonly id: InvitationId;
  readonly tokenHash: Buffer;
  readonly email: string;
  readonly role: Role;
  /** Name of who invited, as it was then. */
  readonly invitedBy: string;
  readonly expiresAt: Date;
}

/** An invitation that was neither accepted nor revoked. */
export interface InvitationRow {
  readonly id: InvitationId;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
}

/** What its token leads to. */
export interface OpenInvitation {
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly email: string;
  readonly role: Role;
}

const COLUMNS = `id, email, role, invited_by as "invitedBy", created_at as "createdAt", expires_at as "expiresAt",
  expires_at <= now() as "isExpired"`;

export const sqlInsertInvitation = `
insert into invitation (workspace_id, id, token_hash, email, role, invited_by, expires_at)
values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`;

/** Stores an invitation; of its token only the hash. */
export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<InvitationRow> {
  const { workspaceId, id, tokenHash, email, role, invitedBy, expiresAt } = invitation;
  const values = [workspaceId, id, tokenHash, email, role, invitedBy, expiresAt];
  const [row] = await tx.query<InvitationRow>(sqlInsertInvitation, values);
  return row as InvitationRow;
}

/** Ids are ordered by time, so the primary key gives the newest first. */
export const sqlListInvitations = `
select ${COLUMNS} from invitation
where workspace_id = $1 and accepted_at is null and revoked_at is null order by id desc limit $2`;

/** The invitations that wait for an answer, the newest first. */
export function listInvitationRows(tx: Tx, workspaceId: WorkspaceId, limit: number): Promise<InvitationRow[]> {
  return tx.query<InvitationRow>(sqlListInvitations, [workspaceId, limit]);
}

export const sqlRevokeInvitation = `
update invitation set revoked_at = now()
where workspace_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning 1`;

/** Ends an invitation; false when there is none that waits. */
export async function revokeInvitationRow(tx: Tx, workspaceId: WorkspaceId, id: InvitationId): Promise<boolean> {
  return (await tx.query(sqlRevokeInvitation, [workspaceId, id])).length > 0;
}

/** A second invitation of the same person replaces the first, so that one link counts. */
export const sqlReplaceInvitations = `
update invitation set revoked_at = now()
where workspace_id = $1 and email = $2 and accepted_at is null and revoked_at is null`;

/** Ends the invitations of a person that wait. */
export async function revokeInvitationsOf(tx: Tx, workspaceId: WorkspaceId, email: string): Promise<void> {
  await tx.query(sqlReplaceInvitations, [workspaceId, email]);
}

/** The token names its workspace. Index `invitation_by_token`. */
export const sqlFindInvitation = `
select workspace_id as "workspaceId", workspace.name as "workspaceName", email, role
from invitation join workspace using (workspace_id)
where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > now()`;

/** The good invitation with this token. */
export async function findInvitation(tx: Tx, tokenHash: Buffer): Promise<OpenInvitation | undefined> {
  const [row] = await tx.query<OpenInvitation>(sqlFindInvitation, [tokenHash]);
  return row;
}

/** One statement decides: of two who accept at once, the row is given to one. */
export const sqlAcceptInvitation = `
update invitation set accepted_at = now() where token_hash = $1
  and accepted_at is null and revoked_at is null and expires_at > now() returning 1`;

/** Uses an invitation up; false when it is good no longer. */
export async function takeInvitation(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (await tx.query(sqlAcceptInvitation, [tokenHash])).length > 0;
}
