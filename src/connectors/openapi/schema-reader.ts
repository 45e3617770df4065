/**
 * Reads the schemas of a document into the form that `compileSchema` takes. References stay references: what they lead
 * to becomes a schema with a name of its own, written once. Whatever cannot be used is loosened, with a remark.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { type JsonSchema, pointerTo } from '../../language/index.ts';
import type { ApiDocument, Place } from './api-document.ts';
import { cleanKeyword, contradictions, whyRefused } from './schema-keywords.ts';
import { nameFor } from './schema-names.ts';
import { cutRings } from './schema-rings.ts';
import { isFile, readOnlyNames, SchemaTraits, type SchemaUse } from './schema-traits.ts';

/** Schemas within one schema; `compileSchema` takes 100, and the input of a step wraps them. */
const MAX_DEPTH = 60;
/** Schemas that are written out in all. The largest public documents have some 300,000. */
const MAX_SCHEMAS = 800_000;
const LIST_KEYWORDS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const MAP_KEYWORDS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
]);
/** Names that all operations together may lead to; the largest public documents have some 400,000. */
const MAX_REACHED = 1_000_000;
/** What may stand beside `$ref` before OpenAPI 3.1 and changes nothing about it but what a form shows. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'nullable',
  'deprecated',
  'readOnly',
  'default',
  'example',
]);

/** A schema that was read, and the names it refers to. */
export interface ReadSchema {
  readonly schema: JsonSchema;
  readonly references: ReadonlySet<string>;
}

interface Reading {
  readonly use: SchemaUse;
  readonly references: Set<string>;
  readonly depth: number;
}

export class SchemaReader {
  readonly #document: ApiDocument;
  readonly #traits: SchemaTraits;
  readonly #schemas = makeObject();
  readonly #references = new Map<string, ReadonlySet<string>>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #waiting: { readonly name: string; readonly place: Place; readonly use: SchemaUse }[] = [];
  #count = 0;
  #reached = 0;

  constructor(document: ApiDocument) {
    this.#document = document;
    this.#traits = new SchemaTraits(document);
  }

  /** Reads one schema. What it refers to is read by `finish`. */
  read(place: Place, use: SchemaUse): ReadSchema {
    const references = new Set<string>();
    return { schema: this.#schema(place, { use, references, depth: 0 }), references };
  }

  /** Reads what is still only referred to; gives all named schemas. */
  finish(): Readonly<Record<string, JsonSchema>> {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const { schema, references } = this.read(next.place, next.use);
      this.#schemas[next.name] = schema;
      this.#references.set(next.name, references);
    }
    cutRings(this.#schemas, this.#document.remarks);
    return this.#schemas as Record<string, JsonSchema>;
  }

  /** The names that these lead to, directly or not; undefined where all operations together lead to too many. */
  reach(from: Iterable<string>): string[] | undefined {
    if (this.#reached > MAX_REACHED) return undefined;
    const seen = new Set(from);
    for (const name of seen) for (const next of this.#references.get(name) ?? []) seen.add(next);
    this.#reached += seen.size;
    return [...seen].sort();
  }

  #schema({ value, pointer }: Place, reading: Reading): JsonSchema {
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) return this.#loosened(pointer, 'is no schema');
    this.#count += 1;
    if (this.#count > MAX_SCHEMAS) return this.#loosened(pointer, `comes after ${MAX_SCHEMAS} others`);
    if (reading.depth > MAX_DEPTH) return this.#loosened(pointer, `is nested deeper than ${MAX_DEPTH} schemas`);
    if (ownValue(value, 'type') === 'file' || (reading.use === 'upload' && isFile(value))) return fileSchema(value);
    const reference = ownValue(value, '$ref');
    if (typeof reference === 'string') return this.#referring({ value, pointer }, reference, reading);
    return this.#keywords({ value, pointer }, Object.keys(value), reading);
  }

  #referring(place: Place<JsonObject>, reference: string, reading: Reading): JsonSchema {
    const keys = Object.keys(place.value).filter(
      (key) => key !== '$ref' && (this.#document.hasReferenceSiblings || ANNOTATIONS.has(key)),
    );
    const schema = this.#keywords(place, keys, reading);
    const name = this.#nameOf(reference, place.pointer, reading.use);
    if (name === undefined) return schema;
    reading.references.add(name);
    schema.$ref = `#/$defs/${name}`;
    return schema;
  }

  #nameOf(reference: string, from: string, use: SchemaUse): string | undefined {
    const target = this.#document.target(reference, from);
    if (target === undefined) return undefined;
    if (typeof target.value !== 'boolean' && !isObject(target.value)) {
      this.#loosened(from, 'refers to what is no schema');
      return undefined;
    }
    const written = this.#traits.useOf(target, use);
    const key = `${written} ${target.pointer}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = nameFor(target.pointer, written, this.#taken);
    this.#names.set(key, name);
    this.#waiting.push({ name, place: target, use: written });
    return name;
  }

  #keywords({ value, pointer }: Place<JsonObject>, keys: readonly string[], reading: Reading): JsonObject {
    const schema = makeObject();
    const below = { ...reading, depth: reading.depth + 1 };
    for (const keyword of keys) {
      const at = { value: value[keyword] as JsonValue, pointer: pointerTo(pointer, keyword) };
      const read = this.#below(keyword, at, below) ?? this.#plain(keyword, value, at.pointer);
      if (read !== undefined) schema[keyword] = read;
    }
    this.#mend(schema, { value, pointer }, reading.use);
    return schema;
  }

  /** A keyword with schemas below it; undefined for any other. */
  #below(keyword: string, place: Place, reading: Reading): JsonValue | undefined {
    const { value, pointer } = place;
    if (LIST_KEYWORDS.has(keyword) || (keyword === 'items' && Array.isArray(value))) {
      if (!Array.isArray(value) || value.length === 0) return this.#dropped(pointer, 'is no list of schemas');
      return value.map((item, index) => this.#schema({ value: item, pointer: pointerTo(pointer, index) }, reading));
    }
    if (MAP_KEYWORDS.has(keyword)) return this.#map(keyword, place, reading);
    if (!SCHEMA_KEYWORDS.has(keyword)) return undefined;
    if (typeof value !== 'boolean' && !isObject(value)) return this.#dropped(pointer, 'is no schema');
    return this.#schema(place, reading);
  }

  #map(keyword: string, { value, pointer }: Place, reading: Reading): JsonValue | undefined {
    if (!isObject(value)) return this.#dropped(pointer, 'is no object of schemas');
    const map = makeObject();
    for (const name of Object.keys(value)) {
      const at = pointerTo(pointer, name);
      const refused = keyword === 'patternProperties' ? whyRefused({ pattern: name }) : undefined;
      if (refused !== undefined) this.#dropped(at, refused);
      else map[name] = this.#schema({ value: value[name] as JsonValue, pointer: at }, reading);
    }
    return map;
  }

  #plain(keyword: string, schema: JsonObject, pointer: string): JsonValue | undefined {
    if (keyword === 'x-nullable' && schema[keyword] === true) return undefined;
    const cleaned = cleanKeyword(keyword, schema);
    if (cleaned?.reason !== undefined) this.#dropped(pointer, cleaned.reason);
    return cleaned?.value;
  }

  /** What only shows when all keywords of a schema are seen together. */
  #mend(schema: JsonObject, source: Place<JsonObject>, use: SchemaUse): void {
    if (ownValue(source.value, 'x-nullable') === true) schema.nullable = true;
    for (const pair of contradictions(schema)) {
      for (const keyword of pair) delete schema[keyword];
      this.#dropped(pointerTo(source.pointer, pair[0]), `is above "${pair[1]}"`);
    }
    this.#mendRequired(schema, source.pointer);
    if (use === 'answer' || !Array.isArray(schema.required)) return;
    const hidden = readOnlyNames(source.value, this.#document);
    if (hidden.size > 0) schema.required = schema.required.filter((name) => !hidden.has(name as string));
  }

  /** A field that is required and cannot be given: nothing would fit. */
  #mendRequired(schema: JsonObject, pointer: string): void {
    const { required, properties, additionalProperties, patternProperties } = schema;
    if (additionalProperties !== false || patternProperties !== undefined || !Array.isArray(required)) return;
    const possible = required.filter((name) => isObject(properties) && Object.hasOwn(properties, name as string));
    if (possible.length === required.length) return;
    schema.required = possible;
    this.#dropped(pointerTo(pointer, 'required'), 'names fields that cannot be given');
  }

  #dropped(pointer: string, reason: string): undefined {
    this.#document.remarks.note('schema.loosened', pointer, `This ${reason}; it is not checked.`);
  }

  #loosened(pointer: string, reason: string): true {
    this.#document.remarks.lost('schema.unknown', pointer, `This ${reason}; any value is taken there.`);
    return true;
  }
}

/** How the bytes of a file stand in a step's input. */
export function fileSchema(described: JsonObject = makeObject()): JsonObject {
  const text = makeObject([['type', 'string']]);
  const base64 = makeObject([
    ['type', 'string'],
    ['contentEncoding', 'base64'],
  ]);
  const schema = makeObject([
    ['type', 'object'],
    [
      'properties',
      makeObject([
        ['fileName', text],
        ['contentType', text],
        ['base64', base64],
      ]),
    ],
    ['required', ['base64']],
    ['additionalProperties', false],
  ]);
  for (const keyword of ['title', 'description', 'nullable']) {
    const cleaned = Object.hasOwn(described, keyword) ? cleanKeyword(keyword, described)?.value : undefined;
    if (cleaned !== undefined) schema[keyword] = cleaned;
  }
  return schema;
}
