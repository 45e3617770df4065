import type { Tx } from '../db/index.ts';
import { KEY_ID_BYTES } from './master-key.ts';

/** A column with sealed values from before there were data keys; the columns made since never held any. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What the values are bound to besides workspace and owner. */
  readonly field: string;
  /** The column with the owner's id. */
  readonly owner: string;
}

export interface SealedRow {
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly sealed: Buffer;
}

/** Every column that may hold values of format 1. */
export const FIRST_FORMAT_COLUMNS: readonly SealedColumn[] = [
  { table: 'workspace', column: 'sealed_key_seed', field: 'workspace.key_seed', owner: 'workspace_id' },
  { table: 'connection', column: 'sealed_credential', field: 'connection.credential', owner: 'id' },
  { table: 'webhook_trigger', column: 'sealed_token', field: 'webhook_trigger.token', owner: 'id' },
  { table: 'webhook_trigger', column: 'sealed_secret', field: 'webhook_trigger.secret', owner: 'id' },
  { table: 'webhook_trigger', column: 'sealed_previous_secret', field: 'webhook_trigger.previous_secret', owner: 'id' },
];

/** The first byte is the format; what is no sealed value at all (shorter) is left alone. */
function isFirstFormat(column: string): string {
  return `octet_length(${column}) > ${KEY_ID_BYTES} and get_byte(${column}, 0) = 1`;
}

/** Values of format 1 of one column, in the order of their owners after the given one. */
export function listFirstFormat(
  tx: Tx,
  { table, column, owner }: SealedColumn,
  page: { readonly after: string; readonly limit: number },
): Promise<SealedRow[]> {
  const sql = `
select workspace_id as "workspaceId", ${owner} as "ownerId", ${column} as sealed from ${table}
where ${isFirstFormat(column)} and ${owner} > $1::uuid order by ${owner} limit $2`;
  return tx.query(sql, [page.after, page.limit]);
}

/** Replaces a value by the same one sealed anew; false when it was changed meanwhile. */
export async function replaceSealed(
  tx: Tx,
  { table, column, owner }: SealedColumn,
  change: { readonly row: SealedRow; readonly sealed: Buffer },
): Promise<boolean> {
  const { workspaceId, ownerId, sealed: read } = change.row;
  const sql = `
update ${table} set ${column} = $4 where workspace_id = $1 and ${owner} = $2 and ${column} = $3 returning 1`;
  return (await tx.query(sql, [workspaceId, ownerId, read, change.sealed])).length > 0;
}

/** How many values of format 1 each master key sealed. */
const sqlCountFirstFormat = `select key_id as "keyId", count(*)::integer as count from (${FIRST_FORMAT_COLUMNS.map(
  ({ table, column }) =>
    `select encode(substring(${column} from 2 for ${KEY_ID_BYTES}), 'hex') as key_id from ${table} where ${isFirstFormat(column)}`,
).join(' union all ')}) as sealed group by key_id`;

/** Counts the values of format 1 by the id of the master key that sealed them. */
export function countFirstFormat(tx: Tx): Promise<{ keyId: string; count: number }[]> {
  return tx.query(sqlCountFirstFormat, []);
}
