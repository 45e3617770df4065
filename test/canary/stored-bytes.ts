/** What is really stored: every value of every table, and every file of the data folder. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../../src/db/index.ts';
import { makeTestVault } from '../vault.ts';

/** Columns whose values are sealed. Anything else in them is a fault. */
export const SEALED_COLUMNS: readonly string[] = [
  'authorization_request.sealed_draft',
  'connect_link.sealed_draft',
  'connection.sealed_credential',
  'connection_token.sealed_tokens',
  'data_key.wrapped',
  'installation_secret.sealed',
  'notice_channel.sealed_secret',
  'webhook_trigger.sealed_previous_secret',
  'webhook_trigger.sealed_secret',
  'webhook_trigger.sealed_token',
  'workspace.sealed_key_seed',
];

/** Hold secrets and are therefore not searched. */
const SECRET_FILES = ['master.key', 'cli.token'];

export interface StoredColumn {
  /** `table.column`. */
  readonly name: string;
  readonly values: readonly Buffer[];
}

/** Every column of every table with its values; text as UTF-8, bytes as they are. */
export async function readColumns(database: Database): Promise<StoredColumn[]> {
  const sqlColumns = `
    select table_name as "table", column_name as "column", data_type as type from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position`;
  const columns = await database.query<{ table: string; column: string; type: string }>(sqlColumns, []);
  const all: StoredColumn[] = [];
  for (const { table, column, type } of columns) {
    const bytes = type === 'bytea' ? `"${column}"` : `convert_to("${column}"::text, 'UTF8')`;
    const rows = await database.query<{ value: Buffer }>(
      `select ${bytes} as value from "${table}" where "${column}" is not null`,
      [],
    );
    all.push({ name: `${table}.${column}`, values: rows.map(({ value }) => value) });
  }
  return all;
}

/** The credential of a connection as its owner's key opens it: proof that the secret was stored. */
export async function openCredential(database: Database, masterKey: string, name: string): Promise<string> {
  const sqlRow = `
    select workspace_id as "workspaceId", id as "ownerId", sealed_credential as sealed from connection where name = $1`;
  const [row] = await database.query<{ workspaceId: string; ownerId: string; sealed: Buffer }>(sqlRow, [name]);
  if (row === undefined) throw new Error(`There is no connection "${name}".`);
  const { sealed, ...owner } = row;
  const opened = await makeTestVault(database, masterKey).open(sealed, { ...owner, field: 'connection.credential' });
  return opened.reveal();
}

/** Every file below the data folder but the few that hold secrets, with what it holds; one after the other. */
export async function* readFiles(folder: string): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (!SECRET_FILES.includes(name)) yield { name, bytes: await readFile(file) };
  }
}
