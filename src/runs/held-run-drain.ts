/**
 * Lets held runs go on once their connection is good again: connection by connection, in the order in which the runs came,
 * at the rate that the connection was given. One process leads the drain of a connection and executes its runs itself, so
 * the vendor sees them in order even when they have no order key.
 *
 * A run begins when its time has come and the one before it has ended, or has long been on its way. So a vendor that
 * answers quickly meets them strictly one after the other, and a slow one halves the rate and no more.
 */
import type { Database } from '../db/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { DatabaseClock } from './database-clock.ts';
import { claimHeldRuns, type Drain, dropDrain, takeDrains } from './drain.store.ts';
import type { RunKey } from './ledger.store.ts';
import type { LeasedRun } from './run.ts';
import type { RunLoader } from './run-loader.ts';
import type { RunWatch } from './run-watch.ts';

export interface HeldRunDrainDeps {
  readonly database: Database;
  readonly loader: RunLoader;
  readonly clock: Clock;
  readonly databaseClock: DatabaseClock;
  readonly holder: string;
  readonly leaseMs: number;
  readonly watch?: RunWatch | undefined;
  readonly hasPlace: () => boolean;
  /** Executes a run under its lease; resolves when it has left this process. `requestedAt` is monotonic. */
  readonly execute: (run: LeasedRun, requestedAt: number) => Promise<void>;
  /** Hands back leases of runs that were not begun. */
  readonly giveUp: (runs: readonly RunKey[]) => void;
  readonly report: (error: unknown) => void;
}

/** Connections whose drains one process leads at a time. */
const MAX_DRAINS = 100;
/** Renewed at every turn; so long a silence, and another process leads on. */
const DRAIN_LEASE_MS = 5_000;
/** Times a second that a drain claims at most: above that, several runs at once. */
const CLAIMS_PER_SECOND = 50;
/** A run on its way holds up the next for this many of the distances between two. */
const GRACE_SPACINGS = 2;
/** One that sends nothing holds it up for this long. */
const PATIENCE_MS = 2_000;

/** A drain that this process leads; its rate may be changed on the way. */
interface Led {
  drain: Drain;
  end: Promise<void>;
}

export class HeldRunDrains {
  readonly #deps: HeldRunDrainDeps;
  readonly #led = new Map<string, Led>();
  /** Ends each pause before its time. */
  readonly #pauses = new Set<() => void>();
  #isStopped = false;

  constructor(deps: HeldRunDrainDeps) {
    this.#deps = deps;
  }

  /** Takes up what can be drained, and keeps what is being drained; to be called every second or so. */
  async turn(): Promise<void> {
    const { database, holder } = this.#deps;
    if (this.#isStopped) return;
    const drains = await takeDrains(database, { holder, leaseMs: DRAIN_LEASE_MS, limit: MAX_DRAINS });
    if (this.#isStopped) return;
    for (const drain of drains) {
      const known = this.#led.get(drain.connectionId);
      if (known !== undefined) known.drain = drain;
      else this.#begin(drain);
    }
  }

  /** Begins no more runs, and gives up the drains. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const end of [...this.#pauses]) end();
    await Promise.all([...this.#led.values()].map((led) => led.end));
  }

  #begin(drain: Drain): void {
    const led: Led = { drain, end: Promise.resolve() };
    this.#led.set(drain.connectionId, led);
    led.end = this.#lead(led)
      .catch(this.#deps.report)
      .finally(() => this.#led.delete(drain.connectionId));
  }

  async #lead(led: Led): Promise<void> {
    try {
      while (!this.#isStopped) {
        if (!this.#deps.hasPlace()) await this.#pause(spacingOf(led.drain));
        else if (!(await this.#runNext(led.drain))) return;
      }
    } finally {
      await dropDrain(this.#deps.database, led.drain, this.#deps.holder);
    }
  }

  /** Begins the next runs and waits until it is the turn of those after them; false when there are none. */
  async #runNext(drain: Drain): Promise<boolean> {
    const { database, clock, databaseClock, holder, leaseMs, loader, watch } = this.#deps;
    const requestedAt = clock.monotonicMs();
    const limit = Math.ceil(drain.perSecond / CLAIMS_PER_SECOND);
    const claimed = await claimHeldRuns(database, drain, { holder, leaseMs, limit });
    const [first] = claimed;
    if (first === undefined) return false;
    databaseClock.sync(first.now);
    watch?.changed(drain.workspaceId);
    const waiting = [...claimed];
    try {
      // Begun even when this process is about to stop: given back, they would come behind those that are still held.
      for (const run of await loader.load(claimed)) {
        waiting.shift();
        await this.#run(run, { requestedAt, spacingMs: spacingOf(drain) });
      }
      return true;
    } finally {
      this.#deps.giveUp(waiting);
    }
  }

  /** Begins a run and waits until the next may begin. */
  async #run(
    run: LeasedRun,
    { requestedAt, spacingMs }: { readonly requestedAt: number; readonly spacingMs: number },
  ): Promise<void> {
    const sent = Promise.withResolvers<void>();
    const ended = this.#deps.execute({ ...run, onSent: sent.resolve }, requestedAt);
    const onItsWay = sent.promise.then(() => this.#pause(spacingMs * GRACE_SPACINGS));
    const patience = Promise.withResolvers<void>();
    const cancel = this.#deps.clock.after(PATIENCE_MS, patience.resolve);
    await Promise.all([this.#pause(spacingMs), Promise.race([ended, onItsWay, patience.promise])]);
    cancel();
  }

  /** Ends early when the drains are stopped. */
  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      cancel();
      this.#pauses.delete(end);
      resolve();
    };
    const cancel = this.#deps.clock.after(ms, end);
    this.#pauses.add(end);
    return promise;
  }
}

function spacingOf(drain: Drain): number {
  return 1_000 / drain.perSecond;
}
