import type { Clock } from '../foundation/index.ts';

export interface GatheringConfig {
  readonly clock: Clock;
  /** Shortest time between two deliveries. */
  readonly everyMs: number;
  /** Different texts that wait for a delivery; further ones are dropped. */
  readonly maxWaiting: number;
  /** Takes what was gathered; the next delivery waits for its end. */
  readonly deliver: (gathered: readonly string[]) => void | Promise<void>;
}

/** Gathers texts and delivers each at most once in a while: the first at once, those that follow it together. */
export class Gathering {
  readonly #config: GatheringConfig;
  readonly #waiting = new Set<string>();
  #isResting = false;
  #cancel = (): void => undefined;

  constructor(config: GatheringConfig) {
    this.#config = config;
  }

  add(text: string): void {
    if (this.#waiting.size < this.#config.maxWaiting) this.#waiting.add(text);
    if (this.#isResting) return;
    this.#isResting = true;
    // On the next turn, so that what is told together goes together.
    this.#cancel = this.#config.clock.after(0, () => this.#deliver());
  }

  /** Forgets what waits. */
  stop(): void {
    this.#cancel();
    this.#waiting.clear();
  }

  async #deliver(): Promise<void> {
    const gathered = [...this.#waiting];
    this.#waiting.clear();
    await this.#config.deliver(gathered);
    this.#cancel = this.#config.clock.after(this.#config.everyMs, () => {
      this.#isResting = false;
      const [first] = this.#waiting;
      if (first !== undefined) this.add(first);
    });
  }
}
