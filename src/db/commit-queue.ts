/**
 * What waits for the group commit: bounded in entries and bytes, first in first out.
 */
import { fail } from './errors.ts';
import type { GroupStatement } from './group-statement.ts';

const DEFAULT_ENTRY_BYTES = 1_024;

/** One submitted input and whoever waits for its answer. */
export interface Entry {
  readonly statement: GroupStatement<unknown, unknown>;
  readonly input: unknown;
  readonly bytes: number;
  /** On the clock of `performance.now()`: after this instant the server's absence is answered with an error. */
  readonly deadlineMs: number;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** True once a COMMIT with this entry went unanswered. */
  isUnknown: boolean;
}

export interface QueueBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Bytes of one input by its statement's own measure. */
export function entryBytes<In>(statement: GroupStatement<In, unknown>, input: In): number {
  return statement.size?.(input) ?? DEFAULT_ENTRY_BYTES;
}

export class CommitQueue {
  readonly #bounds: QueueBounds;
  #entries: Entry[] = [];
  #bytes = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#entries.length;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Throws `db.commit.overloaded` at the bound; an entry larger than the whole bound is taken when nothing waits. */
  push(entry: Entry): void {
    const isFull = this.#entries.length >= this.#bounds.maxEntries || this.#bytes + entry.bytes > this.#bounds.maxBytes;
    if (isFull && !this.isEmpty) {
      throw fail('db.commit.overloaded', { context: { entryCount: this.#entries.length }, retryAfterSeconds: 1 });
    }
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
  }

  /** The next batch: at least one entry, at most as many as the bounds allow. */
  take(bounds: QueueBounds): Entry[] {
    let count = 0;
    let bytes = 0;
    for (const entry of this.#entries) {
      const isOver = count >= bounds.maxEntries || bytes + entry.bytes > bounds.maxBytes;
      if (isOver && count > 0) break;
      count += 1;
      bytes += entry.bytes;
    }
    this.#bytes -= bytes;
    return this.#entries.splice(0, count);
  }

  /** Takes out what waited past its deadline. */
  takeExpired(nowMs: number): Entry[] {
    const expired = this.#entries.filter((entry) => entry.deadlineMs <= nowMs);
    if (expired.length === 0) return expired;
    this.#entries = this.#entries.filter((entry) => entry.deadlineMs > nowMs);
    this.#bytes -= expired.reduce((sum, entry) => sum + entry.bytes, 0);
    return expired;
  }
}
