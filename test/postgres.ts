/**
 * A real PostgreSQL for the `*.pg.test.ts` files. One throw-away server a test process, or the one that
 * `HOLDFAST_TEST_DATABASE_URL` names (`startTestServer` makes it for a whole run); a template database is migrated once,
 * and each caller gets a clone of its own.
 *
 * The server ends with its test process however that ends: a shell between the two waits for the end of its standard
 * input, which the kernel closes, and then stops the server and removes its folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pause } from '../src/db/backoff.ts';
import { Database } from '../src/db/database.ts';
import { migrate, readMigrations } from '../src/db/migrate.ts';
import { findServerBinaries } from '../src/db/server-binaries.ts';
import { SERVER_ROLE, socketUrl } from '../src/db/server-settings.ts';
import { findServerUser, giveTo, programEnv, runAs, type ServerUser } from '../src/db/server-user.ts';
import { silentLog } from '../src/foundation/index.ts';

const START_TIMEOUT_MS = 20_000;
const BINARIES_COPY = path.join(tmpdir(), 'holdfast-test-binaries');
const INITDB_ARGS = [`--username=${SERVER_ROLE}`, '--encoding=UTF8', '--locale=C', '--auth=trust', '--no-sync'];
/** As the embedded server has it; older ones do not know it. */
const BUILTIN_LOCALE = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
const TEMPLATE_LOCK = 7_305_012;
/** Fast and forgetful: a crash of the machine may ruin this server, which nobody would miss. */
const THROW_AWAY_SETTINGS = [
  'listen_addresses=',
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=64MB',
  'max_connections=200',
  'autovacuum_naptime=5s',
  'max_logical_replication_workers=0',
  'log_min_messages=log',
];
/** Arguments: postgres, data folder, whole folder, settings. SIGQUIT, because nothing in it is worth a checkpoint. */
const KEEPER = `
  postgres=$1; data=$2; folder=$3; shift 3
  "$postgres" -D "$data" -k "$folder" "$@" >"$folder/log" 2>&1 & server=$!
  cat >/dev/null
  kill -QUIT $server; wait $server; rm -rf "$folder"`;

/** A database of one's own, migrated and empty. */
export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  close(): Promise<void>;
}

/** A server of one's own, for tests that stop and start it or look at it from outside. */
export interface TestServer {
  /** Of the maintenance database `postgres`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Whatever can be told to clean up: the context of a test, or nothing. */
interface TestScope {
  after(run: () => Promise<void>): void;
}

/** Opens a fresh clone of the migrated template. With `scope` (a test's `t`) it is closed by itself. */
export async function openTestDatabase(scope?: TestScope): Promise<TestDatabase> {
  const serverUrl = await sharedServerUrl();
  const template = await makeTemplate(serverUrl);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(serverUrl, (admin) => admin.query(`create database ${name} template ${template}`));
  const url = urlOfDatabase(serverUrl, name);
  const database = new Database({ url, log: silentLog });
  const close = async (): Promise<void> => {
    await database.close();
    await administer(serverUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
  };
  scope?.after(close);
  return { database, url, close };
}

/**
 * Starts a throw-away server that lives until `stop`, at the longest as long as this process: the embedded one, or
 * with `binFolder` another PostgreSQL from 15 on.
 */
export async function startTestServer(binFolder?: string): Promise<TestServer> {
  const user = await findServerUser();
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-test-'));
  await giveTo(user, folder);
  const bin = binFolder ?? path.dirname((await findServerBinaries(user, BINARIES_COPY)).postgres);
  const data = path.join(folder, 'data');
  const locale = binFolder === undefined ? BUILTIN_LOCALE : [];
  await runAs(user, path.join(bin, 'initdb'), [...INITDB_ARGS, ...locale, `--pgdata=${data}`]);
  const keeper = keep(user, [path.join(bin, 'postgres'), data, folder]);
  const url = socketUrl(folder, 'postgres');
  await untilReady(url, path.join(folder, 'log'));
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => keeper.once('exit', resolve));
      keeper.ref();
      keeper.stdin?.end();
      await ended;
    },
  };
}

/** The address of another database on the same server. */
export function urlOfDatabase(serverUrl: string, name: string): string {
  return serverUrl.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}

let shared: Promise<string> | undefined;

function sharedServerUrl(): Promise<string> {
  const given = process.env.HOLDFAST_TEST_DATABASE_URL;
  shared ??= given === undefined ? startTestServer().then((server) => server.url) : Promise.resolve(given);
  return shared;
}

let template: Promise<string> | undefined;

/** Named after the migrations, so that a server that outlives an edit makes a new one. */
function makeTemplate(serverUrl: string): Promise<string> {
  template ??= (async () => {
    const migrations = await readMigrations();
    const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);
    const name = `template_${digest}`;
    await administer(serverUrl, (admin) => createTemplate(admin, serverUrl, name));
    return name;
  })();
  return template;
}

/** Under a lock, since every process of a run comes here; renamed when whole, so that a half one is never cloned. */
async function createTemplate(admin: Database, serverUrl: string, name: string): Promise<void> {
  const lock = await admin.openSession();
  try {
    await lock.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const [found] = await admin.query<object>('select from pg_database where datname = $1', [name]);
    if (found !== undefined) return;
    const half = `${name}_half`;
    await admin.query(`drop database if exists ${half} with (force)`);
    await admin.query(`create database ${half}`);
    await administer(urlOfDatabase(serverUrl, half), (database) => migrate(database));
    await admin.query(`alter database ${half} rename to ${name}`);
  } finally {
    await lock.close();
  }
}

async function administer<T>(url: string, work: (admin: Database) => Promise<T>): Promise<T> {
  const admin = new Database({
    url,
    log: silentLog,
    maxConnections: 1,
    limits: { lockTimeoutMs: 0, statementTimeoutMs: 60_000 },
  });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

function keep(user: ServerUser, [postgres, data, folder]: readonly [string, string, string]): ChildProcess {
  const settings = THROW_AWAY_SETTINGS.flatMap((setting) => ['-c', setting]);
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', postgres, data, folder, ...settings], {
    ...user,
    cwd: '/',
    env: programEnv(),
    // Of its own session, so that Ctrl-C reaches the test process only.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  (keeper.stdin as unknown as { unref(): void }).unref();
  return keeper;
}

async function untilReady(url: string, logFile: string): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await administer(url, (admin) => admin.query('select 1'));
      return;
    } catch (error) {
      if (performance.now() > deadlineMs)
        throw new Error(`The test server did not start; see ${logFile}`, { cause: error });
      await pause(20);
    }
  }
}
