import type { Clock } from './clock.ts';

export interface RepeatingConfig {
  readonly clock: Clock;
  /** Pause before the first turn, and after each. */
  readonly everyMs: number;
  /** One turn; it deals with its own failures and never rejects. */
  readonly work: () => void | Promise<void>;
}

/** Does something again and again, with a pause between, so that a slow turn never meets the next one. */
export class Repeating {
  readonly #config: RepeatingConfig;
  #turn: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;

  constructor(config: RepeatingConfig) {
    this.#config = config;
  }

  /** Begins with a pause; does nothing when it has begun already. */
  start(): void {
    if (this.#cancel === undefined) this.#pause();
  }

  /** No turn begins any more; resolves when the one under way has ended. */
  stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    return this.#turn;
  }

  #pause(): void {
    this.#cancel = this.#config.clock.after(this.#config.everyMs, () => {
      this.#turn = this.#take();
    });
  }

  async #take(): Promise<void> {
    await this.#config.work();
    if (this.#cancel !== undefined) this.#pause();
  }
}
