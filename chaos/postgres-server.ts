/**
 * A PostgreSQL server of one's own that can be broken on purpose: the binaries and the settings of the embedded server
 * (fsync and synchronous_commit on), stopped by `pg_ctl -m immediate` and started again at will.
 */
import type { ChildProcess } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SessionLimits } from '../src/db/connection-settings.ts';
import { Database } from '../src/db/database.ts';
import { findServerBinaries } from '../src/db/server-binaries.ts';
import { configText, INITDB_ARGS, SERVER_ROLE, socketUrl } from '../src/db/server-settings.ts';
import { findServerUser, giveTo, programEnv, runAs, type ServerUser } from '../src/db/server-user.ts';
import { silentLog } from '../src/foundation/index.ts';
import { isAlive, type Stage, untilExit } from './stage.ts';
import { pause } from './timing.ts';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;
const DATABASE_NAME = 'holdfast';
/** Five Holdfast processes, some of them dying with their connections still open on the server. */
const EXTRA_SETTINGS = 'max_connections = 200\n';

interface Place {
  readonly stage: Stage;
  readonly user: ServerUser;
  readonly bin: string;
  readonly data: string;
  readonly folder: string;
}

export class PostgresServer {
  /** For the processes under test. */
  readonly url: string;
  /** For the driver's own questions. It loses its connections in a fault like everybody else. */
  readonly database: Database;
  readonly #place: Place;
  readonly #others: Database[] = [];
  #process: ChildProcess | undefined;

  private constructor(place: Place) {
    this.#place = place;
    this.url = socketUrl(place.folder, DATABASE_NAME);
    this.database = new Database({ url: this.url, log: silentLog, maxConnections: 4 });
  }

  /** Makes a cluster in the stage's folder and starts it with an empty database. */
  static async make(stage: Stage): Promise<PostgresServer> {
    const user = await findServerUser();
    const folder = path.join(stage.folder, 'postgres');
    await mkdir(folder, { mode: 0o700 });
    await giveTo(user, folder);
    const binaries = await findServerBinaries(user, path.join(stage.folder, 'binaries'));
    const bin = path.dirname(binaries.postgres);
    const data = path.join(folder, 'data');
    const args = INITDB_ARGS.map((arg) => (arg === '--auth=reject' ? '--auth=trust' : arg));
    await runAs(user, path.join(bin, 'initdb'), [...args, `--pgdata=${data}`]);
    const config = path.join(data, 'postgresql.conf');
    await writeFile(config, configText(folder, binaries.version));
    await appendFile(config, EXTRA_SETTINGS);
    const server = new PostgresServer({ stage, user, bin, data, folder });
    await server.start();
    return server;
  }

  /** Another pool, for work that the usual limits would cut off; closed with the server. */
  openDatabase(limits: Partial<SessionLimits>): Database {
    const database = new Database({ url: this.url, log: silentLog, maxConnections: 1, limits });
    this.#others.push(database);
    return database;
  }

  /** Starts the server and waits until it answers; after an immediate stop it first replays its log. */
  async start(): Promise<void> {
    const { stage, user, bin, data } = this.#place;
    const command = [path.join(bin, 'postgres'), '-D', data];
    this.#process = await stage.start('postgres', command, { ...user, env: programEnv() });
    await this.#untilReady();
  }

  /** `pg_ctl -m immediate`: no checkpoint, no farewell; what was committed is on disk and nothing else is. */
  async stopImmediately(): Promise<void> {
    const server = this.#process;
    if (server === undefined || !isAlive(server)) return;
    const { user, bin, data } = this.#place;
    await runAs(user, path.join(bin, 'pg_ctl'), ['stop', '-D', data, '-m', 'immediate', '-w']);
    await untilExit(server);
  }

  /** Ends every connection of the database but the one that asks. */
  async dropConnections(): Promise<void> {
    await this.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
  }

  /** Ends the server for good, without waiting for what is under way. */
  async close(): Promise<void> {
    await this.stopImmediately().catch(() => this.#process?.kill('SIGKILL'));
    for (const each of [this.database, ...this.#others]) await each.close().catch(() => undefined);
  }

  async #untilReady(): Promise<void> {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await this.#makeDatabase();
        await this.database.query('select 1');
        return;
      } catch (error) {
        if (performance.now() > deadlineMs) throw new Error(await this.#lastWords(), { cause: error });
        await pause(POLL_MS);
      }
    }
  }

  #isMade = false;

  async #makeDatabase(): Promise<void> {
    if (this.#isMade) return;
    const admin = new Database({ url: socketUrl(this.#place.folder, 'postgres'), log: silentLog, maxConnections: 1 });
    try {
      await admin.query(`create database ${DATABASE_NAME} owner ${SERVER_ROLE}`);
      this.#isMade = true;
    } finally {
      await admin.close();
    }
  }

  async #lastWords(): Promise<string> {
    const log = await readFile(path.join(this.#place.stage.folder, 'postgres.log'), 'utf8').catch(() => '');
    return `PostgreSQL did not start. Its last words: ${log.slice(-2_000)}`;
  }
}
