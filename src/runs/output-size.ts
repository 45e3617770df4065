import { isObject, type JsonObject, type JsonValue, NumericText } from '../foundation/index.ts';

/**
 * Bytes that the outputs of one run may take together. They are held in memory, written out and stored, so one run beyond
 * it could take its process with it (F14).
 */
export const MAX_OUTPUT_BYTES = 32 * 1_048_576;

/** About how many bytes a value takes when written out; stops counting beyond `limit`, however large the value is. */
export function outputBytes(value: JsonValue, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (value instanceof NumericText) return value.text.length;
  if (!Array.isArray(value) && !isObject(value)) return 8;
  let bytes = 2;
  for (const key of Object.keys(value)) {
    bytes += key.length + outputBytes((value as JsonObject)[key] as JsonValue, limit - bytes);
    if (bytes > limit) break;
  }
  return bytes;
}
