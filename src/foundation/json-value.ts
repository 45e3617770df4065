/**
 * JSON values without loss. `JSON.parse` turns 9007199254740993 into …992, 1.10 into 1.1 and 1e400 into Infinity; here
 * such a number stays a `NumericText` with the digits that were sent. Objects have no prototype to reach, so `__proto__`
 * and `constructor` are keys like any other.
 */
export type JsonValue = null | boolean | number | string | NumericText | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A number that a double would change; `text` is the JSON token as received. */
export class NumericText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  /** `JSON.stringify` writes the digits unchanged (TC39 JSON.parse source text access). */
  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(this.text);
  }
}

const NullPrototype = function () {} as unknown as { new (): JsonObject; prototype: object };
NullPrototype.prototype = Object.freeze(Object.create(null) as object);

/** An empty object without anything inherited: `__proto__` and `constructor` are plain keys in it. */
export function makeObject(entries?: Iterable<readonly [string, JsonValue]>): JsonObject {
  const object = new NullPrototype();
  if (entries === undefined) return object;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** True for an object of key and value: not a list, not null, not a `NumericText`. */
export function isObject(value: unknown): value is JsonObject {
  if (value instanceof NullPrototype) return true;
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumericText);
}

/** The own value of a key, or undefined; never what is inherited. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  // From our own objects nothing can be inherited, and asking for the value alone is three times as fast.
  if (object instanceof NullPrototype) return object[key];
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A JSON number token as a `number` when that keeps every digit, else as `NumericText`. */
export function numberFromText(text: string): number | NumericText {
  const value = Number(text);
  if (Object.is(value, -0) || !Number.isFinite(value)) return new NumericText(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return new NumericText(text);
  return String(value) === text ? value : new NumericText(text);
}

/** Compact JSON. Lone surrogates and NUL come out escaped, so the text can be stored in a `text` column. */
export function stringifyJson(value: JsonValue): string {
  return JSON.stringify(value);
}

/** JSON with sorted keys, so that equal values give equal text: for hashes and comparisons. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return stringifyJson(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}
