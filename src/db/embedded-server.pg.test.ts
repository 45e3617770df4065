import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { isAppError, type Log, silentLog } from '../foundation/index.ts';
import { pause } from './backoff.ts';
import { Database } from './database.ts';
import { EmbeddedServer } from './embedded-server.ts';
import { GroupCommit } from './group-commit.ts';
import type { GroupStatement } from './group-statement.ts';
import { findPostmaster } from './postmaster.ts';
import { findServerBinaries } from './server-binaries.ts';
import { isUnavailable } from './server-error.ts';
import { OUTSIDE_ROOT, socketFolderOf } from './server-place.ts';
import { findServerUser } from './server-user.ts';
import type { Tx } from './tx.ts';

interface TestScope {
  after(run: () => Promise<void>): void;
}

/** The settings under test are the product's own, fsync included. */
interface Rig {
  readonly dataFolder: string;
  readonly cluster: string;
  make(log?: Log): EmbeddedServer;
}

/** A process that holds the data folder until it is killed. */
const HOLDER = `
  import { EmbeddedServer } from ${JSON.stringify(new URL('./embedded-server.ts', import.meta.url).href)};
  const log = { info() {}, warn() {}, error() {} };
  const server = new EmbeddedServer({ dataFolder: process.argv[1], log });
  await server.start();
  process.stdout.write(server.url + '\\n');
  setInterval(() => undefined, 60_000);`;

/** Made once and copied, because `initdb` takes longer than most tests. */
let madeFolder = '';
before(async () => {
  madeFolder = await mkdtemp(path.join(tmpdir(), 'holdfast-made-'));
  await chmod(madeFolder, 0o755);
  const server = new EmbeddedServer({ dataFolder: madeFolder, log: silentLog });
  await server.start();
  await server.stop();
});
test.after(() => rm(madeFolder, { recursive: true, force: true }));

/** A data folder that was used before, or the one given. */
async function makeRig(t: TestScope, dataFolder?: string): Promise<Rig> {
  const folder = dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'holdfast-embedded-')));
  if (dataFolder === undefined) await promisify(execFile)('cp', ['-a', `${madeFolder}/.`, folder]);
  const servers: EmbeddedServer[] = [];
  t.after(async () => {
    for (const server of servers) await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    dataFolder: folder,
    cluster: path.join(folder, 'postgres', 'cluster'),
    make(log = silentLog) {
      const server = new EmbeddedServer({ dataFolder: folder, log });
      servers.push(server);
      return server;
    },
  };
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database({ url, log: silentLog });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function startHolder(t: TestScope, dataFolder: string): Promise<{ holder: ChildProcess; url: string }> {
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', HOLDER, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => void holder.kill('SIGKILL'));
  const [line] = (await once(holder.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { holder, url: line.toString().trim() };
}

/** The last stop may still be under way. */
async function onceAvailable<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await pause(20);
    }
  }
}

async function kill(holder: ChildProcess): Promise<void> {
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
}

const addNote: GroupStatement<number, undefined> = {
  name: 'add_note',
  order: 1,
  async run(tx: Tx, inputs) {
    await tx.query('insert into note select * from unnest($1::int[]) on conflict do nothing', [inputs]);
    return inputs.map(() => undefined);
  },
};

test('what was stored is there after a stop and a start, on a durable server behind a private socket', async (t) => {
  const rig = await makeRig(t);
  const first = rig.make();
  await first.start();
  await first.start();
  await withDatabase(first.url, (database) => database.query('create table note (id int primary key)'));
  await first.stop();
  await first.stop();
  assert.equal(await findPostmaster(rig.cluster), undefined);

  const again = rig.make();
  const begunMs = performance.now();
  await again.start();
  assert.ok(performance.now() - begunMs < 3_000);
  const [row] = await withDatabase(again.url, (database) =>
    database.query<object>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as sums,
         current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding, (select count(*) from note) as notes`,
      [],
    ),
  );
  assert.deepEqual({ ...row }, { fsync: 'on', commit: 'on', sums: 'on', addresses: '', encoding: 'UTF8', notes: 0 });
  assert.equal((await stat(path.join(rig.dataFolder, 'postgres'))).mode & 0o777, 0o700);
});

test('a second Holdfast on the same data folder is refused and the first goes on', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  await assert.rejects(rig.make().start(), (error) => isAppError(error, 'db.embedded.in_use'));
  assert.equal((await withDatabase(server.url, (database) => database.query('select 1', []))).length, 1);
});

test('of two first starts at once exactly one gets the data folder', async (t) => {
  const empty = await mkdtemp(path.join(tmpdir(), 'holdfast-empty-'));
  await chmod(empty, 0o755);
  const rig = await makeRig(t, empty);
  const outcomes = await Promise.allSettled([rig.make().start(), rig.make().start()]);
  assert.deepEqual(outcomes.map((outcome) => outcome.status).toSorted(), ['fulfilled', 'rejected']);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  assert.ok(isAppError(refused?.reason, 'db.embedded.in_use'));
  assert.deepEqual((await readdir(path.dirname(rig.cluster))).toSorted(), ['cluster', 'socket']);
});

test('after kill -9 of its holder the server is taken over as it runs', async (t) => {
  const rig = await makeRig(t);
  const { holder, url } = await startHolder(t, rig.dataFolder);
  await assert.rejects(rig.make().start(), (error) => isAppError(error, 'db.embedded.in_use'));
  await withDatabase(url, (database) => database.query('create table note (id int primary key)'));
  const pid = await findPostmaster(rig.cluster);
  await kill(holder);

  const server = rig.make();
  await server.start();
  assert.equal(await findPostmaster(rig.cluster), pid);
  await withDatabase(server.url, (database) => database.query('select from note', []));
});

test('an orphaned server with settings that are not today’s is restarted with today’s', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  await server.stop();
  const config = path.join(rig.cluster, 'postgresql.conf');
  await writeFile(config, `${await readFile(config, 'utf8')}cluster_name = 'another version'\n`);
  const user = await findServerUser();
  const { postgres } = await findServerBinaries(user, OUTSIDE_ROOT);
  const orphan = spawn(postgres, ['-D', rig.cluster], { ...user, cwd: '/', stdio: 'ignore', detached: true });
  while ((await findPostmaster(rig.cluster)) === undefined) await pause(10);

  await server.start();
  assert.notEqual(await findPostmaster(rig.cluster), orphan.pid);
  const [row] = await withDatabase(server.url, (database) =>
    database.query<{ name: string }>("select current_setting('cluster_name') as name", []),
  );
  assert.match(row?.name ?? '', /^holdfast-/);
});

test('a postmaster.pid whose number belongs to another process does not block the start', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  const pid = await findPostmaster(rig.cluster);
  const file = path.join(rig.cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8');
  await server.stop();
  await writeFile(file, text.replace(String(pid), String(process.pid)));
  await server.start();
  assert.notEqual(await findPostmaster(rig.cluster), process.pid);
});

test('a database that vanished is not replaced by an empty one', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  await server.stop();
  await rm(path.join(rig.dataFolder, 'postgres'), { recursive: true });
  await assert.rejects(server.start(), (error) => isAppError(error, 'db.embedded.lost'));
});

test('a cluster of another major version is refused with both numbers', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  await server.stop();
  await writeFile(path.join(rig.cluster, 'PG_VERSION'), '16\n');
  await assert.rejects(
    server.start(),
    (error) =>
      isAppError(error, 'db.embedded.wrong_version') && /PostgreSQL 16\b.*PostgreSQL 18\b/.test(error.publicMessage),
  );
  await writeFile(path.join(rig.cluster, 'PG_VERSION'), '18\n');
});

test('a server stopped at once under load comes back, and the group commit has lost and doubled nothing', async (t) => {
  const rig = await makeRig(t);
  const server = rig.make();
  await server.start();
  await withDatabase(server.url, async (database) => {
    await database.query('create table note (id int primary key)');
    const groupCommit = new GroupCommit({ database, log: silentLog }, { deadlineMs: 30_000 });
    await groupCommit.start();
    let next = 0;
    let stops = 0;
    const submitters = Array.from({ length: 16 }, async () => {
      while (stops < 3) await groupCommit.submit(addNote, next++);
    });
    while (stops < 3) {
      const reached = next + 200;
      while (next < reached) await pause(1);
      const pid = await findPostmaster(rig.cluster);
      if (pid === undefined) continue;
      process.kill(pid, 'SIGQUIT');
      stops += 1;
    }
    await Promise.all(submitters);
    await groupCommit.stop();
    const [row] = await onceAvailable(() =>
      database.query<{ count: number; last: number }>('select count(*), max(id) as last from note', []),
    );
    assert.deepEqual([row?.count, row?.last], [next, next - 1]);
  });
});

test('a data folder that the server’s user cannot enter keeps its database outside and says where', async (t) => {
  const closed = await mkdtemp(path.join(tmpdir(), 'holdfast-closed-'));
  await chmod(closed, 0o700);
  const rig = await makeRig(t, path.join(closed, 'data'));
  const server = rig.make();
  await server.start();
  const note = JSON.parse(await readFile(path.join(rig.dataFolder, 'postgres.json'), 'utf8')) as { folder: string };
  const folder = path.resolve(rig.dataFolder, note.folder);
  const isRoot = process.getuid?.() === 0;
  assert.equal(folder.startsWith('/var/lib/holdfast/'), isRoot);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  await server.stop();
  await server.start();
  await server.stop();
  await rm(folder, { recursive: true });
  await rm(closed, { recursive: true, force: true });
});

test('a data folder with a path too long for a socket works', async (t) => {
  const deep = path.join(await mkdtemp(path.join(tmpdir(), 'holdfast-deep-')), 'x'.repeat(100), 'data');
  await chmod(path.dirname(path.dirname(deep)), 0o755);
  const rig = await makeRig(t, deep);
  const server = rig.make();
  await server.start();
  await withDatabase(server.url, (database) => database.query('select 1', []));
  await server.stop();
  await rm(socketFolderOf(path.join(deep, 'postgres')), { recursive: true });
  await rm(path.dirname(path.dirname(deep)), { recursive: true });
});
