import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

export interface FlowRow {
  readonly workspaceId: WorkspaceId;
  readonly id: FlowId;
  readonly name: string;
  readonly title: string;
  readonly liveVersion: number | null;
  readonly createdAt: Date;
}

export interface FlowVersionRow {
  readonly flowId: FlowId;
  readonly number: number;
  readonly document: string;
  readonly documentHash: Buffer;
  readonly note: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

const FLOW_COLUMNS = `workspace_id as "workspaceId", id, name, title, live_version as "liveVersion", created_at as "createdAt"`;
const VERSION_COLUMNS = `flow_id as "flowId", number, document, document_hash as "documentHash", note,
  published_by as "publishedBy", published_at as "publishedAt"`;

/** The row lock of the update keeps two publishers of one flow apart until the version number is taken. */
export const sqlUpsertFlow = `
insert into flow (workspace_id, id, name, title) values ($1, $2, $3, $4)
on conflict (workspace_id, name) do update set title = excluded.title, archived_at = null
returning ${FLOW_COLUMNS}`;

/** Makes the flow, or takes and locks the one of this name. */
export async function upsertFlow(
  tx: Tx,
  flow: { workspaceId: WorkspaceId; id: FlowId; name: string; title: string },
): Promise<FlowRow> {
  const [row] = await tx.query<FlowRow>(sqlUpsertFlow, [flow.workspaceId, flow.id, flow.name, flow.title]);
  return row as FlowRow;
}

export const sqlInsertVersion = `
insert into flow_version (workspace_id, flow_id, number, document, document_hash, note, published_by)
select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 from flow_version where workspace_id = $1 and flow_id = $2
returning number`;

/** Adds the next version; versions are never changed afterwards. */
export async function insertVersion(
  tx: Tx,
  version: {
    workspaceId: WorkspaceId;
    flowId: FlowId;
    document: string;
    documentHash: Buffer;
    note: string;
    publishedBy: string;
  },
): Promise<number> {
  const { workspaceId, flowId, document, documentHash, note, publishedBy } = version;
  const values = [workspaceId, flowId, document, documentHash, note, publishedBy];
  const [row] = await tx.query<{ number: number }>(sqlInsertVersion, values);
  return (row as { number: number }).number;
}

/** Whoever edits without a draft sees the live document; for them it has changed. */
export const sqlSetLiveVersion = `
update flow f set live_version = $3, draft_revision = f.draft_revision + case when exists (
  select from flow_draft d where d.workspace_id = f.workspace_id and d.flow_id = f.id) then 0 else 1 end
where f.workspace_id = $1 and f.id = $2`;

/** Makes a version the one that new events run with; runs under way keep theirs. */
export async function setLiveVersion(
  tx: Tx,
  live: { workspaceId: WorkspaceId; flowId: FlowId; number: number },
): Promise<void> {
  await tx.query(sqlSetLiveVersion, [live.workspaceId, live.flowId, live.number]);
}

export const sqlFindVersion = `
select ${VERSION_COLUMNS} from flow_version where workspace_id = $1 and flow_id = $2 and number = $3`;

/** One version of a flow. */
export async function findVersion(
  tx: Tx,
  key: { workspaceId: WorkspaceId; flowId: FlowId; number: number },
): Promise<FlowVersionRow | undefined> {
  const [row] = await tx.query<FlowVersionRow>(sqlFindVersion, [key.workspaceId, key.flowId, key.number]);
  return row;
}

export const sqlListVersions = `
select ${VERSION_COLUMNS} from flow_version where workspace_id = $1 and flow_id = $2 order by number desc limit 200`;

/** The versions of a flow, the newest first. */
export function listVersions(tx: Tx, key: { workspaceId: WorkspaceId; flowId: FlowId }): Promise<FlowVersionRow[]> {
  return tx.query<FlowVersionRow>(sqlListVersions, [key.workspaceId, key.flowId]);
}

export const sqlFindFlow = `select ${FLOW_COLUMNS} from flow where workspace_id = $1 and name = $2 and archived_at is null`;

/** The flow of this name. */
export async function findFlowByName(
  tx: Tx,
  key: { workspaceId: WorkspaceId; name: string },
): Promise<FlowRow | undefined> {
  const [row] = await tx.query<FlowRow>(sqlFindFlow, [key.workspaceId, key.name]);
  return row;
}

export const sqlIsNameTaken = `select id from flow where workspace_id = $1 and name = $2`;

/** True when a flow has this name, archived or not. */
export async function isNameTaken(tx: Tx, key: { workspaceId: WorkspaceId; name: string }): Promise<boolean> {
  return (await tx.query(sqlIsNameTaken, [key.workspaceId, key.name])).length > 0;
}

export const sqlFindFlowById = `select ${FLOW_COLUMNS} from flow where workspace_id = $1 and id = $2`;

/** The flow with this id, archived or not. */
export async function findFlowById(
  tx: Tx,
  key: { workspaceId: WorkspaceId; id: FlowId },
): Promise<FlowRow | undefined> {
  const [row] = await tx.query<FlowRow>(sqlFindFlowById, [key.workspaceId, key.id]);
  return row;
}

/** The row lock keeps editors and publishers of one flow apart until the transaction ends. */
export const sqlLockFlow = `${sqlFindFlow} for update`;

/** The flow of this name, locked. */
export async function lockFlow(tx: Tx, key: { workspaceId: WorkspaceId; name: string }): Promise<FlowRow | undefined> {
  const [row] = await tx.query<FlowRow>(sqlLockFlow, [key.workspaceId, key.name]);
  return row;
}

/** An archived flow keeps its name, so that its history is never mistaken for another's. */
export const sqlInsertFlow = `
insert into flow (workspace_id, id, name, title) values ($1, $2, $3, $4)
on conflict (workspace_id, name) do nothing returning ${FLOW_COLUMNS}`;

/** Makes a flow without a version; undefined when the name is taken. */
export async function insertFlow(
  tx: Tx,
  flow: { workspaceId: WorkspaceId; id: FlowId; name: string; title: string },
): Promise<FlowRow | undefined> {
  const [row] = await tx.query<FlowRow>(sqlInsertFlow, [flow.workspaceId, flow.id, flow.name, flow.title]);
  return row;
}

export const sqlArchiveFlow = `
update flow set archived_at = now() where workspace_id = $1 and id = $2 and archived_at is null`;

/** Takes a flow out of the lists and from its address; its rows stay. */
export async function archiveFlowRow(tx: Tx, key: { workspaceId: WorkspaceId; id: FlowId }): Promise<void> {
  await tx.query(sqlArchiveFlow, [key.workspaceId, key.id]);
}

export const sqlListFlows = `
select ${FLOW_COLUMNS} from flow where workspace_id = $1 and archived_at is null order by name limit 1000`;

/** The flows of a workspace by name. */
export function listFlowRows(tx: Tx, workspaceId: WorkspaceId): Promise<FlowRow[]> {
  return tx.query<FlowRow>(sqlListFlows, [workspaceId]);
}
