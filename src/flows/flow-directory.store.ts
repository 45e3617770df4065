import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';
import type { FlowRow } from './flow.store.ts';

export interface DirectoryRow extends FlowRow {
  readonly draftRevision: number;
  readonly hasDraft: boolean;
  readonly draftEditedAt: Date | null;
}

/** Documents are left where they are: only their hashes are compared. */
const sqlDirectory = `
select f.workspace_id as "workspaceId", f.id, f.name, f.title, f.live_version as "liveVersion",
  f.created_at as "createdAt", f.draft_revision as "draftRevision", d.edited_at as "draftEditedAt",
  d.document_hash is not null and d.document_hash is distinct from v.document_hash as "hasDraft"
from flow f
left join flow_draft d on d.workspace_id = f.workspace_id and d.flow_id = f.id
left join flow_version v on v.workspace_id = f.workspace_id and v.flow_id = f.id and v.number = f.live_version
where f.workspace_id = $1 and f.archived_at is null`;

export const sqlListDirectory = `${sqlDirectory} order by f.name limit 1000`;

/** The flows of a workspace by name. */
export function listDirectoryRows(tx: Tx, workspaceId: WorkspaceId): Promise<DirectoryRow[]> {
  return tx.query<DirectoryRow>(sqlListDirectory, [workspaceId]);
}

export const sqlFindDirectoryRow = `${sqlDirectory} and f.name = $2`;

/** The flow of this name. */
export async function findDirectoryRow(
  tx: Tx,
  key: { workspaceId: WorkspaceId; name: string },
): Promise<DirectoryRow | undefined> {
  const [row] = await tx.query<DirectoryRow>(sqlFindDirectoryRow, [key.workspaceId, key.name]);
  return row;
}

/** The live document of each, or the draft of what is not live; the versions are named, for they may change meanwhile. */
export const sqlListDocuments = `
select w.flow_id as "flowId", coalesce(v.document, d.document) as document
from unnest($2::uuid[], $3::integer[]) as w (flow_id, number)
left join flow_version v on v.workspace_id = $1 and v.flow_id = w.flow_id and v.number = w.number
left join flow_draft d on d.workspace_id = $1 and d.flow_id = w.flow_id and w.number is null
where coalesce(v.document, d.document) is not null`;

/** The documents that say what these flows are. */
export function listDocuments(
  tx: Tx,
  workspaceId: WorkspaceId,
  rows: readonly Pick<DirectoryRow, 'id' | 'liveVersion'>[],
): Promise<{ flowId: FlowId; document: string }[]> {
  const values = [workspaceId, rows.map(({ id }) => id), rows.map(({ liveVersion }) => liveVersion)];
  return tx.query<{ flowId: FlowId; document: string }>(sqlListDocuments, values);
}
