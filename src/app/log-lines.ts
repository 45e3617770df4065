/** Where the lines of the log go; as much of `SonicBoom` as is needed. */
export interface LineDestination {
  write(text: string): unknown;
  flushSync(): void;
}

const FLUSH_MS = 250;
const MAX_LINES = 100;

/**
 * Collects lines and hands them over together. Written one by one, a line cost as much again for the destination's own
 * bookkeeping as for making it, and under load one is made for every attempt.
 */
export class LogLines {
  readonly #destination: LineDestination;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(destination: LineDestination) {
    this.#destination = destination;
  }

  /** Takes a line with its end; it is handed over within a quarter of a second. */
  write(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length >= MAX_LINES) this.#handOver();
    else this.#timer ??= setTimeout(() => this.#handOver(), FLUSH_MS).unref();
  }

  /** Writes what is left, and returns when it is written. */
  flush(): void {
    this.#handOver();
    try {
      this.#destination.flushSync();
    } catch {
      // Standard output is gone; so is everybody who could have read this.
    }
  }

  #handOver(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) this.#destination.write(lines.join(''));
  }
}
