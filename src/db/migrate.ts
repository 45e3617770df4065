/**
 * Brings a database to the schema of this Holdfast: numbered files `migrations/NNNNNN_name.sql`, forward only, each in
 * one transaction, all under one lock so that two processes that start together do not do it twice.
 *
 * A file begins with `-- why:` and one sentence. `--! breaking` on a line of its own says that processes of the version
 * before cannot work on the new schema, so that they must be stopped first.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { AppError, assert } from '../foundation/index.ts';
import type { SessionLimits } from './connection-settings.ts';
import type { Database } from './database.ts';
import { fail } from './errors.ts';
import { isUnavailable } from './server-error.ts';
import type { Session } from './session.ts';
import type { Tx } from './tx.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE_NAME = /^(\d{6})_([a-z0-9_]+)\.sql$/;
/** The oldest PostgreSQL that the tests run against. */
const OLDEST_SERVER = 15;
/** Any number, the same in every Holdfast: the key of the advisory lock. */
const MIGRATION_LOCK = 7_305_011;
/** Building an index takes long; waiting for the lock of another process that migrates does too. */
const MIGRATION_LIMITS: Partial<SessionLimits> = {
  statementTimeoutMs: 1_800_000,
  lockTimeoutMs: 0,
  idleInTransactionMs: 60_000,
};

/** One file of `migrations/`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly isBreaking: boolean;
}

/** Where the schema was and where it is now; version 0 is an empty database. */
export interface MigrationReport {
  readonly fromVersion: number;
  readonly toVersion: number;
}

interface AppliedRow {
  readonly version: number;
  readonly name: string;
  readonly text_hash: string;
}

interface ServerRow {
  readonly version: number;
  readonly encoding: string;
}

const sqlReadServer =
  "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding";
/** The list of what was applied belongs to the database as a whole, so it has no workspace. */
const sqlCreateVersionTable = `
  create table if not exists schema_version (
    version integer primary key,
    name text not null,
    text_hash text not null,
    is_breaking boolean not null,
    applied_at timestamptz not null default now()
  )`;
const sqlReadVersions = 'select version, name, text_hash from schema_version order by version';
const sqlAddVersion = 'insert into schema_version (version, name, text_hash, is_breaking) values ($1, $2, $3, $4)';
/** Held by the session, so it ends with the process whatever happens. */
const sqlLock = 'select pg_advisory_lock($1)';

/**
 * Applies what is missing. Throws `db.server.too_old` or `db.server.wrong_encoding` for a server that we cannot work
 * with, `db.schema.newer` when the database knows a version that this Holdfast does not,
 * `db.schema.edited` when an applied file has changed, `db.schema.failed` when a file cannot be applied.
 */
export async function migrate(
  database: Pick<Database, 'openSession'>,
  migrations?: readonly Migration[],
): Promise<MigrationReport> {
  const known = migrations ?? (await readMigrations());
  const session = await database.openSession({ limits: MIGRATION_LIMITS });
  try {
    await assertServerFits(session);
    await session.query(sqlLock, [MIGRATION_LOCK]);
    await session.query(sqlCreateVersionTable);
    const applied = await session.query<AppliedRow>(sqlReadVersions, []);
    const missing = decideMissing(known, applied);
    for (const migration of missing) await apply(session, migration);
    return { fromVersion: applied.at(-1)?.version ?? 0, toVersion: known.at(-1)?.version ?? 0 };
  } finally {
    await session.close();
  }
}

/** The version of the schema that a database has; 0 when it has none. */
export async function readSchemaVersion(tx: Tx): Promise<number> {
  const [found] = await tx.query<{ is_there: boolean }>(
    "select to_regclass('schema_version') is not null as is_there",
    [],
  );
  if (found?.is_there !== true) return 0;
  return (await tx.query<AppliedRow>(sqlReadVersions, [])).at(-1)?.version ?? 0;
}

/** Reads the files of `migrations/` in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(names.map(async (name) => parseMigration(name, await readFile(new URL(name, FOLDER), 'utf8'))));
}

/** One file as a migration; its name and its first line are checked. */
export function parseMigration(fileName: string, text: string): Migration {
  const match = FILE_NAME.exec(fileName);
  assert(match !== null, `the migration ${fileName} is not named NNNNNN_name.sql`);
  assert(text.startsWith('-- why: '), `the migration ${fileName} does not begin with "-- why: "`);
  return {
    version: Number(match[1]),
    name: match[2] as string,
    text,
    isBreaking: /^--! breaking$/m.test(text),
  };
}

/** What is left to apply after `applied`, or the reason why nothing may be. */
export function decideMissing(known: readonly Migration[], applied: readonly AppliedRow[]): readonly Migration[] {
  known.forEach((migration, index) => {
    assert(migration.version === index + 1, `the migration ${migration.version} does not follow ${index}`);
  });
  const foundVersion = applied.at(-1)?.version ?? 0;
  if (foundVersion > known.length)
    throw fail('db.schema.newer', { context: { foundVersion, knownVersion: known.length } });
  for (const row of applied) {
    const migration = known[row.version - 1];
    if (migration === undefined || hashOf(migration.text) === row.text_hash) continue;
    throw fail('db.schema.edited', { context: { version: row.version, name: migration.name } });
  }
  return known.slice(applied.length);
}

async function assertServerFits(tx: Tx): Promise<void> {
  const [server] = await tx.query<ServerRow>(sqlReadServer, []);
  if (server === undefined) throw fail('db.server.unavailable');
  const foundVersion = Math.floor(server.version / 10_000);
  if (foundVersion < OLDEST_SERVER) {
    throw fail('db.server.too_old', { context: { foundVersion, neededVersion: OLDEST_SERVER } });
  }
  if (server.encoding !== 'UTF8') throw fail('db.server.wrong_encoding', { context: { encoding: server.encoding } });
}

async function apply(session: Session, migration: Migration): Promise<void> {
  try {
    await session.query('begin');
    await session.query(sqlAddVersion, [
      migration.version,
      migration.name,
      hashOf(migration.text),
      migration.isBreaking,
    ]);
    await session.query(migration.text);
    await session.query('commit');
  } catch (error) {
    if (error instanceof AppError && isUnavailable(error)) throw error;
    const { version, name } = migration;
    throw fail('db.schema.failed', { cause: error, detail: String(error), context: { version, name } });
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
