import type { Tx } from '../db/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';

export interface WorkspaceRow {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly sealedKeySeed: Buffer;
}

const COLUMNS = 'workspace_id as "workspaceId", name, sealed_key_seed as "sealedKeySeed"';

export const sqlListWorkspaces = `select ${COLUMNS} from workspace order by created_at, name limit 1000`;

/** All workspaces of the installation, the oldest first. */
export function listWorkspaces(tx: Tx): Promise<WorkspaceRow[]> {
  return tx.query<WorkspaceRow>(sqlListWorkspaces, []);
}

export const sqlFindWorkspace = `select ${COLUMNS} from workspace where workspace_id = $1`;

/** One workspace. */
export async function findWorkspace(tx: Tx, workspaceId: WorkspaceId): Promise<WorkspaceRow | undefined> {
  const [row] = await tx.query<WorkspaceRow>(sqlFindWorkspace, [workspaceId]);
  return row;
}

export const sqlInsertWorkspace = `
insert into workspace (workspace_id, name, sealed_key_seed) values ($1, $2, $3)`;

/** Stores a new workspace. */
export async function insertWorkspace(tx: Tx, workspace: WorkspaceRow): Promise<void> {
  await tx.query(sqlInsertWorkspace, [workspace.workspaceId, workspace.name, workspace.sealedKeySeed]);
}

export const sqlRenameWorkspace = 'update workspace set name = $2 where workspace_id = $1';

/** Gives a workspace another name. */
export async function renameWorkspaceRow(tx: Tx, workspaceId: WorkspaceId, name: string): Promise<void> {
  await tx.query(sqlRenameWorkspace, [workspaceId, name]);
}

/**
 * Those who change who may get into a workspace stand in line, so that two of them cannot take away the last two ways in.
 */
export const sqlLockWorkspace = 'select workspace_id from workspace where workspace_id = $1 for no key update';

/** Lets one transaction at a time change the tokens and members of a workspace. */
export async function lockWorkspace(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  await tx.query(sqlLockWorkspace, [workspaceId]);
}
