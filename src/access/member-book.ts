/** The members of a workspace: looked at, given another role, sent away, helped back in. */
import type { Database, Tx } from '../db/index.ts';
import type { PersonId, Secret, WorkspaceId } from '../foundation/index.ts';
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';
import {
  deleteMember,
  listMemberRows,
  listMemberships,
  type MemberPlace,
  type MemberRow,
  updateMember,
} from './member.store.ts';
import { deleteResetTokens } from './person.store.ts';
import type { Role } from './role.ts';
import { lockWorkspace } from './workspace.store.ts';

/** Members a workspace may have. */
export const MAX_MEMBERS = 500;

export interface MemberBookDeps {
  readonly database: Database;
  /** Makes a token that lets whoever holds it set a person's password anew. */
  readonly makeResetToken: (personId: PersonId) => Promise<Secret<string>>;
}

export class MemberBook {
  readonly #deps: MemberBookDeps;

  constructor(deps: MemberBookDeps) {
    this.#deps = deps;
  }

  /** The members of a workspace, the first one first. */
  list(workspaceId: WorkspaceId): Promise<readonly MemberRow[]> {
    return listMemberRows(this.#deps.database, workspaceId, MAX_MEMBERS);
  }

  /** Gives a member another role, from the next call on; throws `access.member.not_found` and `access.member.last_owner`. */
  change(place: MemberPlace, role: Role): Promise<MemberRow> {
    return this.#deps.database.inTx(async (tx) => {
      const { member, isLastOwner } = await lockMember(tx, place);
      if (isLastOwner && role !== 'owner') throw fail('access.member.last_owner', { context: { name: member.name } });
      await updateMember(tx, { ...place, role });
      return { ...member, role };
    });
  }

  /** Ends a membership; the person and their other workspaces stay. Throws as `change` does. */
  remove(place: MemberPlace): Promise<MemberRow> {
    return this.#deps.database.inTx(async (tx) => {
      const { member, isLastOwner } = await lockMember(tx, place);
      if (isLastOwner) throw fail('access.member.last_owner', { context: { name: member.name } });
      await deleteMember(tx, place);
      await deleteResetTokens(tx, place.personId);
      return member;
    });
  }

  /**
   * A token that lets a member set a new password. Whoever gets it gets all that the person may do, so it is made only by
   * an owner of every workspace that the person belongs to; those from before are ended. Throws `access.member.not_found`, `access.member.elsewhere`.
   */
  async makeResetToken(caller: Caller, personId: PersonId): Promise<Secret<string>> {
    const { database, makeResetToken } = this.#deps;
    const memberships = await listMemberships(database, personId);
    if (!memberships.some(({ workspaceId }) => workspaceId === caller.workspaceId))
      throw fail('access.member.not_found');
    const own = caller.person === undefined ? [] : await listMemberships(database, caller.person.id);
    const owned = new Set([
      caller.workspaceId,
      ...own.filter(({ role }) => role === 'owner').map(({ workspaceId }) => workspaceId),
    ]);
    if (memberships.some(({ workspaceId }) => !owned.has(workspaceId))) throw fail('access.member.elsewhere');
    // The newest link is the one that somebody was given; an older one may lie anywhere.
    await deleteResetTokens(database, personId);
    return makeResetToken(personId);
  }
}

async function lockMember(tx: Tx, { workspaceId, personId }: MemberPlace) {
  await lockWorkspace(tx, workspaceId);
  const members = await listMemberRows(tx, workspaceId, MAX_MEMBERS);
  const member = members.find((row) => row.personId === personId);
  if (member === undefined) throw fail('access.member.not_found');
  const others = members.filter((row) => row.role === 'owner' && row.personId !== personId);
  return { member, isLastOwner: member.role === 'owner' && others.length === 0 };
}
