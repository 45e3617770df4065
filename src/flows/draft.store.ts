import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

/** A flow with what is being made of it: its draft, its live version, or, after a publish, the version alone. */
export interface DraftRow {
  readonly revision: number;
  /** Null where there is no draft. */
  readonly document: string | null;
  readonly documentHash: Buffer | null;
  readonly basedOn: number | null;
  readonly editedBy: string | null;
  readonly editedAt: Date | null;
  /** Null where nothing is live. */
  readonly liveDocument: string | null;
  readonly liveHash: Buffer | null;
  readonly publishedBy: string | null;
  readonly publishedAt: Date | null;
}

interface FlowKey {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
}

/** One row for one instant: draft, version and revision belong together. */
export const sqlFindDraft = `
select f.draft_revision as revision, d.document, d.document_hash as "documentHash", d.based_on as "basedOn",
  d.edited_by as "editedBy", d.edited_at as "editedAt", v.document as "liveDocument", v.document_hash as "liveHash",
  v.published_by as "publishedBy", v.published_at as "publishedAt"
from flow f
left join flow_draft d on d.workspace_id = f.workspace_id and d.flow_id = f.id
left join flow_version v on v.workspace_id = f.workspace_id and v.flow_id = f.id and v.number = f.live_version
where f.workspace_id = $1 and f.id = $2`;

/** The draft of a flow and its live version, as far as there are any. */
export async function findDraftRow(tx: Tx, key: FlowKey): Promise<DraftRow | undefined> {
  const [row] = await tx.query<DraftRow>(sqlFindDraft, [key.workspaceId, key.flowId]);
  return row;
}

/** What the work began with is said once, when the draft is made, unless it begins anew from a version. */
export const sqlUpsertDraft = `
insert into flow_draft (workspace_id, flow_id, document, document_hash, based_on, edited_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (workspace_id, flow_id) do update set document = excluded.document, document_hash = excluded.document_hash,
  based_on = case when $7 then excluded.based_on else flow_draft.based_on end, edited_by = excluded.edited_by,
  edited_at = now()`;

export interface DraftChange extends FlowKey {
  readonly document: string;
  readonly documentHash: Buffer;
  readonly basedOn: number | null;
  readonly editedBy: string;
  /** The draft begins with `basedOn`, whatever it began with before. */
  readonly isNewStart: boolean;
}

/** Keeps a draft in place of the one before; the caller holds the lock of the flow. */
export async function upsertDraft(tx: Tx, change: DraftChange): Promise<void> {
  const { workspaceId, flowId, document, documentHash, basedOn, editedBy, isNewStart } = change;
  await tx.query(sqlUpsertDraft, [workspaceId, flowId, document, documentHash, basedOn, editedBy, isNewStart]);
}

export const sqlDeleteDraft = `delete from flow_draft where workspace_id = $1 and flow_id = $2`;

/** Drops the draft of a flow, if it has one. */
export async function deleteDraft(tx: Tx, key: FlowKey): Promise<void> {
  await tx.query(sqlDeleteDraft, [key.workspaceId, key.flowId]);
}

/** A draft that says what is live now is none. Its revision moves with the live version, see `sqlSetLiveVersion`. */
export const sqlDeleteEqualDraft = `${sqlDeleteDraft} and document_hash = $3`;

/** Drops the draft when it says the same as what becomes live. */
export async function deleteEqualDraft(tx: Tx, key: FlowKey & { documentHash: Buffer }): Promise<void> {
  await tx.query(sqlDeleteEqualDraft, [key.workspaceId, key.flowId, key.documentHash]);
}

export const sqlAdvanceRevision = `
update flow set draft_revision = draft_revision + 1, title = case when live_version is null then coalesce($3, title) else title end
where workspace_id = $1 and id = $2 returning draft_revision as revision`;

/** Counts a change of the draft; the title of a flow that is not live yet is its draft's. Gives the new revision. */
export async function advanceRevision(tx: Tx, key: FlowKey & { title: string | null }): Promise<number> {
  const [row] = await tx.query<{ revision: number }>(sqlAdvanceRevision, [key.workspaceId, key.flowId, key.title]);
  return (row as { revision: number }).revision;
}
