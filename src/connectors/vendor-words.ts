/** What a vendor says in words, out of the JSON around it. */
import { isObject, type JsonObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';

/** What is longer is data, and no complaint. */
const MAX_CHARACTERS = 100_000;

/** The sentence in the body of a failure (RFC 6749, 5.2; RFC 9457, 3.1.4; common usage); the body where there is none. */
export function vendorWords(body: string): string {
  const text = body.trim();
  const object = text.startsWith('{') && text.length <= MAX_CHARACTERS ? readObject(text) : undefined;
  if (object === undefined) return text;
  const error = ownValue(object, 'error');
  const found = [
    ...['error_description', 'message', 'Message'].map((name) => ownValue(object, name)),
    isObject(error) ? ownValue(error, 'message') : undefined,
    ...['detail', 'Detail'].map((name) => ownValue(object, name)),
  ];
  return found.find(isSentence)?.trim() ?? text;
}

function readObject(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSentence(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
