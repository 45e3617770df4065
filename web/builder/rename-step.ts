/** Follows a step's new key through everything that reads the step, so that a rename changes no meaning. */
import { isObject, type JsonObject, type JsonValue } from '../../src/foundation/index.ts';

/** Old keys to new ones. */
export type Renames = ReadonlyMap<string, string>;

/** Names of an expression whose text is a path, a text with paths in it, or a condition. */
const READING = new Set(['from', 'template', 'cel', 'when', 'where']);

/** Names of what is data or a description of data. */
const CONSTANT = new Set(['value', 'table', 'schema', 'title', 'description']);

/** `steps.key` where a path or a CEL text reads it; `other.steps.key` is a field of something else. */
const STEP_READ = /(?<![\w.$\]])steps\.([a-z][a-z0-9_]*)(?![\w])/g;
const TEMPLATE_PLACE = /\{\{.*?\}\}/gs;

/** A value of a document in which every reading of an old key reads the new one; constants stay as they are. */
export function renameReadings<T>(value: T, renames: Renames): T {
  return renamed(value as JsonValue, renames) as T;
}

function renamed(value: JsonValue, renames: Renames): JsonValue {
  if (Array.isArray(value)) return value.map((item) => renamed(item, renames));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, JsonValue] => [name, renamedField(name, inner, renames)]),
  );
}

function renamedField(name: string, value: JsonValue, renames: Renames): JsonValue {
  if (CONSTANT.has(name)) return value;
  if (name === 'object' && isObject(value)) return renamedFields(value, renames);
  if (typeof value !== 'string' || !READING.has(name)) return renamed(value, renames);
  if (name !== 'template') return renamedText(value, renames);
  return value.replaceAll(TEMPLATE_PLACE, (place) => renamedText(place, renames));
}

/** The fields of an `object` expression have names of their own, which say nothing about what stands in them. */
function renamedFields(fields: JsonObject, renames: Renames): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, renamed(field, renames)]));
}

function renamedText(text: string, renames: Renames): string {
  return text.replaceAll(STEP_READ, (whole, key: string) => {
    const next = renames.get(key);
    return next === undefined ? whole : `steps.${next}`;
  });
}
