import type { JsonValue } from '../../foundation/index.ts';

/**
 * Values that one evaluation of a mapping may make, a text counting one more for every 32 characters: about 0.2 s of work
 * or 32 MB of text. Lists crossed with lists, and long texts beside many items, reach it; real records do not.
 */
export const MAX_UNITS = 1_000_000;
const CHARACTERS_PER_UNIT = 32;

/** What one evaluation has made so far. Evaluation is synchronous, so a compiled mapping needs only one. */
export class EvaluationMeter {
  #left = MAX_UNITS;

  reset(): void {
    this.#left = MAX_UNITS;
  }

  /** Pays for one value; false when nothing is left. */
  pay(value: JsonValue | undefined): boolean {
    this.#left -= typeof value === 'string' ? 1 + Math.floor(value.length / CHARACTERS_PER_UNIT) : 1;
    return this.#left >= 0;
  }
}
