/**
 * Reading an operation's input while building its call. The input has passed the operation's schema, so these never
 * throw; they only say what an optional field becomes when it is absent.
 */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../foundation/index.ts';

/** The field as text, or an empty text when it is absent. */
export function textField(input: JsonObject, name: string): string {
  const value = ownValue(input, name);
  return value === undefined || value === null ? '' : String(value);
}

/** A new object with those of the named fields that the input has. */
export function pickFields(input: JsonObject, names: readonly string[]): JsonObject {
  const picked = makeObject();
  for (const name of names) {
    const value = ownValue(input, name);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** The objects in the list `name` of a JSON value; empty when there is no such list. */
export function listField(value: JsonValue, name: string): readonly JsonObject[] {
  const list = isObject(value) ? ownValue(value, name) : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
