/** Invitations: a link for one e-mail address and one role, handed over by whoever invites. */
import type { Database, Tx } from '../db/index.ts';
import {
  type Clock,
  type InvitationId,
  makeId,
  type PersonId,
  type Secret,
  type WorkspaceId,
} from '../foundation/index.ts';
import { fail } from './errors.ts';
import { hashOf, makeHiddenToken } from './hidden-token.ts';
import {
  findInvitation,
  type InvitationRow,
  insertInvitation,
  listInvitationRows,
  type OpenInvitation,
  revokeInvitationRow,
  revokeInvitationsOf,
  takeInvitation,
} from './invitation.store.ts';
import { insertMember, listMemberRows } from './member.store.ts';
import { MAX_MEMBERS } from './member-book.ts';
import type { PasswordHasher } from './password.ts';
import { findPersonByEmail, insertPerson } from './person.store.ts';
import { checkPassword, readEmail, readName, type SignedIn } from './person.ts';
import type { Role } from './role.ts';
import { lockWorkspace } from './workspace.store.ts';

const LIFE_MS = 7 * 86_400_000;
const MAX_WAITING = 200;

export interface InvitationDraft {
  readonly workspaceId: WorkspaceId;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
}

/** What somebody without an account gives when they accept. */
export interface NewcomerDraft {
  readonly name?: string;
  readonly password?: string;
}

export interface InvitationBookDeps {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

/** The workspace that was joined, and what a new account is signed in with. */
interface Accepted {
  readonly workspaceId: WorkspaceId;
  readonly newcomer: { readonly email: string; readonly password: string } | undefined;
}

export class InvitationBook {
  readonly #deps: InvitationBookDeps;

  constructor(deps: InvitationBookDeps) {
    this.#deps = deps;
  }

  /** The invitations that wait for an answer, expired ones included, the newest first. */
  list(workspaceId: WorkspaceId): Promise<readonly InvitationRow[]> {
    return listInvitationRows(this.#deps.database, workspaceId, MAX_WAITING);
  }

  /** Invites somebody; `secret` is the token of their link, given once. Throws `access.invitation.*`, `access.email.malformed`. */
  async invite(
    draft: InvitationDraft,
  ): Promise<{ readonly invitation: InvitationRow; readonly secret: Secret<string> }> {
    const { workspaceId } = draft;
    const email = readEmail(draft.email);
    const { secret, hash: tokenHash } = makeHiddenToken();
    const expiresAt = new Date(this.#deps.clock.nowMs() + LIFE_MS);
    const invitation = await this.#deps.database.inTx(async (tx) => {
      await lockWorkspace(tx, workspaceId);
      const members = await listMemberRows(tx, workspaceId, MAX_MEMBERS);
      if (members.some((member) => member.email === email))
        throw fail('access.invitation.member', { context: { email } });
      await revokeInvitationsOf(tx, workspaceId, email);
      const waiting = (await listInvitationRows(tx, workspaceId, MAX_WAITING)).length;
      if (waiting >= MAX_WAITING || members.length >= MAX_MEMBERS) {
        throw fail('access.invitation.too_many', { context: { limit: MAX_WAITING, most: MAX_MEMBERS } });
      }
      return insertInvitation(tx, { ...draft, email, id: makeId<InvitationId>(), tokenHash, expiresAt });
    });
    return { invitation, secret };
  }

  /** Ends an invitation; throws `access.invitation.not_found`. */
  async revoke(workspaceId: WorkspaceId, id: InvitationId): Promise<void> {
    if (!(await revokeInvitationRow(this.#deps.database, workspaceId, id))) throw fail('access.invitation.not_found');
  }

  /** What a link invites to, and whether the person has an account; throws `access.invitation.rejected`. */
  async open(token: string): Promise<OpenInvitation & { readonly isPersonKnown: boolean }> {
    const { database } = this.#deps;
    const invitation = await findInvitation(database, hashOf(token));
    if (invitation === undefined) throw fail('access.invitation.rejected');
    return { ...invitation, isPersonKnown: (await findPersonByEmail(database, invitation.email)) !== undefined };
  }

  /**
   * Makes the invited a member, once. Somebody with an account must be signed in with it; somebody without gives name and
   * password, and gets their e-mail address back to sign in with. Throws `access.invitation.*`, `access.password.*`.
   */
  async accept(token: string, by: { signedIn: SignedIn | undefined; draft: NewcomerDraft }): Promise<Accepted> {
    const { email, isPersonKnown } = await this.open(token);
    if (!isPersonKnown) return this.#join(token, by.draft);
    if (by.signedIn === undefined) throw fail('access.invitation.sign_in_first', { context: { email } });
    if (by.signedIn.email !== email) throw fail('access.invitation.not_yours', { context: { email } });
    const { workspaceId } = await this.#take(token, async () => by.signedIn?.id as PersonId);
    return { workspaceId, newcomer: undefined };
  }

  /** Makes the account and the membership; gives back what it is signed in with. */
  async #join(token: string, { name, password }: NewcomerDraft): Promise<Accepted> {
    if (name === undefined || password === undefined) throw fail('access.invitation.nameless');
    checkPassword(password);
    const known = { name: readName(name), passwordHash: await this.#deps.hasher.hash(password) };
    const { workspaceId, email } = await this.#take(token, async (tx, email) => {
      const id = makeId<PersonId>();
      if (!(await insertPerson(tx, { ...known, id, loginId: makeId(), email }))) throw fail('access.email.taken');
      return id;
    });
    return { workspaceId, newcomer: { email, password } };
  }

  #take(token: string, personOf: (tx: Tx, email: string) => Promise<PersonId>) {
    return this.#deps.database.inTx(async (tx) => {
      const tokenHash = hashOf(token);
      const invitation = await findInvitation(tx, tokenHash);
      if (invitation === undefined || !(await takeInvitation(tx, tokenHash))) throw fail('access.invitation.rejected');
      const { workspaceId, role, email } = invitation;
      await insertMember(tx, { workspaceId, personId: await personOf(tx, email), role });
      return { workspaceId, email };
    });
  }
}
