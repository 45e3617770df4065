/**
 * The workspaces of the installation: the first one is made on an empty database, and opening the sealed seeds at start
 * proves that the master key belongs to this database. One that is made later, here or by another process, is opened when
 * something of it is first needed.
 */
import { findWorkspace, insertWorkspace, listWorkspaces, makeApiToken, type WorkspaceRow } from '../access/index.ts';
import type { Database, Tx } from '../db/index.ts';
import { assert, makeId, randomToken, Secret, type WorkspaceId } from '../foundation/index.ts';
import type { SealPlace, Vault } from '../vault/index.ts';

const FIRST_WORKSPACE = 'main';
const FIRST_TOKEN = 'first token';
const SEED_BYTES = 32;
/** Of two processes that start on an empty database at once, one makes the workspace. */
const sqlLockSetup = 'select pg_advisory_xact_lock(7305013)';

export interface OpenWorkspaces {
  readonly first: WorkspaceId;
  /** All there are now. */
  readonly ids: () => Promise<readonly WorkspaceId[]>;
  /** Seed of the idempotency keys of a workspace. */
  readonly keySeed: (workspaceId: WorkspaceId) => Promise<Secret<string>>;
  /** The first API token, when it was made just now: the only moment at which it can be shown. */
  readonly newToken: Secret<string> | undefined;
}

/** Opens all workspaces, making the first if there is none; throws `vault.key.wrong`. */
export async function openWorkspaces(database: Database, vault: Vault): Promise<OpenWorkspaces> {
  const known = await listWorkspaces(database);
  const newToken = known.length > 0 ? undefined : await database.inTx((tx) => makeFirst(tx, vault));
  const workspaces = known.length > 0 ? known : await listWorkspaces(database);
  const seeds = new Map<WorkspaceId, Secret<string>>();
  for (const row of workspaces) seeds.set(row.workspaceId, await openSeed(row, vault));
  const [first] = workspaces;
  assert(first !== undefined, 'an installation has a workspace');
  return {
    first: first.workspaceId,
    ids: async () => (await listWorkspaces(database)).map((row) => row.workspaceId),
    newToken,
    async keySeed(workspaceId) {
      const known = seeds.get(workspaceId);
      if (known !== undefined) return known;
      const row = await findWorkspace(database, workspaceId);
      assert(row !== undefined, 'every run belongs to a workspace');
      const seed = await openSeed(row, vault);
      seeds.set(workspaceId, seed);
      return seed;
    },
  };
}

async function makeFirst(tx: Tx, vault: Vault): Promise<Secret<string> | undefined> {
  await tx.query(sqlLockSetup, []);
  if ((await listWorkspaces(tx)).length > 0) return undefined;
  const workspaceId = makeId<WorkspaceId>();
  const sealedKeySeed = await sealKeySeed(vault, workspaceId, tx);
  await insertWorkspace(tx, { workspaceId, name: FIRST_WORKSPACE, sealedKeySeed });
  return makeApiToken(tx, { workspaceId, name: FIRST_TOKEN });
}

/** Makes the seed of a workspace's idempotency keys and seals it. */
export function sealKeySeed(vault: Vault, workspaceId: WorkspaceId, tx: Tx): Promise<Buffer> {
  return vault.seal(new Secret(randomToken(SEED_BYTES)), seedPlace(workspaceId), tx);
}

function openSeed(row: WorkspaceRow, vault: Vault): Promise<Secret<string>> {
  return vault.open(row.sealedKeySeed, seedPlace(row.workspaceId));
}

function seedPlace(workspaceId: WorkspaceId): SealPlace {
  return { workspaceId, ownerId: workspaceId, field: 'workspace.key_seed' };
}
