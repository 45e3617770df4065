/**
 * The PostgreSQL server that Holdfast brings along, for one data folder and one Holdfast process.
 *
 * - It is a process of its own session: Ctrl-C and `kill -9` of Holdfast do not touch it. The next start finds the
 *   orphan by `postmaster.pid` and goes on with it, or restarts it when its settings are not today's.
 * - One Holdfast a data folder: the process holds an advisory lock on a connection of its own, which dies with it.
 * - A server that dies while Holdfast lives is started again.
 */
import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import type { Log, Service } from '../foundation/index.ts';
import { backoffMs, pause } from './backoff.ts';
import { configureCluster, makeCluster, removeHalfClusters } from './cluster.ts';
import { DEFAULT_LIMITS, StatementNames } from './connection-settings.ts';
import { fail } from './errors.ts';
import { disarmStaleLocks, findPostmaster, signalPostmaster, untilGone } from './postmaster.ts';
import { findServerBinaries, type ServerBinaries } from './server-binaries.ts';
import { isUnavailable } from './server-error.ts';
import { keepLogTrimmed, tailOf, trimLog } from './server-log.ts';
import { findPlace, OUTSIDE_ROOT, type ServerPlace } from './server-place.ts';
import { clusterNameOf, configText, SERVER_ROLE, socketUrl } from './server-settings.ts';
import { programEnv } from './server-user.ts';
import { Session } from './session.ts';

const DATABASE_NAME = SERVER_ROLE;
/** Advisory locks belong to a database; this one every cluster has. */
const LOCK_DATABASE = 'postgres';
const HOLDER_LOCK = 7_305_010;
/** After a crash the server first replays up to `max_wal_size` of log. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
/** The kernel closes a killed holder's connection at once, but its backend must still notice. */
const LOCK_PATIENCE_MS = 1_000;
const POLL_MS = 25;
const MAX_START_ATTEMPTS = 3;
const RESTART_BACKOFF = { firstMs: 200, maxMs: 5_000 };

export interface EmbeddedServerConfig {
  readonly dataFolder: string;
  readonly log: Log;
}

/** A server that runs and whose data folder is ours. */
interface Held {
  readonly place: ServerPlace;
  readonly pid: number;
  readonly lock: Session;
}

export class EmbeddedServer implements Service {
  readonly name = 'embedded_server';
  readonly #config: EmbeddedServerConfig;
  #stopping = new AbortController();
  #held: Held | undefined;
  #restarting: Promise<void> | undefined;
  #releaseLog: () => void = () => undefined;
  #url: string | undefined;

  constructor(config: EmbeddedServerConfig) {
    this.#config = config;
  }

  /** The address of Holdfast's database; only while started. */
  get url(): string {
    if (this.#url === undefined) throw fail('db.server.unavailable');
    return this.#url;
  }

  /**
   * Starts the server, or takes over the one that runs. Throws `db.embedded.in_use` when another Holdfast process has
   * the data folder, and the other `db.embedded.…` errors for what else stands in the way.
   */
  async start(): Promise<void> {
    if (this.#held !== undefined) return;
    this.#stopping = new AbortController();
    const held = await this.#hold();
    try {
      await removeHalfClusters(held.place);
      await makeDatabase(held.lock);
    } catch (error) {
      await held.lock.close();
      throw error;
    }
    this.#held = held;
    this.#releaseLog = keepLogTrimmed(held.place.logFile);
    this.#url = socketUrl(held.place.socketFolder, DATABASE_NAME);
    // Lost since: `onLost` found nothing to restart then.
    if (!held.lock.isUsable) this.#beginRestart();
  }

  /** Shuts the server down (transactions are rolled back, data is written) and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#restarting;
    this.#releaseLog();
    const held = this.#held;
    this.#held = undefined;
    this.#url = undefined;
    if (held === undefined) return;
    await shutDown(held.place, held.pid);
    await held.lock.close();
  }

  /** The address of the database while another process has the server in its care; starts nothing. */
  async addressElsewhere(): Promise<string> {
    return socketUrl((await findPlace(this.#config.dataFolder)).socketFolder, DATABASE_NAME);
  }

  async #hold(): Promise<Held> {
    for (let attempt = 1; ; attempt += 1) {
      const held = await this.#tryHold();
      if (held !== undefined) return held;
      if (attempt === MAX_START_ATTEMPTS) throw await startFailed((await findPlace(this.#config.dataFolder)).logFile);
    }
  }

  /** Undefined when the server went away on the way, or runs with other settings and was stopped: then once more. */
  async #tryHold(): Promise<Held | undefined> {
    const place = await findPlace(this.#config.dataFolder);
    const running = await findPostmaster(place.cluster);
    // Before anything is touched: a running server may be another process's.
    const adopted = running === undefined ? undefined : await this.#lockWhenReady(place, running);
    const binaries = await findServerBinaries(place.user, OUTSIDE_ROOT);
    const config = configText(place.socketFolder, binaries.version);
    if (adopted !== undefined) return this.#adopt(adopted, clusterNameOf(config));
    if (running !== undefined) await shutDown(place, running);
    await makeCluster(place, binaries);
    await configureCluster(place, config);
    await launch(place, binaries);
    const pid = await findPostmaster(place.cluster);
    return pid === undefined ? undefined : this.#lockWhenReady(place, pid);
  }

  async #adopt(held: Held, clusterName: string): Promise<Held | undefined> {
    const [row] = await held.lock.query<{ name: string }>("select current_setting('cluster_name') as name", []);
    if (row?.name === clusterName) return held;
    await shutDown(held.place, held.pid);
    await held.lock.close();
    return undefined;
  }

  /** Waits until the server answers and takes the lock. Undefined when the server ends meanwhile or never answers. */
  async #lockWhenReady(place: ServerPlace, pid: number): Promise<Held | undefined> {
    const lock = await this.#connectWhenReady(place, pid);
    if (lock === undefined) return undefined;
    const deadlineMs = performance.now() + LOCK_PATIENCE_MS;
    for (;;) {
      const [row] = await lock.query<{ is_ours: boolean }>('select pg_try_advisory_lock($1) as is_ours', [HOLDER_LOCK]);
      if (row?.is_ours === true) return { place, pid, lock };
      if (performance.now() > deadlineMs) break;
      await pause(POLL_MS);
    }
    await lock.close();
    throw fail('db.embedded.in_use', { context: { dataFolder: place.dataFolder } });
  }

  async #connectWhenReady(place: ServerPlace, pid: number): Promise<Session | undefined> {
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    while (performance.now() < deadlineMs && (await findPostmaster(place.cluster)) === pid) {
      try {
        return await this.#openLockSession(place);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
      }
      await pause(POLL_MS);
    }
    return undefined;
  }

  #openLockSession(place: ServerPlace): Promise<Session> {
    return Session.open({
      url: socketUrl(place.socketFolder, LOCK_DATABASE),
      limits: DEFAULT_LIMITS,
      names: new StatementNames(),
      onLost: () => this.#beginRestart(),
    });
  }

  /** The lock's connection broke although nobody stopped the server. */
  #beginRestart(): void {
    if (this.#held === undefined || this.#stopping.signal.aborted || this.#restarting !== undefined) return;
    this.#config.log.error('db.embedded_server_lost', { logFile: this.#held.place.logFile });
    this.#restarting = this.#restart().finally(() => {
      this.#restarting = undefined;
      if (this.#held?.lock.isUsable === false) this.#beginRestart();
    });
  }

  async #restart(): Promise<void> {
    await this.#held?.lock.close();
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      try {
        this.#held = await this.#hold();
        this.#config.log.info('db.embedded_server_restarted', { attempt });
        return;
      } catch (error) {
        this.#config.log.error('db.embedded_server_restart_failed', { attempt, error: String(error) });
      }
      await pause(backoffMs(attempt, RESTART_BACKOFF), this.#stopping.signal);
    }
  }
}

/** Starts the process and waits until it has written its `postmaster.pid` or ended. */
async function launch(place: ServerPlace, binaries: ServerBinaries): Promise<void> {
  await disarmStaleLocks(place);
  await trimLog(place.logFile);
  const log = await open(place.logFile, 'a', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', place.cluster], {
      ...place.user,
      cwd: '/',
      env: programEnv(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let isOver = false;
    child.once('error', () => (isOver = true));
    child.once('exit', () => (isOver = true));
    child.unref();
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    while (!isOver && performance.now() < deadlineMs && (await findPostmaster(place.cluster)) === undefined) {
      await pause(POLL_MS);
    }
  } finally {
    await log.close();
  }
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one, from which the next start recovers. */
async function shutDown(place: ServerPlace, pid: number): Promise<void> {
  await signalPostmaster(pid, place.cluster, 'SIGINT');
  if (await untilGone(pid, place.cluster, STOP_TIMEOUT_MS)) return;
  await signalPostmaster(pid, place.cluster, 'SIGQUIT');
  if (await untilGone(pid, place.cluster, STOP_TIMEOUT_MS)) return;
  throw fail('db.embedded.stop_failed', { context: { logFile: place.logFile, pid } });
}

async function makeDatabase(session: Session): Promise<void> {
  const found = await session.query('select from pg_database where datname = $1', [DATABASE_NAME]);
  if (found.length === 0) await session.query(`create database ${DATABASE_NAME}`);
}

async function startFailed(logFile: string): Promise<Error> {
  const detail = tailOf(await readFile(logFile, 'utf8').catch(() => ''));
  return fail('db.embedded.start_failed', { detail, context: { logFile } });
}
