/** A schema as the list of all schemas that a value has to fit in the same place: itself, what it refers to, `allOf`. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import type { JsonSchema } from '../../language/index.ts';

const MAX_PARTS = 200;
const PREFIX = '#/$defs/';

export type NamedSchemas = Readonly<Record<string, JsonSchema>>;

/** The schema that a reference of a definition leads to. */
export function namedSchema(reference: JsonValue | undefined, schemas: NamedSchemas): JsonSchema | undefined {
  if (typeof reference !== 'string' || !reference.startsWith(PREFIX)) return undefined;
  return ownValue(schemas as JsonObject, reference.slice(PREFIX.length)) as JsonSchema | undefined;
}

/** The parts of a schema, each once; `false` among them means that nothing fits. */
export function partsOf(schema: JsonValue, schemas: NamedSchemas): readonly JsonObject[] | false {
  const parts = new Set<JsonObject>();
  const open: (JsonValue | undefined)[] = [schema];
  while (open.length > 0 && parts.size < MAX_PARTS) {
    const next = open.shift();
    if (next === false) return false;
    if (!isObject(next) || parts.has(next)) continue;
    parts.add(next);
    open.push(namedSchema(next.$ref, schemas));
    if (Array.isArray(next.allOf)) open.push(...next.allOf);
  }
  return [...parts];
}

/** The types that fit all parts; undefined: any. */
export function typesOf(parts: readonly JsonObject[]): readonly string[] | undefined {
  let types: string[] | undefined;
  for (const { type } of parts) {
    if (type === undefined) continue;
    const own = [type].flat() as string[];
    const wide = own.includes('number') ? [...own, 'integer'] : own;
    types = types === undefined ? wide : types.filter((name) => wide.includes(name));
  }
  return types;
}

/** The schemas of each field in all parts. */
export function fieldsOf(parts: readonly JsonObject[]): Map<string, JsonValue[]> {
  const fields = new Map<string, JsonValue[]>();
  for (const { properties } of parts) {
    if (!isObject(properties)) continue;
    for (const name of Object.keys(properties)) {
      const known = fields.get(name) ?? [];
      known.push(properties[name] as JsonValue);
      fields.set(name, known);
    }
  }
  return fields;
}

/** The names that some part requires. */
export function requiredOf(parts: readonly JsonObject[]): Set<string> {
  return new Set(parts.flatMap(({ required }) => (Array.isArray(required) ? (required as string[]) : [])));
}

/** The largest (`most: 1`) or smallest (`most: -1`) number that a keyword has in the parts. */
export function boundOf(parts: readonly JsonObject[], keyword: string, most: 1 | -1): number | undefined {
  const numbers = parts
    .map((part) => ownValue(part, keyword))
    .filter((value) => value !== undefined && typeof value !== 'boolean')
    .map((value) => Number(String(value)));
  if (numbers.length === 0) return undefined;
  return most === 1 ? Math.max(...numbers) : Math.min(...numbers);
}
