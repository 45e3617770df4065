/**
 * The first owner. There is no account to begin with: a link that only whoever runs the server sees makes one, as long as
 * nobody owns anything.
 */
import type { Database } from '../db/index.ts';
import { assert, type Clock, makeId, type PersonId, type Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { hashOf, makeHiddenToken } from './hidden-token.ts';
import { hasAnyOwner, insertMember } from './member.store.ts';
import type { PasswordHasher } from './password.ts';
import { insertPerson } from './person.store.ts';
import { checkPassword, type PersonDraft, readEmail, readName } from './person.ts';
import { deleteSetUpLinks, insertSetUpLink, isGoodSetUpLink, takeSetUpLink } from './set-up-link.store.ts';
import { listWorkspaces, lockWorkspace } from './workspace.store.ts';

const LIFE_MS = 7 * 86_400_000;

export interface SetUpDeps {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

export class SetUp {
  readonly #deps: SetUpDeps;

  constructor(deps: SetUpDeps) {
    this.#deps = deps;
  }

  /** Whether nobody owns anything yet. */
  async isNeeded(): Promise<boolean> {
    return !(await hasAnyOwner(this.#deps.database));
  }

  /** A new link's token, good for a week; those before stay good too. Throws `access.set_up.done`. */
  async makeLink(): Promise<Secret<string>> {
    const { database, clock } = this.#deps;
    if (!(await this.isNeeded())) throw fail('access.set_up.done');
    const { secret, hash: tokenHash } = makeHiddenToken();
    await insertSetUpLink(database, { tokenHash, expiresAt: new Date(clock.nowMs() + LIFE_MS) });
    return secret;
  }

  /**
   * Makes the first owner, of the first workspace, and ends every link; once, however many try at once. Gives back what
   * they sign in with. Throws `access.set_up.done`, `access.set_up.rejected`, and what is wrong with name, address or password.
   */
  async complete(token: string, draft: PersonDraft): Promise<{ readonly email: string; readonly password: string }> {
    const { database, hasher } = this.#deps;
    const tokenHash = hashOf(token);
    if (!(await this.isNeeded())) throw fail('access.set_up.done');
    if (!(await isGoodSetUpLink(database, tokenHash))) throw fail('access.set_up.rejected');
    checkPassword(draft.password);
    const person = {
      id: makeId<PersonId>(),
      loginId: makeId(),
      name: readName(draft.name),
      email: readEmail(draft.email),
    };
    const passwordHash = await hasher.hash(draft.password);
    await database.inTx(async (tx) => {
      const [first] = await listWorkspaces(tx);
      assert(first !== undefined, 'an installation has a workspace');
      // Whoever comes second waits here, and then finds an owner.
      await lockWorkspace(tx, first.workspaceId);
      if (await hasAnyOwner(tx)) throw fail('access.set_up.done');
      if (!(await takeSetUpLink(tx, tokenHash))) throw fail('access.set_up.rejected');
      if (!(await insertPerson(tx, { ...person, passwordHash }))) throw fail('access.email.taken');
      await insertMember(tx, { workspaceId: first.workspaceId, personId: person.id, role: 'owner' });
      await deleteSetUpLinks(tx);
    });
    return { email: person.email, password: draft.password };
  }
}
