/**
 * The worker of this process: claims due runs, holds their leases, executes them side by side, and rescues the runs of
 * workers that died. Any number of workers on any number of machines share the queue; they meet only in the database.
 *
 * A run accepted in this same process may be handed over directly (`reserve`, then `take`): it was stored with our lease,
 * so it needs no claim. Events it logs: `worker.rescued`, `worker.lease_lost`, `worker.database_trouble`.
 */
import type { Database } from '../db/index.ts';
import { type Clock, isAppError, type Log, type RunId, type Service } from '../foundation/index.ts';
import { AdmissionQueue } from './admission-queue.ts';
import type { DatabaseClock } from './database-clock.ts';
import { fail } from './errors.ts';
import { HeldRunDrains } from './held-run-drain.ts';
import { LeaseGuard } from './lease.ts';
import { claimDueRuns, handBackRuns, type RescuedRun, type RunKey, renewLeases, rescueRuns } from './ledger.store.ts';
import { RUN_DUE_CHANNEL } from './order-lane.store.ts';
import type { LeasedRun } from './run.ts';
import type { RunExecutor } from './run-executor.ts';
import type { RunLoader } from './run-loader.ts';
import type { RunWatch } from './run-watch.ts';

export interface WorkerConfig {
  /** Runs executed side by side. */
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly renewMs: number;
  /** Catch-up poll: finds what fell due and what a lost wake-up left lying. */
  readonly pollMs: number;
  readonly rescueMs: number;
  /** A run that ended its worker this many times in a row is set aside. */
  readonly maxCrashes: number;
  /** How long a stopping worker waits for its runs before it hands them back. */
  readonly graceMs: number;
}

/** Lease, renewal and rescue together bound the takeover after a kill: 9 + 1 s and a poll. */
export const DEFAULT_WORKER_CONFIG: WorkerConfig = {
  concurrency: 256,
  leaseMs: 9_000,
  renewMs: 2_500,
  pollMs: 500,
  rescueMs: 1_000,
  maxCrashes: 3,
  graceMs: 10_000,
};

export interface WorkerDeps {
  readonly database: Database;
  readonly loader: RunLoader;
  readonly executor: RunExecutor;
  readonly clock: Clock;
  readonly databaseClock: DatabaseClock;
  readonly log: Log;
  /** Unique to this process and start; stored as the holder of its leases. */
  readonly holder: string;
  readonly watch?: RunWatch;
}

interface Held {
  readonly key: RunKey;
  readonly guard: LeaseGuard;
}

/** Accepted runs may fill this share of the places; the rest is kept for the queue, which would starve otherwise. */
const DIRECT_SHARE = 0.75;
/**
 * An event that finds all places taken waits this long for one before it goes to the queue. That slows its sender down
 * a little just when it helps: a run that is handed over costs half as much as one that is queued and claimed.
 */
const ADMISSION_WAIT_MS = 100;

/** Most runs rescued by one statement. */
const RESCUE_BATCH = 200;

export class Worker implements Service {
  readonly name = 'worker';
  readonly #deps: WorkerDeps;
  readonly #config: WorkerConfig;
  readonly #held = new Map<RunId, Held>();
  readonly #running = new Set<Promise<void>>();
  /** Leases to give up as soon as the database answers again. */
  readonly #orphans: RunKey[] = [];
  readonly #cancelTimers: (() => void)[] = [];
  readonly #admission: AdmissionQueue;
  #reserved = 0;
  #isStarted = false;
  #claiming: Promise<void> | undefined;
  #isWakePending = false;
  #stopListening: (() => Promise<void>) | undefined;
  #drains: HeldRunDrains | undefined;

  constructor(deps: WorkerDeps, config: Partial<WorkerConfig> = {}) {
    this.#deps = deps;
    this.#config = { ...DEFAULT_WORKER_CONFIG, ...config };
    this.#admission = new AdmissionQueue({ clock: deps.clock, waitMs: ADMISSION_WAIT_MS });
  }

  get leaseMs(): number {
    return this.#config.leaseMs;
  }

  get holder(): string {
    return this.#deps.holder;
  }

  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#drains = this.#makeDrains();
    this.#stopListening = await this.#deps.database.listen(RUN_DUE_CHANNEL, () => this.wake());
    this.#every(this.#config.pollMs, () => this.wake());
    this.#every(this.#config.renewMs, () => this.#renew());
    this.#every(this.#config.rescueMs, () => this.#rescue());
    this.wake();
  }

  /** Stops claiming, lets runs end within the grace, hands the others back without counting anything. */
  async stop(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#admission.refuseAll();
    await this.#stopListening?.();
    await this.#claiming;
    await this.#drains?.stop();
    await Promise.race([Promise.all(this.#running), this.#pause(this.#config.graceMs)]);
    for (const cancel of this.#cancelTimers.splice(0)) cancel();
    const keys = [...this.#held.values()].map((held) => held.key);
    for (const held of this.#held.values()) held.guard.lose();
    this.#held.clear();
    await handBackRuns(this.#deps.database, [...keys, ...this.#orphans.splice(0)]);
  }

  /** Looks for due runs now. */
  wake(): void {
    if (!this.#isStarted) return;
    if (this.#claiming !== undefined) {
      this.#isWakePending = true;
      return;
    }
    this.#claiming = this.#claimAll().finally(() => {
      this.#claiming = undefined;
      if (!this.#isWakePending) return;
      this.#isWakePending = false;
      this.wake();
    });
  }

  /** Claims and executes what is due, once, and waits for it; for tests, and for a worker that is not started. */
  async runOnce(): Promise<number> {
    const count = await this.#claim(this.#config.concurrency);
    await Promise.all(this.#running);
    return count;
  }

  /** A place for a run that is about to be accepted with our lease; false when none became free in time. */
  async reserve(): Promise<boolean> {
    if (!this.#isStarted) return false;
    if (this.#admission.isEmpty && this.#directPlaces() > 0) {
      this.#reserved += 1;
      return true;
    }
    return this.#admission.wait();
  }

  /** Gives a reserved place back. */
  release(): void {
    this.#reserved -= 1;
    this.#admitNext();
  }

  /** Executes a run that was stored with our lease, on a reserved place. `requestedAt` is monotonic. */
  take(run: LeasedRun, requestedAt: number): void {
    this.#reserved -= 1;
    void this.#execute(run, requestedAt);
  }

  #admitNext(): void {
    while (this.#isStarted && this.#directPlaces() > 0 && this.#admission.admit()) this.#reserved += 1;
  }

  #directPlaces(): number {
    return Math.ceil(this.#config.concurrency * DIRECT_SHARE) - this.#held.size - this.#reserved;
  }

  #freePlaces(): number {
    return this.#config.concurrency - this.#held.size - this.#reserved;
  }

  async #claimAll(): Promise<void> {
    let limit = this.#freePlaces();
    while (this.#isStarted && limit > 0) {
      const count = await this.#claim(limit);
      if (count < limit) return;
      limit = this.#freePlaces();
    }
  }

  async #claim(limit: number): Promise<number> {
    const requestedAt = this.#deps.clock.monotonicMs();
    const { holder } = this.#deps;
    try {
      const claimed = await claimDueRuns(this.#deps.database, { holder, leaseMs: this.#config.leaseMs }, limit);
      const [first] = claimed;
      if (first === undefined) return 0;
      this.#deps.databaseClock.sync(first.now);
      for (const run of claimed) this.#deps.watch?.changed(run.workspaceId);
      try {
        for (const run of await this.#deps.loader.load(claimed)) void this.#execute(run, requestedAt);
      } catch (error) {
        this.#orphans.push(...claimed);
        throw error;
      }
      return claimed.length;
    } catch (error) {
      this.#report(error);
      return 0;
    }
  }

  #makeDrains(): HeldRunDrains {
    return new HeldRunDrains({
      ...this.#deps,
      leaseMs: this.#config.leaseMs,
      hasPlace: () => this.#freePlaces() > 0,
      execute: (run, requestedAt) => this.#execute(run, requestedAt),
      giveUp: (runs) => this.#orphans.push(...runs),
      report: (error) => this.#report(error),
    });
  }

  #execute(run: LeasedRun, requestedAt: number): Promise<void> {
    const guard = new LeaseGuard({ clock: this.#deps.clock, leaseMs: this.#config.leaseMs, requestedAt });
    const { workspaceId, id, leaseEpoch } = run;
    const held = { key: { workspaceId, id, leaseEpoch }, guard };
    this.#held.set(id, held);
    const running = this.#deps.executor
      .execute(run, guard)
      .catch((error: unknown) => {
        this.#orphans.push(held.key);
        this.#report(error);
      })
      .finally(() => {
        this.#running.delete(running);
        if (this.#held.get(id) === held) this.#held.delete(id);
        this.#admitNext();
        if (this.#isStarted && this.#freePlaces() === 1) this.wake();
      });
    this.#running.add(running);
    return running;
  }

  async #renew(): Promise<void> {
    await this.#giveUpOrphans();
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    const requestedAt = this.#deps.clock.monotonicMs();
    const renewed = await renewLeases(
      this.#deps.database,
      held.map((each) => each.key),
      this.#config.leaseMs,
    );
    const [first] = renewed;
    if (first !== undefined) this.#deps.databaseClock.sync(first.now);
    const ids = new Set(renewed.map((row) => row.id));
    for (const each of held) {
      if (ids.has(each.key.id)) each.guard.confirm(requestedAt);
      else if (this.#held.get(each.key.id) === each) this.#lose(each);
    }
  }

  #lose(held: Held): void {
    held.guard.lose();
    this.#deps.log.warn('worker.lease_lost', { runId: held.key.id, leaseEpoch: held.key.leaseEpoch });
  }

  async #giveUpOrphans(): Promise<void> {
    if (this.#orphans.length === 0) return;
    const orphans = [...this.#orphans];
    await handBackRuns(this.#deps.database, orphans);
    this.#orphans.splice(0, orphans.length);
    this.wake();
  }

  async #rescue(): Promise<void> {
    const { maxCrashes } = this.#config;
    const { code, publicMessage: message, fix } = fail('runs.run.crashed_worker', { context: { count: maxCrashes } });
    const options = { limit: RESCUE_BATCH, maxCrashes, problem: JSON.stringify({ code, message, fix }) };
    const rescued = await this.#deps.database.inTx((tx) => rescueRuns(tx, options));
    await this.#drains?.turn();
    if (rescued.length === 0) return;
    this.#deps.watch?.rescued(rescued);
    this.#deps.log.warn('worker.rescued', { count: rescued.length, deadLettered: rescued.filter(isDead).length });
    this.wake();
  }

  /** Repeats `work` with a pause after it, so that a slow database is never asked twice at once. */
  #every(periodMs: number, work: () => void | Promise<void>): void {
    let cancel = (): void => undefined;
    const turn = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        this.#report(error);
      }
      if (this.#isStarted) cancel = this.#deps.clock.after(periodMs, turn);
    };
    cancel = this.#deps.clock.after(periodMs, turn);
    this.#cancelTimers.push(() => cancel());
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#deps.clock.after(ms, resolve));
  }

  #report(error: unknown): void {
    const code = isAppError(error) ? error.code : 'unexpected';
    this.#deps.log.error('worker.database_trouble', {
      code,
      error: error instanceof Error ? error.stack : String(error),
    });
  }
}

function isDead(run: RescuedRun): boolean {
  return run.state === 'dead_lettered';
}
