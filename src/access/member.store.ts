/** Who belongs to which workspace, and as what. */
import type { Tx } from '../db/index.ts';
import type { PersonId, WorkspaceId } from '../foundation/index.ts';
import type { Membership } from './person.ts';
import type { Role } from './role.ts';

/** A member as the others see them. */
export interface MemberRow {
  readonly personId: PersonId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly hasSecondFactor: boolean;
}

/** The place of one person in one workspace. */
export interface MemberPlace {
  readonly workspaceId: WorkspaceId;
  readonly personId: PersonId;
}

/** Ids of people are ordered by time, so that the order of the list stays as it is. */
export const sqlListMembers = `
select person_id as "personId", person.name, email, role, joined_at as "joinedAt",
  coalesce(two_factor_enabled, false) as "hasSecondFactor"
from workspace_member join person on person.id = person_id
where workspace_id = $1 order by person_id limit $2`;

/** The members of a workspace, the first one first. */
export function listMemberRows(tx: Tx, workspaceId: WorkspaceId, limit: number): Promise<MemberRow[]> {
  return tx.query<MemberRow>(sqlListMembers, [workspaceId, limit]);
}

/** By person: index `workspace_member_by_person`. By age, so that the first workspace stays the one that is shown first. */
export const sqlListMemberships = `
select workspace_id as "workspaceId", workspace.name as "workspaceName", role
from workspace_member join workspace using (workspace_id)
where person_id = $1 order by workspace.created_at, workspace_id limit 1000`;

/** The workspaces that a person belongs to. */
export function listMemberships(tx: Tx, personId: PersonId): Promise<Membership[]> {
  return tx.query<Membership>(sqlListMemberships, [personId]);
}

/** Whoever is a member already stays what they are. */
export const sqlInsertMember = `
insert into workspace_member (workspace_id, person_id, role) values ($1, $2, $3) on conflict do nothing returning 1`;

/** Makes a person a member; false when they are one already. */
export async function insertMember(tx: Tx, { workspaceId, personId, role }: MemberPlace & { role: Role }) {
  return (await tx.query(sqlInsertMember, [workspaceId, personId, role])).length > 0;
}

export const sqlChangeMember = `
update workspace_member set role = $3 where workspace_id = $1 and person_id = $2`;

/** Gives a member another role. */
export async function updateMember(tx: Tx, { workspaceId, personId, role }: MemberPlace & { role: Role }) {
  await tx.query(sqlChangeMember, [workspaceId, personId, role]);
}

export const sqlDeleteMember = 'delete from workspace_member where workspace_id = $1 and person_id = $2';

/** Ends a membership. */
export async function deleteMember(tx: Tx, { workspaceId, personId }: MemberPlace): Promise<void> {
  await tx.query(sqlDeleteMember, [workspaceId, personId]);
}

export const sqlHasOwner = `
select 1 from workspace_member where workspace_id = $1 and role = 'owner' limit 1`;

/** Whether a person owns the workspace. */
export async function hasOwner(tx: Tx, workspaceId: WorkspaceId): Promise<boolean> {
  return (await tx.query(sqlHasOwner, [workspaceId])).length > 0;
}

/** Of the whole installation: members are few, and an owner is found at once where there is one. */
export const sqlHasAnyOwner = "select 1 from workspace_member where role = 'owner' limit 1";

/** Whether any person owns any workspace. */
export async function hasAnyOwner(tx: Tx): Promise<boolean> {
  return (await tx.query(sqlHasAnyOwner, [])).length > 0;
}
