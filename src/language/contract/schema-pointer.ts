import { isObject, type JsonValue } from '../../foundation/index.ts';

/** References that lead to references end here. */
const MAX_SEGMENTS = 100;

/** What `#/a/b` points at (RFC 6901, 6), or undefined when there is nothing. */
export function resolvePointer(root: JsonValue, reference: string): JsonValue | undefined {
  const text = decode(reference.slice(1));
  if (text === '') return root;
  if (text === undefined || !text.startsWith('/')) return undefined;
  const keys = pointerKeys(text);
  if (keys.length > MAX_SEGMENTS) return undefined;
  let value: JsonValue | undefined = root;
  for (const key of keys) {
    value = step(value, key);
    if (value === undefined) return undefined;
  }
  return value;
}

/** The keys of a pointer (RFC 6901, 4), from the outermost on; none for the empty one. */
export function pointerKeys(pointer: string): string[] {
  const [, ...segments] = pointer.split('/');
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d{0,8})$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
