/**
 * JSON without loss. `JSON.parse` turns 9007199254740993 into …992, 1.10 into 1.1 and 1e400 into Infinity; here such a
 * number stays a `NumericText` with the digits that were sent. Objects have no prototype to reach, so `__proto__` and
 * `constructor` are keys like any other. Limits hold while reading, before anything is built.
 *
 * Syntax after RFC 8259; a byte order mark is dropped once, other encodings than UTF-8 are refused.
 */
import { type ErrorTable, errorsOf } from './app-error.ts';

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

export interface JsonLimits {
  readonly maxDepth: number;
  /** Keys of all objects and items of all arrays together. */
  readonly maxMembers: number;
  /** Characters of one string. */
  readonly maxStringLength: number;
  /** RFC 8259 leaves equal names undefined; signed input rejects them, other input takes the last. */
  readonly duplicateKeys: 'reject' | 'last';
}

/** What a document from outside may have unless its door says otherwise. */
export const DEFAULT_JSON_LIMITS: JsonLimits = {
  maxDepth: 64,
  maxMembers: 200_000,
  maxStringLength: 5_000_000,
  duplicateKeys: 'last',
};

export const JSON_ERRORS = {
  'foundation.json.syntax': {
    kind: 'invalid',
    message: 'This is not JSON: {problem} at line {line}, column {column}.',
    fix: 'Send a document that follows RFC 8259. A trailing comma, a comment or a single quote are the usual causes.',
  },
  'foundation.json.encoding': {
    kind: 'invalid',
    message: 'The text is not UTF-8.',
    fix: 'Send JSON encoded as UTF-8 (RFC 8259, 8.1).',
  },
  'foundation.json.too_deep': {
    kind: 'invalid',
    message: 'The document is nested deeper than {limit} levels (line {line}, column {column}).',
    fix: 'Send a flatter document.',
  },
  'foundation.json.duplicate_key': {
    kind: 'invalid',
    message: 'The key "{key}" stands twice in one object (line {line}, column {column}).',
    fix: 'Send each key once; which of two values counts is not defined, and a signature must not depend on it.',
  },
  'foundation.json.too_many': {
    kind: 'invalid',
    message: 'The document has more than {limit} keys and list items.',
    fix: 'Send it in several smaller documents.',
  },
  'foundation.json.too_long': {
    kind: 'invalid',
    message: 'A text in the document is longer than {limit} characters (line {line}, column {column}).',
    fix: 'Send large contents as a file or a link instead.',
  },
} as const satisfies ErrorTable;

const fail = errorsOf(JSON_ERRORS);

const NullPrototype = function () {} as unknown as { new (): JsonObject; prototype: object };
NullPrototype.prototype = Object.freeze(Object.create(null) as object);

/** An empty object without anything inherited: `__proto__` and `constructor` are plain keys in it. */
export function makeObject(entries: Iterable<readonly [string, JsonValue]> = []): JsonObject {
  const object = new NullPrototype();
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** True for an object of key and value: not a list, not null, not a `NumericText`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumericText);
}

/** The own value of a key, or undefined; never what is inherited. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A JSON number token as a `number` when that keeps every digit, else as `NumericText`. */
export function numberFromText(text: string): number | NumericText {
  const value = Number(text);
  if (Object.is(value, -0) || !Number.isFinite(value)) return new NumericText(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return new NumericText(text);
  return String(value) === text ? value : new NumericText(text);
}

/** Reads one JSON document; throws an `AppError` of `JSON_ERRORS` with the place of the fault. */
export function parseJson(source: string | Uint8Array, limits: JsonLimits = DEFAULT_JSON_LIMITS): JsonValue {
  return new JsonReader(typeof source === 'string' ? source : decodeUtf8(source), limits).document();
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

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw fail('foundation.json.encoding', { cause });
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class JsonReader {
  readonly #text: string;
  readonly #limits: JsonLimits;
  #at = 0;
  #depth = 0;
  #members = 0;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    this.#limits = limits;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#syntax('something follows the end of the document');
    return value;
  }

  #value(): JsonValue {
    this.#skipSpace();
    const code = this.#text.charCodeAt(this.#at);
    if (code === 0x7b) return this.#object();
    if (code === 0x5b) return this.#array();
    if (code === 0x22) return this.#string();
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.#number();
    return this.#literal();
  }

  #object(): JsonObject {
    this.#enter();
    const object = makeObject();
    this.#skipSpace();
    if (this.#take('}')) return this.#leave(object);
    for (;;) {
      this.#skipSpace();
      const key = this.#key(object);
      this.#skipSpace();
      if (!this.#take(':')) throw this.#syntax('a ":" is missing');
      this.#countMember();
      object[key] = this.#value();
      this.#skipSpace();
      if (this.#take(',')) continue;
      if (this.#take('}')) return this.#leave(object);
      throw this.#syntax('a "," or "}" is missing');
    }
  }

  #key(object: JsonObject): string {
    if (this.#text.charCodeAt(this.#at) !== 0x22) throw this.#syntax('a key in double quotes is missing');
    const start = this.#at;
    const key = this.#string();
    if (this.#limits.duplicateKeys === 'reject' && Object.hasOwn(object, key)) {
      throw fail('foundation.json.duplicate_key', { context: { key: key.slice(0, 100), ...this.#place(start) } });
    }
    return key;
  }

  #array(): JsonValue[] {
    this.#enter();
    const list: JsonValue[] = [];
    this.#skipSpace();
    if (this.#take(']')) return this.#leave(list);
    for (;;) {
      this.#countMember();
      list.push(this.#value());
      this.#skipSpace();
      if (this.#take(',')) continue;
      if (this.#take(']')) return this.#leave(list);
      throw this.#syntax('a "," or "]" is missing');
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let text = '';
    let from = this.#at;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        text += this.#text.slice(from, this.#at) + this.#escape();
        from = this.#at;
        continue;
      }
      if (Number.isNaN(code)) throw this.#syntax('the document ends inside a text');
      if (code < 0x20) throw this.#syntax('a control character stands unescaped in a text');
      this.#at += 1;
    }
    text += this.#text.slice(from, this.#at);
    this.#at += 1;
    if (text.length > this.#limits.maxStringLength) {
      throw fail('foundation.json.too_long', {
        context: { limit: this.#limits.maxStringLength, ...this.#place(start) },
      });
    }
    return text;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter === 'u') {
      const hex = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#syntax('a \\u escape needs four hexadecimal digits');
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const character = ESCAPES[letter];
    if (character === undefined) throw this.#syntax('a backslash is followed by something that is not an escape');
    this.#at += 2;
    return character;
  }

  #number(): number | NumericText {
    NUMBER.lastIndex = this.#at;
    const token = NUMBER.exec(this.#text)?.[0];
    if (token === undefined) throw this.#syntax('a number is malformed');
    this.#at += token.length;
    return numberFromText(token);
  }

  #literal(): JsonValue {
    for (const [word, value] of LITERALS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    throw this.#syntax(this.#at >= this.#text.length ? 'the document ends too early' : 'a value is missing');
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) {
      throw fail('foundation.json.too_deep', { context: { limit: this.#limits.maxDepth, ...this.#place(this.#at) } });
    }
    this.#at += 1;
  }

  #leave<T>(value: T): T {
    this.#depth -= 1;
    return value;
  }

  #countMember(): void {
    this.#members += 1;
    if (this.#members <= this.#limits.maxMembers) return;
    throw fail('foundation.json.too_many', { context: { limit: this.#limits.maxMembers } });
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #syntax(problem: string): Error {
    return fail('foundation.json.syntax', { context: { problem, ...this.#place(this.#at) } });
  }

  #place(at: number): { line: number; column: number } {
    const before = this.#text.slice(0, at);
    return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
  }
}
