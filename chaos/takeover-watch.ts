/**
 * Measures how long the runs of a dead worker lie there. When a worker was killed or frozen, the runs it holds are read
 * from the database together with their lease epochs. A run counts as taken over when it is seen with another holder,
 * or past the state and epoch in which it was left: the rescue alone, which only queues it again, does not count.
 * The time runs from the kill to the look that saw it, so it is never too short, and too long by one look at most.
 */
import type { Database } from '../src/db/database.ts';
import { pause } from './timing.ts';

const LOOK_EVERY_MS = 100;

interface LeftRun {
  readonly id: string;
  readonly leaseEpoch: number;
  readonly diedAt: number;
  readonly holder: string;
}

interface SeenRun {
  readonly id: string;
  readonly state: string;
  readonly leaseEpoch: number;
  readonly leasedBy: string | null;
}

const sqlRunsOfProcess = `
select id, lease_epoch as "leaseEpoch", leased_by as "leasedBy" from run
where state = 'running' and leased_by like $1`;

const sqlSeenRuns = `
select id, state, lease_epoch as "leaseEpoch", leased_by as "leasedBy" from run where id = any($1::uuid[])`;

export class TakeoverWatch {
  readonly #database: Database;
  readonly #left = new Map<string, LeftRun>();
  #isWatching = true;
  #count = 0;
  #maxMs = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Runs that another worker took over, and the longest it took. */
  get result(): { readonly count: number; readonly maxMs: number } {
    return { count: this.#count, maxMs: Math.round(this.#maxMs) };
  }

  get openCount(): number {
    return this.#left.size;
  }

  /** Notes what the process holds that was just killed or frozen, and how many; asks until the database answers. */
  async noteDeath(holderPattern: string, diedAt: number): Promise<number> {
    while (this.#isWatching) {
      const held = await this.#ask<SeenRun>(sqlRunsOfProcess, holderPattern);
      if (held === undefined) {
        await pause(LOOK_EVERY_MS);
        continue;
      }
      for (const run of held) this.#leave(run, diedAt);
      return held.length;
    }
    return 0;
  }

  /** A frozen process goes on: what it still holds, it may end itself, and that is no takeover. */
  async noteThaw(holderPattern: string): Promise<void> {
    const held = (await this.#ask<SeenRun>(sqlRunsOfProcess, holderPattern)) ?? [];
    for (const { id, leaseEpoch } of held) if (this.#left.get(id)?.leaseEpoch === leaseEpoch) this.#left.delete(id);
  }

  /** Looks until `stop`. */
  async run(): Promise<void> {
    while (this.#isWatching) {
      if (this.#left.size > 0) await this.#look();
      await pause(LOOK_EVERY_MS);
    }
  }

  stop(): void {
    this.#isWatching = false;
  }

  /** A run whose last death was not settled yet is with its next holder by now, which dies as well. */
  #leave({ id, leaseEpoch, leasedBy }: SeenRun, diedAt: number): void {
    const before = this.#left.get(id);
    if (before !== undefined && before.leaseEpoch < leaseEpoch) this.#settle(before, diedAt);
    this.#left.set(id, { id, leaseEpoch, diedAt, holder: leasedBy ?? '' });
  }

  async #look(): Promise<void> {
    const seen = (await this.#ask<SeenRun>(sqlSeenRuns, [...this.#left.keys()])) ?? [];
    const now = performance.now();
    for (const run of seen) {
      const left = this.#left.get(run.id);
      if (left === undefined) continue;
      // The last commit of the dead was under way when it was asked for what it holds.
      if (run.leaseEpoch === left.leaseEpoch && run.state !== 'running') this.#left.delete(run.id);
      else if (isTakenOver(left, run)) this.#settle(left, now);
    }
  }

  #settle(left: LeftRun, takenAt: number): void {
    this.#left.delete(left.id);
    this.#count += 1;
    this.#maxMs = Math.max(this.#maxMs, takenAt - left.diedAt);
  }

  async #ask<Row>(sql: string, parameter: string | readonly string[]): Promise<Row[] | undefined> {
    return this.#database.query<Row>(sql, [parameter]).catch(() => undefined);
  }
}

/** Rescued and queued is epoch + 1 without a holder; what was claimed since has a holder, or is past that epoch. */
function isTakenOver(left: LeftRun, run: SeenRun): boolean {
  if (run.leaseEpoch === left.leaseEpoch) return false;
  if (run.leasedBy !== null) return run.leasedBy !== left.holder;
  return run.leaseEpoch > left.leaseEpoch + 1 || run.state === 'dead_lettered';
}
