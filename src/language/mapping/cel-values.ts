/**
 * Values on their way into CEL and out of it. Whole numbers of 64 bits are CEL `int`, other numbers `double`; a number that
 * comes out unchanged comes out with the digits it went in with, one that was computed with as the double it became.
 * Objects go in as `Map`s, in which `constructor` and `__proto__` are keys.
 */
import { isObject, type JsonValue, makeObject, NumericText, numberFromText, ownValue } from '../../foundation/index.ts';
import { decimalOf, formatDecimal, isNumber, isWholeDecimal } from '../contract/decimal.ts';
import type { ReadTree } from './cel-syntax.ts';
import { MAX_LIST_LENGTH, MAX_TEXT_LENGTH } from './functions/mapping-function.ts';
import type { Scope } from './mapping.ts';

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
/** Values of the scope that one expression may read, a text counting one per 32 characters. */
const MAX_SIZE_IN = 500_000;
const MAX_SIZE_OUT = 200_000;
const MAX_DEPTH = 64;
const CHARACTERS_PER_UNIT = 32;
/** Dearer in a loop, where `+` can make a text ten times as long each round. */
const CHARACTERS_PER_LOOP_UNIT = 4;

/** The value is too large, or is something that JSON has not; the message is for people. */
export class CelValueError extends Error {}

/** Brings values in, remembers numbers that lose digits on the way, and measures what was brought. */
export class CelValues {
  readonly #originals = new Map<number | bigint, NumericText>();
  readonly #sizes = new Map<ReadTree, number>();
  #size = 0;
  #sizeOut = 0;

  /** The parts of the scope an expression reads, as the variables it runs with. */
  variables(scope: Scope, reads: ReadonlyMap<string, ReadTree>): Record<string, unknown> {
    const variables = Object.create(null) as Record<string, unknown>;
    for (const [root, tree] of reads) {
      const value = Object.hasOwn(scope, root) ? scope[root] : undefined;
      if (value !== undefined) variables[root] = this.#part(value, tree);
    }
    return variables;
  }

  /** What was brought in for one part of the scope. */
  sizeOf(tree: ReadTree): number {
    return this.#sizes.get(tree) ?? 0;
  }

  /** A result of CEL as JSON. */
  out(value: unknown, depth = 0): JsonValue {
    this.#sizeOut += 1;
    if (this.#sizeOut > MAX_SIZE_OUT || depth > MAX_DEPTH) throw new CelValueError('the result is too large.');
    if (typeof value === 'string') return boundedText(value);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return this.#originals.get(value) ?? numberFromText(String(value));
    if (typeof value === 'number') return this.#double(value);
    if (Array.isArray(value)) return this.#list(value, depth);
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Map)
      return makeObject([...value].map(([key, item]) => [String(key), this.out(item, depth + 1)]));
    if (isPlainMap(value)) return makeObject(Object.keys(value).map((key) => [key, this.out(value[key], depth + 1)]));
    throw new CelValueError('the result is a duration or a type, which JSON has not; turn it into a text or a number.');
  }

  #list(value: readonly unknown[], depth: number): JsonValue {
    if (value.length > MAX_LIST_LENGTH)
      throw new CelValueError(`the list would have ${value.length} items; ${MAX_LIST_LENGTH} is the most.`);
    return value.map((item) => this.out(item, depth + 1));
  }

  #double(value: number): JsonValue {
    if (!Number.isFinite(value)) throw new CelValueError('the result is not a number that can be written.');
    const original = this.#originals.get(value);
    if (original !== undefined) return original;
    const decimal = decimalOf(value);
    return decimal === undefined ? new NumericText(String(value)) : numberFromText(formatDecimal(decimal));
  }

  #part(value: JsonValue, tree: ReadTree): unknown {
    if (tree.isWhole || !isObject(value)) {
      const before = this.#size;
      const converted = this.#in(value);
      this.#measure(tree, this.#size - before);
      return converted;
    }
    const map = new Map<string, unknown>();
    for (const [key, below] of tree.below) {
      const item = ownValue(value, key);
      if (item !== undefined) map.set(key, this.#part(item, below));
    }
    return map;
  }

  /** A part that stands within a whole one is measured as the whole: it is at most as large. */
  #measure(tree: ReadTree, size: number): void {
    this.#sizes.set(tree, size);
    for (const below of tree.below.values()) this.#measure(below, size);
  }

  #in(value: JsonValue): unknown {
    this.#size += 1;
    if (typeof value === 'string') this.#size += Math.floor(value.length / CHARACTERS_PER_UNIT);
    if (this.#size > MAX_SIZE_IN) throw new CelValueError('it reads too much data; read a smaller part of it.');
    if (isNumber(value)) return this.#number(value);
    if (Array.isArray(value)) return value.map((item) => this.#in(item));
    if (!isObject(value)) return value;
    const map = new Map<string, unknown>();
    for (const key of Object.keys(value)) map.set(key, this.#in(value[key] as JsonValue));
    return map;
  }

  #number(value: number | NumericText): number | bigint {
    if (Number.isSafeInteger(value)) return BigInt(value as number);
    if (typeof value === 'number') return value;
    const decimal = decimalOf(value);
    if (decimal !== undefined && isWholeDecimal(decimal)) {
      const whole = BigInt(formatDecimal(decimal));
      if (whole >= MIN_INT && whole <= MAX_INT) return this.#remember(whole, value);
    }
    return this.#remember(Number(value.text), value);
  }

  #remember<T extends number | bigint>(converted: T, original: NumericText): T {
    if (String(converted) !== original.text) this.#originals.set(converted, original);
    return converted;
  }
}

function boundedText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  throw new CelValueError(`the text would have ${text.length} characters; ${MAX_TEXT_LENGTH} is the most.`);
}

/** A map literal of CEL; a duration or a type is an object of a class. */
function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** How much there is in a value that CEL made or was given; stops counting beyond `limit`. */
export function measureCel(value: unknown, limit: number): number {
  if (limit <= 0) return 1;
  if (typeof value === 'string') return 1 + Math.floor(value.length / CHARACTERS_PER_LOOP_UNIT);
  if (typeof value !== 'object' || value === null) return 1;
  const items = value instanceof Map ? value.values() : Object.values(value);
  let size = 1;
  for (const item of items) {
    size += measureCel(item, limit - size);
    if (size > limit) break;
  }
  return size;
}
