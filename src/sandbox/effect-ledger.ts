import { type JsonObject, type JsonValue, makeObject } from '../foundation/index.ts';
import { fail } from './errors.ts';

/** One thing that a call really changed at the vendor. */
export interface Effect {
  /** Counts from 1 without gaps, over restarts too. */
  readonly seq: number;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** Such as `invoice.created`. */
  readonly kind: string;
  /** What the effect is about in the words of the business: two creations under one key are a duplicate. */
  readonly businessKey: string;
  /** Id of the record. */
  readonly id: string;
  readonly idempotencyKey?: string;
  readonly reference?: string;
}

/** Enough for a night of chaos; memory is what bounds it. */
const MAX_EFFECTS = 1_000_000;

/**
 * The vendor's own memory of what it did, which no switch can falsify. Tests count effects here, because an answer may
 * have been lost on its way.
 */
export class EffectLedger {
  readonly #effects: Effect[] = [];
  readonly #counts = new Map<string, Map<string, number>>();

  /** The sequence number of the next effect; throws `sandbox.store.full`. */
  nextSeq(): number {
    if (this.#effects.length >= MAX_EFFECTS) throw fail('sandbox.store.full', { context: { limit: MAX_EFFECTS } });
    return this.#effects.length + 1;
  }

  add(effect: Effect): void {
    this.#effects.push(effect);
    const counts = this.#counts.get(effect.kind) ?? new Map<string, number>();
    counts.set(effect.businessKey, (counts.get(effect.businessKey) ?? 0) + 1);
    this.#counts.set(effect.kind, counts);
  }

  /** Effects after `afterSeq`, oldest first. */
  list(afterSeq: number, limit: number): readonly Effect[] {
    return this.#effects.slice(afterSeq, afterSeq + limit);
  }

  get total(): number {
    return this.#effects.length;
  }

  /** Per kind the total and the number of effects per business key. */
  counts(): JsonObject {
    const entries = [...this.#counts].map(([kind, counts]): [string, JsonValue] => {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      return [
        kind,
        makeObject([
          ['total', total],
          ['byBusinessKey', makeObject(counts)],
        ]),
      ];
    });
    return makeObject(entries);
  }
}
