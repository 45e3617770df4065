/**
 * Paths such as `trigger.deal.lines[0].name` or `trigger["odd key"]`. Only own keys are followed: `__proto__` and
 * `constructor` are names like any other.
 */
import { isObject, type JsonValue, ownValue } from '../../foundation/index.ts';
import type { Scope } from './mapping.ts';

/** A key of an object, or a position in a list, from 0. */
export type PathSegment = string | number;

export interface Path {
  /** The key of the scope at which the path begins. */
  readonly root: string;
  readonly segments: readonly PathSegment[];
}

/** The result of reading a path: the path, or one sentence that says what is wrong with it. */
type ParsedPath = { readonly path: Path } | { readonly reason: string };

const MAX_PATH_LENGTH = 1_000;
const MAX_SEGMENTS = 64;

/** A key that needs no quotes. Everything but what paths and templates are made of; spaces need quotes. */
const PLAIN_KEY = /[^\s.[\]"'{}?\\\p{Cc}]+/uy;
const INDEX = /\[(0|[1-9]\d{0,8})\]/y;
const QUOTED = /\[("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")\]/uy;

/** Reads a whole text as a path that begins at a root of the scope. */
export function parsePath(text: string): ParsedPath {
  const scanned = scanPath(text, 0);
  if ('reason' in scanned) return scanned;
  if (scanned.end < text.length)
    return { reason: `"${text.slice(scanned.end, scanned.end + 20)}" is not part of a path` };
  return { path: scanned.path };
}

/** Reads a path inside a value, such as `data.id` or `[0].id`; the empty text is the value itself. */
export function parseInnerPath(
  text: string,
): { readonly segments: readonly PathSegment[] } | { readonly reason: string } {
  if (text === '') return { segments: [] };
  const parsed = parsePath(text.startsWith('[') ? `value${text}` : `value.${text}`);
  return 'path' in parsed ? { segments: parsed.path.segments } : parsed;
}

/** Reads a path at a place of a text and says where it ends. */
export function scanPath(
  text: string,
  start: number,
): { readonly path: Path; readonly end: number } | { readonly reason: string } {
  const root = matchAt(PLAIN_KEY, text, start);
  if (root === undefined) return { reason: 'a path begins with a name such as "trigger"' };
  const segments: PathSegment[] = [];
  let at = start + root[0].length;
  for (;;) {
    const next = scanSegment(text, at);
    if (next === undefined) break;
    if ('reason' in next) return next;
    segments.push(next.segment);
    at = next.end;
    if (segments.length > MAX_SEGMENTS) return { reason: `a path has at most ${MAX_SEGMENTS} parts` };
  }
  if (at - start > MAX_PATH_LENGTH) return { reason: `a path has at most ${MAX_PATH_LENGTH} characters` };
  return { path: { root: root[0], segments }, end: at };
}

/** Writes a path so that `parsePath` reads the same path again. */
export function formatPath(path: Path): string {
  return path.root + formatSegments(path.segments);
}

/** The value at a place inside a value, or undefined when there is none. */
export function valueAt(value: JsonValue, segments: readonly PathSegment[]): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const segment of segments) {
    if (typeof segment === 'number') current = Array.isArray(current) ? current[segment] : undefined;
    else current = isObject(current) ? ownValue(current, segment) : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}

/** The value a path leads to, or undefined when something on the way is missing. */
export function readPath(scope: Scope, path: Path): JsonValue | undefined {
  const root = ownValue(scope, path.root);
  return root === undefined ? undefined : valueAt(root, path.segments);
}

/** True for a name that can stand as a root without quotes: what `as` gives to the items of an `each`. */
export function isScopeName(text: string): boolean {
  return /^[a-z][A-Za-z0-9_]{0,39}$/.test(text);
}

function formatSegments(segments: readonly PathSegment[]): string {
  let text = '';
  for (const segment of segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (matchAt(PLAIN_KEY, segment, 0)?.[0] === segment) text += `.${segment}`;
    else text += `[${quoteKey(segment)}]`;
  }
  return text;
}

function scanSegment(text: string, at: number): { segment: PathSegment; end: number } | { reason: string } | undefined {
  if (text[at] === '.') {
    const key = matchAt(PLAIN_KEY, text, at + 1);
    return key === undefined
      ? { reason: 'a name is missing after "."' }
      : { segment: key[0], end: at + 1 + key[0].length };
  }
  if (text[at] !== '[') return undefined;
  const index = matchAt(INDEX, text, at);
  if (index !== undefined) return { segment: Number(index[1]), end: at + index[0].length };
  const quoted = matchAt(QUOTED, text, at);
  if (quoted === undefined) return { reason: 'in […] stands a position such as [0] or a name in double quotes' };
  return { segment: JSON.parse(quoted[1] as string) as string, end: at + quoted[0].length };
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

/** JSON's quotes, with every control character escaped, as `QUOTED` wants them. */
function quoteKey(key: string): string {
  return JSON.stringify(key).replaceAll(/[\x7f-\x9f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
