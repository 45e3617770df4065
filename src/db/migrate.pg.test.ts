import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase, urlOfDatabase } from '../../test/postgres.ts';
import { isAppError, silentLog } from '../foundation/index.ts';
import { Database } from './database.ts';
import { type Migration, migrate, parseMigration, readMigrations, readSchemaVersion } from './migrate.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
test.after(() => shared.close());

const first = parseMigration(
  '000001_one.sql',
  '-- why: one.\ncreate table one (id int primary key); create index one_id on one (id);',
);
const second = parseMigration(
  '000002_two.sql',
  '-- why: two.\nselect pg_sleep(0.2); create table two (id int primary key);',
);
const broken = parseMigration('000002_two.sql', '-- why: two.\ncreate table two (id int primary key); select 1 / 0;');

/** An empty database beside the test's own. */
async function openEmpty(t: { after(run: () => Promise<void>): void }): Promise<Database> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await shared.database.query(`create database ${name}`);
  const database = new Database({ url: urlOfDatabase(shared.url, name), log: silentLog });
  t.after(async () => {
    await database.close();
    await shared.database.query(`drop database ${name} with (force)`);
  });
  return database;
}

async function tablesOf(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    [],
  );
  return rows.map((row) => row.name);
}

async function migrateTo(database: Database, migrations: readonly Migration[]): Promise<readonly [number, number]> {
  const report = await migrate(database, migrations);
  return [report.fromVersion, report.toVersion];
}

test('an empty database is brought to the newest version, and a second time nothing happens', async (t) => {
  const database = await openEmpty(t);
  assert.equal(await readSchemaVersion(database), 0);
  assert.deepEqual(await migrateTo(database, [first]), [0, 1]);
  assert.deepEqual(await migrateTo(database, [first, second]), [1, 2]);
  assert.deepEqual(await migrateTo(database, [first, second]), [2, 2]);
  assert.equal(await readSchemaVersion(database), 2);
  assert.deepEqual(await tablesOf(database), ['one', 'schema_version', 'two']);
});

test('of two processes that start at once, one migrates and the other finds it done', async (t) => {
  const database = await openEmpty(t);
  const reports = await Promise.all([migrateTo(database, [first, second]), migrateTo(database, [first, second])]);
  assert.deepEqual(reports.toSorted(), [
    [0, 2],
    [2, 2],
  ]);
});

test('a migration that fails leaves the schema as it was before it', async (t) => {
  const database = await openEmpty(t);
  await assert.rejects(migrate(database, [first, broken]), (error) => isAppError(error, 'db.schema.failed'));
  assert.deepEqual(await tablesOf(database), ['one', 'schema_version']);
  assert.equal(await readSchemaVersion(database), 1);
});

test('a database of a newer Holdfast and one with an edited migration are refused', async (t) => {
  const database = await openEmpty(t);
  await migrate(database, [first, second]);
  await assert.rejects(migrate(database, [first]), (error) => isAppError(error, 'db.schema.newer'));
  await assert.rejects(migrate(database, [first, broken]), (error) => isAppError(error, 'db.schema.edited'));
});

test('a database that cannot hold every text is refused before anything is made in it', async (t) => {
  const name = `latin_${randomUUID().replaceAll('-', '')}`;
  await shared.database.query(
    `create database ${name} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
  );
  const database = new Database({ url: urlOfDatabase(shared.url, name), log: silentLog });
  t.after(() => database.close());
  await assert.rejects(migrate(database), (error) => isAppError(error, 'db.server.wrong_encoding'));
  assert.deepEqual(await tablesOf(database), []);
});

test('the test template stands at the newest shipped version', async () => {
  assert.equal(await readSchemaVersion(shared.database), (await readMigrations()).length);
});
