/** Workspaces as people make and name them. */
import type { Database, Tx } from '../db/index.ts';
import { makeId, type PersonId, type WorkspaceId } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { insertMember, listMemberships } from './member.store.ts';
import type { Membership } from './person.ts';
import { insertWorkspace, listWorkspaces, renameWorkspaceRow } from './workspace.store.ts';

/** Of the whole installation; several things look at all of them in turn. */
const MAX_WORKSPACES = 500;
const MAX_NAME_LENGTH = 60;

export interface WorkspaceBookDeps {
  readonly database: Database;
  /** Makes and seals the seed of a workspace's idempotency keys. */
  readonly sealKeySeed: (workspaceId: WorkspaceId, tx: Tx) => Promise<Buffer>;
}

export class WorkspaceBook {
  readonly #deps: WorkspaceBookDeps;

  constructor(deps: WorkspaceBookDeps) {
    this.#deps = deps;
  }

  /** Makes a workspace that belongs to this person; throws `access.workspace.*`. */
  create(personId: PersonId, text: string): Promise<Membership> {
    const workspaceName = readWorkspaceName(text);
    return this.#deps.database.inTx(async (tx) => {
      const hasSame = (await listMemberships(tx, personId)).some((known) => known.workspaceName === workspaceName);
      if (hasSame) throw fail('access.workspace.named_alike', { context: { name: workspaceName } });
      if ((await listWorkspaces(tx)).length >= MAX_WORKSPACES) {
        throw fail('access.workspace.too_many', { context: { limit: MAX_WORKSPACES } });
      }
      const workspaceId = makeId<WorkspaceId>();
      const sealedKeySeed = await this.#deps.sealKeySeed(workspaceId, tx);
      await insertWorkspace(tx, { workspaceId, name: workspaceName, sealedKeySeed });
      await insertMember(tx, { workspaceId, personId, role: 'owner' });
      return { workspaceId, workspaceName, role: 'owner' };
    });
  }

  /** Gives a workspace another name and gives it back as it is kept; throws `access.workspace.nameless`. */
  async rename(workspaceId: WorkspaceId, text: string): Promise<string> {
    const name = readWorkspaceName(text);
    await renameWorkspaceRow(this.#deps.database, workspaceId, name);
    return name;
  }
}

function readWorkspaceName(text: string): string {
  const name = text.trim().slice(0, MAX_NAME_LENGTH);
  if (name === '') throw fail('access.workspace.nameless');
  return name;
}
