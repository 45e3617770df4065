import type { Clock } from '../foundation/index.ts';

interface Waiting {
  readonly admit: (isAdmitted: boolean) => void;
  readonly sinceMs: number;
}

/**
 * Events that wait for a place at the worker, first come first served, each for a bounded time. One timer serves all of
 * them: the wait is the same for everybody, so the first in the queue is the first whose time is over.
 */
export class AdmissionQueue {
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #waiting: Waiting[] = [];
  #hasTimer = false;

  constructor(options: { clock: Clock; waitMs: number }) {
    this.#clock = options.clock;
    this.#waitMs = options.waitMs;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves true when a place was given, false when the wait is over without one. */
  wait(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push({ admit: resolve, sinceMs: this.#clock.monotonicMs() });
    this.#arm();
    return promise;
  }

  /** Gives a place to the first in the queue; false when nobody waits. */
  admit(): boolean {
    const first = this.#waiting.shift();
    first?.admit(true);
    return first !== undefined;
  }

  /** Tells everybody that no place will come. */
  refuseAll(): void {
    for (const waiting of this.#waiting.splice(0)) waiting.admit(false);
  }

  #arm(): void {
    const [first] = this.#waiting;
    if (this.#hasTimer || first === undefined) return;
    this.#hasTimer = true;
    const dueInMs = first.sinceMs + this.#waitMs - this.#clock.monotonicMs();
    this.#clock.after(Math.max(1, dueInMs), () => this.#refuseLate());
  }

  #refuseLate(): void {
    this.#hasTimer = false;
    const sinceMs = this.#clock.monotonicMs() - this.#waitMs;
    while (this.#waiting[0] !== undefined && this.#waiting[0].sinceMs <= sinceMs) this.#waiting.shift()?.admit(false);
    this.#arm();
  }
}
