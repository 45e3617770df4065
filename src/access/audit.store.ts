import type { Tx } from '../db/index.ts';
import { type JsonObject, parseJson, stringifyJson, type WorkspaceId } from '../foundation/index.ts';

/** How something ended that is remembered. */
export type AuditResult = 'done' | 'refused' | 'failed';

/** One thing that was done, or tried. */
export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: JsonObject;
  readonly result: AuditResult;
}

export type NewAuditRow = Omit<AuditRow, 'at'> & { readonly workspaceId: WorkspaceId };

export const sqlInsertAuditEntry = `
insert into audit_entry (workspace_id, id, actor, action, subject, details, result) values ($1, $2, $3, $4, $5, $6, $7)`;

/** Stores an entry, with the database's time. */
export async function insertAuditRow(tx: Tx, row: NewAuditRow): Promise<void> {
  const { workspaceId, id, actor, action, subject, details, result } = row;
  await tx.query(sqlInsertAuditEntry, [workspaceId, id, actor, action, subject, stringifyJson(details), result]);
}

/** Ids are ordered by time, so the primary key gives the newest first, and an id is where the next page begins. */
export const sqlListAuditEntries = `
select id, at, actor, action, subject, details, result from audit_entry
where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`;

/** A page of entries, the newest first. */
export async function listAuditRows(
  tx: Tx,
  workspaceId: WorkspaceId,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<AuditRow[]> {
  const rows = await tx.query<Omit<AuditRow, 'details'> & { details: string }>(sqlListAuditEntries, [
    workspaceId,
    before ?? null,
    limit,
  ]);
  return rows.map((row) => ({ ...row, details: parseJson(row.details) as JsonObject }));
}
