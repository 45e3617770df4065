/**
 * The kinds of JSON values as bits, so that a set of kinds is one number: for the check of `type` and for type inference.
 */
import { isObject, type JsonValue, NumericText, ownValue } from '../../foundation/index.ts';
import { isNumber, isWholeNumber } from './decimal.ts';
import { listNames } from './problem.ts';

export const KIND = {
  null: 1,
  boolean: 2,
  integer: 4,
  fraction: 8,
  text: 16,
  list: 32,
  object: 64,
} as const;

/** A set of kinds: `KIND.integer | KIND.fraction` is any number. */
export type KindSet = number;

export const NUMBER_KINDS: KindSet = KIND.integer | KIND.fraction;
export const ALL_KINDS: KindSet = 127;

const KINDS_OF_TYPE: Readonly<Record<string, KindSet>> = {
  null: KIND.null,
  boolean: KIND.boolean,
  integer: KIND.integer,
  number: NUMBER_KINDS,
  string: KIND.text,
  array: KIND.list,
  object: KIND.object,
};

const KIND_NAMES: readonly (readonly [KindSet, string])[] = [
  [KIND.text, 'a text'],
  [NUMBER_KINDS, 'a number'],
  [KIND.integer, 'a whole number'],
  [KIND.fraction, 'a number with a fraction'],
  [KIND.boolean, 'true or false'],
  [KIND.list, 'a list'],
  [KIND.object, 'an object'],
  [KIND.null, 'null'],
];

/** The kind of one value: exactly one bit. 1.0 is a whole number. */
export function kindOf(value: JsonValue): KindSet {
  if (typeof value === 'string') return KIND.text;
  if (isNumber(value)) return isWholeNumber(value) ? KIND.integer : KIND.fraction;
  if (typeof value === 'boolean') return KIND.boolean;
  if (value === null) return KIND.null;
  return Array.isArray(value) ? KIND.list : KIND.object;
}

/** The kinds a JSON Schema `type` names, or undefined for a word that is no type. */
export function kindsOfType(type: JsonValue | undefined): KindSet | undefined {
  if (type === undefined) return ALL_KINDS;
  if (typeof type === 'string') return ownValue(KINDS_OF_TYPE as Record<string, number>, type) as number | undefined;
  if (!Array.isArray(type)) return undefined;
  let kinds = 0;
  for (const name of type) {
    const kind = typeof name === 'string' ? kindsOfType(name) : undefined;
    if (kind === undefined) return undefined;
    kinds |= kind;
  }
  return kinds;
}

/** The kinds of a set as a person reads them: `a text or a number`. */
export function nameKinds(kinds: KindSet): string {
  if (kinds === ALL_KINDS) return 'anything';
  const names: string[] = [];
  let rest = kinds;
  for (const [kind, name] of KIND_NAMES) {
    if ((rest & kind) !== kind) continue;
    names.push(name);
    rest &= ~kind;
  }
  return listNames(names);
}

/** A value as a sentence names it, cut to a length that a person reads. */
export function describeValue(value: JsonValue): string {
  if (typeof value === 'string') return `"${shorten(value)}"`;
  if (value instanceof NumericText || typeof value === 'number') return shorten(String(value));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length} items`;
  return isObject(value) ? 'an object' : String(value);
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
