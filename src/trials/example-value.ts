/**
 * A value made up from a schema, for a write that is skipped. What the input says under the same name is taken over, so
 * that the example reads like the record that would have been made.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, NumericText, ownValue } from '../foundation/index.ts';
import { compileSchema, type JsonSchema } from '../language/index.ts';

/** Deeper than any record; a schema that refers to itself ends here. */
const MAX_DEPTH = 8;

/** An example that keeps the schema, like `input` where that fits; undefined when none can be made. */
export function exampleOf(schema: JsonSchema, input: JsonObject): JsonValue | undefined {
  const check = compileSchema(schema);
  const likeInput = makeUp(schema, { like: input, depth: 0 });
  if (check(likeInput).length === 0) return likeInput;
  const plain = makeUp(schema, { like: makeObject(), depth: 0 });
  return check(plain).length === 0 ? plain : undefined;
}

interface Making {
  /** Where names are looked for. */
  readonly like: JsonObject;
  readonly depth: number;
}

function makeUp(schema: JsonSchema, making: Making): JsonValue {
  if (!isObject(schema) || making.depth > MAX_DEPTH) return null;
  const given = givenValue(schema);
  if (given !== undefined) return given;
  const part = firstPart(schema);
  if (part !== undefined) return makeUp(part, { ...making, depth: making.depth + 1 });
  switch (typeOf(schema)) {
    case 'object':
      return makeUpObject(schema, making);
    case 'array':
      return makeUpList(schema, making);
    case 'string':
      return makeUpText(schema);
    case 'integer':
    case 'number':
      return makeUpNumber(schema);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** What the schema itself offers. */
function givenValue(schema: JsonObject): JsonValue | undefined {
  const first = (name: string) => {
    const list = ownValue(schema, name);
    return Array.isArray(list) ? list[0] : undefined;
  };
  return ownValue(schema, 'const') ?? ownValue(schema, 'default') ?? first('examples') ?? first('enum');
}

/** Of alternatives the first; parts of `allOf` are put together when all of them are objects. */
function firstPart(schema: JsonObject): JsonSchema | undefined {
  const all = ownValue(schema, 'allOf');
  if (Array.isArray(all)) return mergeParts(schema, all);
  for (const name of ['oneOf', 'anyOf']) {
    const parts = ownValue(schema, name);
    const part = Array.isArray(parts) ? parts[0] : undefined;
    if (part !== undefined) return mergeParts(schema, [part]);
  }
  return undefined;
}

function mergeParts(schema: JsonObject, parts: readonly JsonValue[]): JsonSchema {
  const merged = makeObject();
  const properties = makeObject();
  for (const part of [schema, ...parts]) {
    if (!isObject(part)) continue;
    for (const [name, value] of Object.entries(part)) if (!COMBINED.has(name)) merged[name] = value;
    const own = ownValue(part, 'properties');
    if (isObject(own)) for (const [name, value] of Object.entries(own)) properties[name] = value;
  }
  if (Object.keys(properties).length > 0) merged.properties = properties;
  return merged;
}

const COMBINED: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'properties']);

function typeOf(schema: JsonObject): string {
  const type = ownValue(schema, 'type');
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (typeof named === 'string') return named;
  if (isObject(ownValue(schema, 'properties'))) return 'object';
  return ownValue(schema, 'items') === undefined ? 'null' : 'array';
}

function makeUpObject(schema: JsonObject, making: Making): JsonObject {
  const properties = ownValue(schema, 'properties');
  if (!isObject(properties)) return makeObject();
  const entries = Object.entries(properties).map(([name, inner]) => {
    const like = ownValue(making.like, name);
    return [name, likeOrMadeUp(inner as JsonSchema, like, making.depth + 1)] as const;
  });
  return makeObject(entries);
}

/** The input's own value where it keeps the schema; a made-up one with the input's parts in it otherwise. */
function likeOrMadeUp(schema: JsonSchema, like: JsonValue | undefined, depth: number): JsonValue {
  if (like !== undefined && like !== null && compileSchema(schema)(like).length === 0) return like;
  return makeUp(schema, { like: isObject(like) ? like : makeObject(), depth });
}

function makeUpList(schema: JsonObject, making: Making): JsonValue[] {
  const items = ownValue(schema, 'items');
  return items === undefined ? [] : [makeUp(items as JsonSchema, { like: makeObject(), depth: making.depth + 1 })];
}

const TEXT_BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'ada@example.com',
  uri: 'https://example.com/',
  uuid: '0199f0c2-7d3a-7cc1-9f35-1d2b3c4d5e6f',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
};

function makeUpText(schema: JsonObject): string {
  const format = ownValue(schema, 'format');
  const known = typeof format === 'string' ? TEXT_BY_FORMAT[format] : undefined;
  if (known !== undefined) return known;
  const [least, most] = [numberAt(schema, 'minLength') ?? 0, numberAt(schema, 'maxLength') ?? 1_000];
  return 'example'.padEnd(least, '-').slice(0, most);
}

function makeUpNumber(schema: JsonObject): number {
  const least = numberAt(schema, 'minimum') ?? (numberAt(schema, 'exclusiveMinimum') ?? 0) + 1;
  const most = numberAt(schema, 'maximum');
  return most === undefined ? Math.max(least, 1) : Math.min(Math.max(least, 1), most);
}

function numberAt(schema: JsonObject, name: string): number | undefined {
  const value = ownValue(schema, name);
  if (value instanceof NumericText) return Number(value.text);
  return typeof value === 'number' ? value : undefined;
}
