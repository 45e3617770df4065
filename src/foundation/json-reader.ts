/**
 * Reads JSON without loss (see `json-value.ts`). Limits hold while reading, before anything is built. Syntax after
 * RFC 8259; a byte order mark is dropped once, other encodings than UTF-8 are refused.
 */
import { DEFAULT_JSON_LIMITS, fail, type JsonLimits } from './json-limits.ts';
import { type JsonObject, type JsonValue, makeObject, type NumericText, numberFromText } from './json-value.ts';

/** Reads one JSON document; throws an `AppError` of `JSON_ERRORS` with the place of the fault. */
export function parseJson(source: string | Uint8Array, limits: JsonLimits = DEFAULT_JSON_LIMITS): JsonValue {
  return new JsonReader(typeof source === 'string' ? source : decodeUtf8(source), limits).document();
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
/** What a text is made of that is a slice of the document: no quote, no backslash, no control character. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
/** A text beyond so many characters is worth the start of a search by `PLAIN`, which then goes four times as fast. */
const SHORT_TEXT = 24;
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
/** A number of so many characters, of which so many stand after the point, is the same as a double and as its text. */
const MAX_PLAIN_LENGTH = 15;
const POWERS_OF_TEN = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** UTF-16 units of the syntax. */
const UNIT = {
  end: -1,
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  largeE: 0x45,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  smallE: 0x65,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Reads one document. Every event and every answer passes here, so the plain way through it makes nothing but the values. */
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
    if (this.#next() !== UNIT.end) throw this.#syntax('something follows the end of the document');
    return value;
  }

  #value(): JsonValue {
    const unit = this.#next();
    if (unit === UNIT.quote) return this.#string();
    if (unit === UNIT.openBrace) return this.#object();
    if (unit === UNIT.openBracket) return this.#array();
    if (unit === UNIT.minus || isDigit(unit)) return this.#number(unit);
    return this.#literal();
  }

  #object(): JsonObject {
    this.#enter();
    const object = makeObject();
    for (let isFirst = true; ; isFirst = false) {
      const unit = this.#next();
      if (isFirst && unit === UNIT.closeBrace) return this.#leave(object);
      if (unit !== UNIT.quote) throw this.#syntax('a key in double quotes is missing');
      const key = this.#key(object);
      if (this.#next() !== UNIT.colon) throw this.#syntax('a ":" is missing');
      this.#at += 1;
      this.#countMember();
      object[key] = this.#value();
      const after = this.#next();
      if (after === UNIT.closeBrace) return this.#leave(object);
      if (after !== UNIT.comma) throw this.#syntax('a "," or "}" is missing');
      this.#at += 1;
    }
  }

  #key(object: JsonObject): string {
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
    if (this.#next() === UNIT.closeBracket) return this.#leave(list);
    for (;;) {
      this.#countMember();
      list.push(this.#value());
      const after = this.#next();
      if (after === UNIT.closeBracket) return this.#leave(list);
      if (after !== UNIT.comma) throw this.#syntax('a "," or "]" is missing');
      this.#at += 1;
    }
  }

  /** A text without escapes is one slice of the document. */
  #string(): string {
    const start = this.#at + 1;
    const end = this.#endOfPlain(start);
    const isPlain = this.#text.charCodeAt(end) === UNIT.quote;
    const text = isPlain ? this.#text.slice(start, end) : this.#escapedString(start, end);
    if (isPlain) this.#at = end + 1;
    if (text.length <= this.#limits.maxStringLength) return text;
    throw fail('foundation.json.too_long', {
      context: { limit: this.#limits.maxStringLength, ...this.#place(start - 1) },
    });
  }

  #escapedString(start: number, firstStop: number): string {
    let text = '';
    let from = start;
    for (let stop = firstStop; ; stop = this.#endOfPlain(from)) {
      text += this.#text.slice(from, stop);
      this.#at = stop;
      const unit = this.#unitAt(stop);
      if (unit === UNIT.quote) break;
      if (unit === UNIT.end) throw this.#syntax('the document ends inside a text');
      if (unit !== UNIT.backslash) throw this.#syntax('a control character stands unescaped in a text');
      text += this.#escape();
      from = this.#at;
    }
    this.#at += 1;
    return text;
  }

  /** Where a quote, a backslash, a control character or the end of the document comes next. */
  #endOfPlain(from: number): number {
    const text = this.#text;
    const near = Math.min(from + SHORT_TEXT, text.length);
    for (let at = from; at < near; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === UNIT.quote || unit === UNIT.backslash || unit < UNIT.space) return at;
    }
    PLAIN.lastIndex = near;
    PLAIN.test(text);
    return PLAIN.lastIndex;
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

  #number(first: number): number | NumericText {
    const start = this.#at;
    const plain = this.#plainNumber(first);
    if (plain !== undefined) return plain;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.#text)) {
      this.#at = start;
      throw this.#syntax('a number is malformed');
    }
    this.#at = NUMBER.lastIndex;
    return numberFromText(this.#text.slice(start, this.#at));
  }

  /**
   * What most numbers are: a few digits, at most six of them after a point, the last of which is not 0. They are the
   * same number as the general way gives, without a text in between. Undefined: the number is none of these.
   */
  #plainNumber(first: number): number | undefined {
    if (first === UNIT.minus || first === UNIT.zero) return undefined;
    const start = this.#at;
    let digits = this.#digits(0);
    const point = this.#at;
    if (this.#unitAt(point) === UNIT.point) {
      this.#at += 1;
      digits = this.#digits(digits);
      if (this.#unitAt(this.#at - 1) <= UNIT.zero) return undefined;
    }
    const unit = this.#unitAt(this.#at);
    if (unit === UNIT.smallE || unit === UNIT.largeE || this.#at - start > MAX_PLAIN_LENGTH) return undefined;
    const power = POWERS_OF_TEN[Math.max(0, this.#at - point - 1)];
    return power === undefined ? undefined : digits / power;
  }

  /** Goes over digits and puts them behind those of `before`. */
  #digits(before: number): number {
    let value = before;
    for (let unit = this.#unitAt(this.#at); isDigit(unit); unit = this.#unitAt(this.#at)) {
      value = value * 10 + (unit - UNIT.zero);
      this.#at += 1;
    }
    return value;
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
    this.#at += 1;
    return value;
  }

  #countMember(): void {
    this.#members += 1;
    if (this.#members <= this.#limits.maxMembers) return;
    throw fail('foundation.json.too_many', { context: { limit: this.#limits.maxMembers } });
  }

  /** Goes over white space and gives the unit that follows, which is not taken yet. */
  #next(): number {
    let unit = this.#unitAt(this.#at);
    while (isSpace(unit)) {
      this.#at += 1;
      unit = this.#unitAt(this.#at);
    }
    return unit;
  }

  #unitAt(at: number): number {
    return at < this.#text.length ? this.#text.charCodeAt(at) : UNIT.end;
  }

  #syntax(problem: string): Error {
    return fail('foundation.json.syntax', { context: { problem, ...this.#place(this.#at) } });
  }

  #place(at: number): { line: number; column: number } {
    const before = this.#text.slice(0, at);
    return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
  }
}

function isDigit(unit: number): boolean {
  return unit >= UNIT.zero && unit <= UNIT.nine;
}

function isSpace(unit: number): boolean {
  return unit === UNIT.space || unit === UNIT.lineFeed || unit === UNIT.carriageReturn || unit === UNIT.tab;
}
