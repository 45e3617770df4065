import type { Clock } from '../foundation/index.ts';

/**
 * Nothing is sent in the last stretch of a lease: between the check and the vendor lie a socket and a scheduler, and a
 * process that was paused must find its lease over before it writes a byte.
 */
const SAFETY_MARGIN_MS = 1_500;

/** A worker's view of one lease: good until a while after it was last confirmed, by a clock that cannot be set. */
export class LeaseGuard {
  readonly leaseMs: number;
  readonly #clock: Clock;
  #confirmedAt: number;
  #isLost = false;

  /** `requestedAt` is the monotonic time at which the lease was asked for: it began no earlier than that. */
  constructor(options: { clock: Clock; leaseMs: number; requestedAt: number }) {
    this.leaseMs = options.leaseMs;
    this.#clock = options.clock;
    this.#confirmedAt = options.requestedAt;
  }

  /** May a call still be sent under this lease? */
  isSafe(): boolean {
    return !this.#isLost && this.#clock.monotonicMs() - this.#confirmedAt < this.leaseMs - SAFETY_MARGIN_MS;
  }

  /** The database renewed the lease on a request of this moment. */
  confirm(requestedAt: number): void {
    this.#confirmedAt = Math.max(this.#confirmedAt, requestedAt);
  }

  /** The database no longer knows the lease as ours. */
  lose(): void {
    this.#isLost = true;
  }
}
