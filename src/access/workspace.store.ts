import type { Tx } from '../db/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';

export interface WorkspaceRow {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly sealedKeySeed: Buffer;
}

export const sqlListWorkspaces = `
select workspace_id as "workspaceId", name, sealed_key_seed as "sealedKeySeed" from workspace order by created_at, name limit 1000`;

/** All workspaces of the installation, the oldest first. */
export function listWorkspaces(tx: Tx): Promise<WorkspaceRow[]> {
  return tx.query<WorkspaceRow>(sqlListWorkspaces, []);
}

export const sqlInsertWorkspace = `
insert into workspace (workspace_id, name, sealed_key_seed) values ($1, $2, $3)`;

/** Stores a new workspace. */
export async function insertWorkspace(tx: Tx, workspace: WorkspaceRow): Promise<void> {
  await tx.query(sqlInsertWorkspace, [workspace.workspaceId, workspace.name, workspace.sealedKeySeed]);
}
