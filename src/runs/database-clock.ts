import type { Clock } from '../foundation/index.ts';

/**
 * The database's time without asking for it: its last answer plus what has passed here since. Every decision about
 * leases, pauses and due times uses it, so a worker whose own clock is an hour off does no harm (F16).
 */
export class DatabaseClock {
  readonly #clock: Clock;
  #answeredMs = 0;
  #answeredAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#answeredMs = clock.nowMs();
    this.#answeredAt = clock.monotonicMs();
  }

  /** Takes over an instant that the database has just given. */
  sync(now: Date): void {
    this.#answeredMs = now.getTime();
    this.#answeredAt = this.#clock.monotonicMs();
  }

  /** Milliseconds since the Unix epoch, by the database. */
  nowMs(): number {
    return Math.round(this.#answeredMs + this.#clock.monotonicMs() - this.#answeredAt);
  }
}
