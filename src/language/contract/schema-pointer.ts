import { isObject, type JsonValue } from '../../foundation/index.ts';

/** References that lead to references end here. */
const MAX_SEGMENTS = 100;

/** What `#/a/b` points at (RFC 6901, 6), or undefined when there is nothing. */
export function resolvePointer(root: JsonValue, reference: string): JsonValue | undefined {
  const text = decode(reference.slice(1));
  if (text === '') return root;
  if (text === undefined || !text.startsWith('/')) return undefined;
  const segments = text.slice(1).split('/');
  if (segments.length > MAX_SEGMENTS) return undefined;
  let value: JsonValue | undefined = root;
  for (const segment of segments) {
    value = step(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (value === undefined) return undefined;
  }
  return value;
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
