/**
 * The committed `schema.sql` is the schema that the migrations make. After a new migration it is written anew by
 * `HOLDFAST_WRITE_SCHEMA=1 node --test src/db/schema.pg.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { openTestDatabase, startTestServer, type TestDatabase } from '../../test/postgres.ts';
import { silentLog } from '../foundation/index.ts';
import { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { compareSchema, describeSchema } from './schema-description.ts';

const SCHEMA_FILE = new URL('./schema.sql', import.meta.url);
/** Of the installation as a whole rather than of a workspace: people may belong to several. */
const WITHOUT_WORKSPACE = [
  'schema_version',
  'person',
  'person_session',
  'person_login',
  'person_challenge',
  'person_second_factor',
  'person_passkey',
  'sign_in_rate',
  'sign_in_try',
  'set_up_link',
  'installation_secret',
  'key_rotation',
];

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
test.after(() => shared.close());

/** The programs of another PostgreSQL on this machine, if there is one. */
async function otherServer(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('pg_config', ['--bindir']);
    await access(path.join(stdout.trim(), 'initdb'));
    return stdout.trim();
  } catch {
    return undefined;
  }
}

test('schema.sql says what the migrations make', async () => {
  const text = await describeSchema(shared.database);
  if (process.env.HOLDFAST_WRITE_SCHEMA === '1') await writeFile(SCHEMA_FILE, text);
  assert.equal(text, await readFile(SCHEMA_FILE, 'utf8'));
  assert.deepEqual(await compareSchema(shared.database), []);
});

test('another PostgreSQL version gives the same schema', async (t) => {
  const binFolder = await otherServer();
  if (binFolder === undefined) return t.diagnostic('there is no other PostgreSQL on this machine');
  const server = await startTestServer(binFolder);
  t.after(() => server.stop());
  const database = new Database({ url: server.url, log: silentLog });
  t.after(() => database.close());
  await migrate(database);
  assert.equal(await describeSchema(database), await readFile(SCHEMA_FILE, 'utf8'));
});

test('workspace_id leads every primary key and every unique index', async () => {
  const rows = await shared.database.query<{ index_name: string; table_name: string; first_column: string }>(
    `select x.relname as index_name, t.relname as table_name, pg_get_indexdef(i.indexrelid, 1, true) as first_column
     from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where i.indisunique and t.relnamespace = current_schema()::regnamespace`,
    [],
  );
  const ours = rows.filter((row) => !WITHOUT_WORKSPACE.includes(row.table_name));
  assert.ok(ours.length >= 10);
  assert.deepEqual(
    ours.filter((row) => row.first_column !== 'workspace_id'),
    [],
  );
});

test('every table has a primary key', async () => {
  const rows = await shared.database.query(
    `select t.relname from pg_class t
     where t.relkind in ('r', 'p') and t.relnamespace = current_schema()::regnamespace
       and not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')`,
    [],
  );
  assert.deepEqual(rows, []);
});

test('a schema that was changed by hand is told line by line', async (t) => {
  const changed = await openTestDatabase(t);
  await changed.database.query('drop index run_due; alter table run add column mine text');
  const differences = await compareSchema(changed.database);
  assert.equal(differences.length, 2);
  assert.match(differences[0] ?? '', /^The schema lacks: CREATE INDEX run_due/);
  assert.equal(differences[1], 'The schema has besides: run: mine text');
});
