/** Whether a schema reads otherwise in a request or in an upload than in an answer, so that it is written out twice only then. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import { type ApiDocument, listOf, objectOf } from './api-document.ts';

/** For what a schema is read. */
export type SchemaUse = 'answer' | 'request' | 'upload';

/** Values that are looked at for one schema; beyond that both traits are assumed, which is always right. */
const MAX_LOOKED_AT = 20_000;
const MAX_FOLLOWED = 2_000;
/** The same for all schemas of a document together. */
const MAX_FOLLOWED_IN_ALL = 300_000;
/** Fields that only answers have are required in it. */
const READ_ONLY = 1;
/** It has files in it. */
const FILES = 2;

interface Traits {
  readonly bits: number;
  readonly references: readonly string[];
}

export class SchemaTraits {
  readonly #document: ApiDocument;
  readonly #known = new Map<string, Traits>();
  readonly #closures = new Map<string, number>();
  #left = MAX_FOLLOWED_IN_ALL;

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** The use that a schema has to be written out for; the nearest that reads the same. */
  useOf(target: { readonly value: JsonValue; readonly pointer: string }, use: SchemaUse): SchemaUse {
    if (use === 'answer') return use;
    const bits = this.#closures.get(target.pointer) ?? this.#closure(target);
    this.#closures.set(target.pointer, bits);
    if (use === 'upload' && (bits & FILES) !== 0) return 'upload';
    return (bits & READ_ONLY) !== 0 ? 'request' : 'answer';
  }

  #closure(target: { readonly value: JsonValue; readonly pointer: string }): number {
    const seen = new Set([target.pointer]);
    const open = [target];
    let bits = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.#left -= 1;
      if (seen.size > MAX_FOLLOWED || this.#left < 0) return READ_ONLY | FILES;
      const traits = this.#traitsOf(next);
      bits |= traits.bits;
      if (bits === (READ_ONLY | FILES)) return bits;
      for (const reference of traits.references) {
        if (seen.has(reference)) continue;
        seen.add(reference);
        const found = this.#document.find(reference);
        if (found !== undefined) open.push(found);
      }
    }
    return bits;
  }

  #traitsOf({ value, pointer }: { readonly value: JsonValue; readonly pointer: string }): Traits {
    const known = this.#known.get(pointer);
    if (known !== undefined) return known;
    const traits = lookAt(value, this.#document);
    this.#known.set(pointer, traits);
    return traits;
  }
}

/** True for a text that stands for the bytes of a file. */
export function isFile(schema: JsonObject): boolean {
  const type = ownValue(schema, 'type');
  if (type === 'file') return true;
  if (type !== undefined && type !== 'string') return false;
  const format = ownValue(schema, 'format');
  if (format === 'binary' || format === 'file') return true;
  const media = ownValue(schema, 'contentMediaType');
  return typeof media === 'string' && !/json|^text\/|xml/.test(media);
}

/** The required names that only answers have. */
export function readOnlyNames(schema: JsonObject, document: ApiDocument): ReadonlySet<string> {
  const properties = objectOf(schema, 'properties');
  const names = listOf(schema, 'required').filter((name) => typeof name === 'string');
  if (properties === undefined || names.length === 0) return new Set();
  return new Set(names.filter((name) => isReadOnly(ownValue(properties, name), document)));
}

function isReadOnly(property: JsonValue | undefined, document: ApiDocument): boolean {
  if (!isObject(property)) return false;
  if (ownValue(property, 'readOnly') === true) return true;
  const reference = ownValue(property, '$ref');
  if (typeof reference !== 'string') return false;
  const target = document.find(reference)?.value;
  return isObject(target) && ownValue(target, 'readOnly') === true;
}

function lookAt(schema: JsonValue, document: ApiDocument): Traits {
  const references: string[] = [];
  const open: JsonValue[] = [schema];
  let bits = 0;
  let left = MAX_LOOKED_AT;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    left -= 1;
    if (left < 0) return { bits: READ_ONLY | FILES, references };
    if (Array.isArray(next)) for (const item of next) open.push(item);
    if (!isObject(next)) continue;
    const reference = ownValue(next, '$ref');
    if (typeof reference === 'string') references.push(reference);
    if (isFile(next)) bits |= FILES;
    if (readOnlyNames(next, document).size > 0) bits |= READ_ONLY;
    for (const key of Object.keys(next)) open.push(next[key] as JsonValue);
  }
  return { bits, references };
}
