/** A value that fits a schema, as small as it may be: required fields only, no deeper than needed, in bounded time. */
import {
  canonicalJson,
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
} from '../../foundation/index.ts';
import { compileSchema } from '../../language/index.ts';
import { sampleNumber, sampleText } from './scalar-sample.ts';
import { boundOf, fieldsOf, type NamedSchemas, partsOf, requiredOf, typesOf } from './schema-parts.ts';

/** Schemas that are looked at for one example. */
const MAX_VISITS = 3_000;
/** What checking a value against a schema counts for. */
const VISITS_OF_A_CHECK = 30;
const MAX_DEPTH = 40;
const MAX_ALTERNATIVES = 12;
const MAX_ITEMS = 100;
/** Fields that are added for `minProperties` beyond those that have names. */
const MAX_ADDED_FIELDS = 20;

export interface SampleOptions {
  readonly schemas: NamedSchemas;
  /** Whether the document's own examples and defaults are taken where they fit. */
  readonly isAsWritten: boolean;
}

/** A value for the schema; undefined where none was found. Whoever asks checks it. */
export function sampleSchema(schema: JsonValue, options: SampleOptions): JsonValue | undefined {
  return new Sampler(options).sample(schema, { depth: 0, turn: 0 });
}

interface Place {
  readonly depth: number;
  /** Counts the items of a list that must differ. */
  readonly turn: number;
}

class Sampler {
  readonly #options: SampleOptions;
  readonly #root: JsonObject;
  #visits = 0;

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#root = makeObject([['$defs', options.schemas as JsonObject]]);
  }

  sample(schema: JsonValue, place: Place): JsonValue | undefined {
    this.#visits += 1;
    if (this.#visits > MAX_VISITS || place.depth > MAX_DEPTH) return undefined;
    const parts = partsOf(schema, this.#options.schemas);
    if (parts === false) return undefined;
    const given = this.#given(schema, parts, place.turn);
    if (given !== undefined) return given;
    const holder = parts.find((part) => Array.isArray(part.anyOf) || Array.isArray(part.oneOf));
    if (holder !== undefined) return this.#alternative(schema, { parts, holder }, place);
    return this.#ofType(parts, place);
  }

  /** What the schema says itself: a constant, a choice, an example. */
  #given(schema: JsonValue, parts: readonly JsonObject[], turn: number): JsonValue | undefined {
    const constant = parts.find((part) => Object.hasOwn(part, 'const'))?.const;
    if (constant !== undefined) return constant;
    const choices = parts.map((part) => part.enum).filter((values) => Array.isArray(values));
    const [first] = choices;
    if (first !== undefined) {
      const allowed = new Set(choices.slice(1).flatMap((values) => values.map(canonicalJson)));
      const fitting = choices.length === 1 ? first : first.filter((value) => allowed.has(canonicalJson(value)));
      const proper = fitting.filter((value) => value !== null && value !== '');
      return proper[turn % Math.max(1, proper.length)] ?? fitting[0];
    }
    if (!this.#options.isAsWritten || turn > 0) return undefined;
    return parts.flatMap(writtenValues).find((value) => value !== null && this.#fits(schema, value));
  }

  #alternative(
    schema: JsonValue,
    { parts, holder }: { readonly parts: readonly JsonObject[]; readonly holder: JsonObject },
    place: Place,
  ): JsonValue | undefined {
    const keyword = Array.isArray(holder.anyOf) ? 'anyOf' : 'oneOf';
    const rest = parts.map((part) => without(part, part === holder ? ['$ref', 'allOf', keyword] : ['$ref', 'allOf']));
    let first: JsonValue | undefined;
    for (const choice of (holder[keyword] as JsonValue[]).slice(0, MAX_ALTERNATIVES)) {
      const merged = makeObject([['allOf', [choice, ...rest]]]);
      const value = this.sample(merged, { ...place, depth: place.depth + 1 });
      if (value === undefined) continue;
      if (this.#fits(schema, value)) return value;
      first ??= value;
    }
    return first;
  }

  #ofType(parts: readonly JsonObject[], place: Place): JsonValue | undefined {
    const types = typesOf(parts) ?? [guessType(parts)];
    const type = types.find((name) => name !== 'null') ?? types[0];
    if (type === 'object') return this.#object(parts, place);
    if (type === 'array') return this.#list(parts, place);
    if (type === 'string') return sampleText(parts, place.turn);
    if (type === 'boolean') return place.turn === 0;
    if (type === 'null') return null;
    if (type === undefined) return undefined;
    return sampleNumber(parts, types.includes('integer') && !types.includes('number'), place.turn);
  }

  #object(parts: readonly JsonObject[], place: Place): JsonObject | undefined {
    const fields = fieldsOf(parts);
    const least = boundOf(parts, 'minProperties', 1) ?? 0;
    const object = makeObject();
    const below = { depth: place.depth + 1, turn: place.turn };
    for (const name of requiredOf(parts)) {
      const value = this.sample(allOf(fields.get(name) ?? [otherFields(parts)]), below);
      if (value === undefined) return undefined;
      object[name] = value;
    }
    for (const [name, schemas] of fields) {
      if (Object.keys(object).length >= least) return object;
      const value = Object.hasOwn(object, name) ? undefined : this.sample(allOf(schemas), below);
      if (value !== undefined) object[name] = value;
    }
    for (let count = 1; Object.keys(object).length < least && count <= MAX_ADDED_FIELDS; count += 1) {
      const value = this.sample(otherFields(parts), below);
      if (value !== undefined) object[`key${count}`] = value;
    }
    return object;
  }

  #list(parts: readonly JsonObject[], place: Place): JsonValue[] | undefined {
    const least = boundOf(parts, 'minItems', 1) ?? 0;
    const most = boundOf(parts, 'maxItems', -1) ?? MAX_ITEMS;
    const items = parts.map((part) => part.items).filter((schema) => schema !== undefined && !Array.isArray(schema));
    const tuple = parts.map((part) => part.prefixItems ?? part.items).find((schemas) => Array.isArray(schemas)) ?? [];
    const count = Math.min(Math.max(least, items.length > 0 ? 1 : 0, tuple.length), most, MAX_ITEMS);
    const list: JsonValue[] = [];
    for (let index = 0; index < count; index += 1) {
      const schema = tuple[index] ?? allOf(items as JsonValue[]);
      const value = this.sample(schema, { depth: place.depth + 1, turn: place.turn + index });
      if (value === undefined) return index >= least ? list : undefined;
      list.push(value);
    }
    return list;
  }

  #fits(schema: JsonValue, value: JsonValue): boolean {
    this.#visits += VISITS_OF_A_CHECK;
    return compileSchema(schema as JsonObject, { root: this.#root, maxProblems: 1 })(value).length === 0;
  }
}

function writtenValues(part: JsonObject): JsonValue[] {
  const examples = Array.isArray(part.examples) ? part.examples : [];
  return [ownValue(part, 'example'), ...examples, ownValue(part, 'default')].filter((value) => value !== undefined);
}

function guessType(parts: readonly JsonObject[]): string {
  const has = (...keywords: string[]) => parts.some((part) => keywords.some((keyword) => Object.hasOwn(part, keyword)));
  if (has('properties', 'required', 'additionalProperties', 'minProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems')) return 'array';
  return has('minimum', 'maximum', 'multipleOf') && !has('pattern', 'format', 'minLength') ? 'number' : 'string';
}

function otherFields(parts: readonly JsonObject[]): JsonValue {
  return parts.map((part) => part.additionalProperties).find((schema) => schema === false || isObject(schema)) ?? true;
}

function allOf(schemas: readonly JsonValue[]): JsonValue {
  const [first = true] = schemas;
  return schemas.length <= 1 ? first : makeObject([['allOf', [...schemas]]]);
}

function without(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return makeObject(Object.entries(schema).filter(([key]) => !keywords.includes(key)));
}
