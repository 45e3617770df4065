/** What a mapping gives for the samples at hand, position by position, so that one fault hides no other. */
import {
  AppError,
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
  type Problem,
} from '../../src/foundation/index.ts';
import { compileMapping, type Expression, parsePath, pointerTo, type Scope } from '../../src/language/index.ts';
import type { MappingSource } from '../builder/step-seam.ts';
import { expressionAt, headOf, isOpen } from './expression-edit.ts';
import type { Loop } from './target-places.ts';

/** A value, or why there is none. */
export type Live =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'left_out' }
  | { readonly kind: 'no_sample'; readonly root: string }
  | { readonly kind: 'problem'; readonly message: string; readonly fix: string };

/** Entries of a list that are computed for the preview. */
const MAX_ENTRIES = 20;

const COMPILED = new WeakMap<object, (scope: Scope) => JsonValue>();

/** The scope that mappings read, from the samples; what has no sample is not in it. */
export function scopeOf(sources: readonly MappingSource[], now: string): Scope {
  const scope = makeObject([
    [
      'event',
      makeObject([
        ['id', 'sample'],
        ['receivedAt', now],
        ['headers', makeObject()],
      ]),
    ],
    [
      'run',
      makeObject([
        ['id', 'sample'],
        ['startedAt', now],
      ]),
    ],
    ['steps', makeObject()],
  ]);
  for (const { root, sample } of sources) if (sample !== undefined) place(scope, root, sample);
  return scope;
}

function place(scope: JsonObject, root: string, sample: JsonValue): void {
  const parsed = parsePath(root);
  if ('reason' in parsed) return;
  const [key] = parsed.path.segments;
  const steps = scope['steps'];
  if (parsed.path.root === 'steps' && typeof key === 'string' && isObject(steps)) steps[key] = sample;
  else scope[parsed.path.root] = sample;
}

/** The value of one expression. */
export function liveValue(expression: Expression, scope: Scope): Live {
  if (isOpen(expression)) return { kind: 'value', value: null };
  try {
    const isLeftOut = headOf(expression) === 'from' && (expression as { optional?: boolean }).optional === true;
    // A position that is left out gives null at the root; the object around it tells the two apart.
    const value = isLeftOut
      ? ownValue(run({ object: { it: expression } }, scope) as JsonObject, 'it')
      : run(expression, scope);
    return value === undefined ? { kind: 'left_out' } : { kind: 'value', value };
  } catch (error) {
    const isUnreadable = error instanceof AppError && error.code === 'language.mapping.invalid';
    const root = isUnreadable ? undefined : missingRoot(expression, scope);
    if (root !== undefined) return { kind: 'no_sample', root };
    if (error instanceof AppError) return { kind: 'problem', message: error.publicMessage, fix: error.fix };
    return { kind: 'problem', message: String(error), fix: '' };
  }
}

function run(expression: Expression, scope: Scope): JsonValue {
  const known = COMPILED.get(expression);
  if (known !== undefined) return known(scope);
  const compiled = compileMapping(expression);
  COMPILED.set(expression, compiled);
  return compiled(scope);
}

/** A source that the expression reads and of which there is no sample. */
function missingRoot(expression: Expression, scope: Scope): string | undefined {
  return pathsOf(expression as unknown as JsonValue)
    .map(rootOf)
    .find((root) => !hasRoot(scope, root));
}

function rootOf(path: string): string {
  const parsed = parsePath(path);
  if ('reason' in parsed) return path;
  const { root, segments } = parsed.path;
  return root === 'steps' && typeof segments[0] === 'string' ? `steps.${segments[0]}` : root;
}

function hasRoot(scope: Scope, root: string): boolean {
  if (!root.startsWith('steps.')) return Object.hasOwn(scope, root);
  const { steps } = scope;
  return isObject(steps) && Object.hasOwn(steps, root.slice('steps.'.length));
}

/** The paths that an expression copies or puts into texts. */
function pathsOf(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  if (!isObject(value)) return [];
  const paths = Object.entries(value).flatMap(([key, inner]) =>
    key === 'value' || key === 'table' ? [] : pathsOf(inner),
  );
  if (typeof value['from'] === 'string') paths.push(value['from']);
  const places = typeof value['template'] === 'string' ? value['template'].matchAll(/\{\{\s*([^\s}?"]+)/g) : [];
  return [...paths, ...[...places].map((match) => match[1] as string)];
}

/** The scope inside of loops, for one entry of each; undefined when a list has no such entry. */
export function scopeInside(
  loops: readonly Loop[],
  { root, scope, indexOf }: { root: Expression | undefined; scope: Scope; indexOf: (pointer: string) => number },
): Scope {
  let inner = scope;
  for (const { pointer, as, isMade } of loops) {
    const list = isMade ? expressionAt(root, pointerTo(pointer, 'each')) : undefined;
    const live = list === undefined ? undefined : liveValue(list, inner);
    if (live?.kind !== 'value' || !Array.isArray(live.value)) continue;
    const index = Math.min(indexOf(pointer), live.value.length - 1);
    const item = live.value[index];
    if (item !== undefined) inner = withItem(inner, { as, item, index });
  }
  return inner;
}

function withItem(scope: Scope, { as, item, index }: { as: string; item: JsonValue; index: number }): Scope {
  return makeObject([...Object.entries(scope), [as, item], [`${as}Index`, index]]);
}

/** The whole value with everything that can be computed, and what cannot with its position in the mapping. */
export interface WholeValue {
  readonly value: JsonValue | undefined;
  readonly problems: readonly Problem[];
  /** True when a list was cut for the preview. */
  readonly isCut: boolean;
  /** True when something has no value, for want of a sample or by a problem. */
  readonly isPart: boolean;
}

/** Computes everything that can be. */
export function wholeValue(expression: Expression | undefined, scope: Scope): WholeValue {
  const problems: Problem[] = [];
  const state = { problems, isCut: false, isPart: false };
  const value = expression === undefined ? undefined : compute({ expression, pointer: '', scope }, state);
  return { value, problems, isCut: state.isCut, isPart: state.isPart };
}

interface Position {
  readonly expression: Expression;
  readonly pointer: string;
  readonly scope: Scope;
}

interface State {
  readonly problems: Problem[];
  isCut: boolean;
  isPart: boolean;
}

function compute(position: Position, state: State): JsonValue | undefined {
  const { expression, pointer, scope } = position;
  const parts = expression as unknown as JsonObject;
  const head = headOf(expression);
  if (head === 'object' && isObject(parts['object'])) {
    const object = makeObject();
    for (const [name, inner] of Object.entries(parts['object'])) {
      const at = pointerTo(pointer, 'object', name);
      const value = compute({ expression: inner as unknown as Expression, pointer: at, scope }, state);
      if (value !== undefined) object[name] = value;
    }
    return object;
  }
  if (head === 'list' && Array.isArray(parts['list'])) {
    return parts['list'].flatMap((inner, index) => {
      const at = pointerTo(pointer, 'list', index);
      return compute({ expression: inner as unknown as Expression, pointer: at, scope }, state) ?? [];
    });
  }
  const isPlainEach =
    head === 'each' && typeof parts['where'] !== 'string' && headOf(parts['to'] as unknown as Expression);
  return isPlainEach ? computeEach(position, state) : computeOne(position, state);
}

function computeEach({ expression, pointer, scope }: Position, state: State): JsonValue | undefined {
  const { each, as, to } = expression as { each: Expression; as: string; to: Expression };
  const list = computeOne({ expression: each, pointer: pointerTo(pointer, 'each'), scope }, state);
  if (!Array.isArray(list)) return undefined;
  if (list.length > MAX_ENTRIES) state.isCut = true;
  return list.slice(0, MAX_ENTRIES).flatMap((item, index) => {
    const inner = withItem(scope, { as, item, index });
    const value = compute({ expression: to, pointer: pointerTo(pointer, 'to'), scope: inner }, state);
    return value === undefined ? [] : [value];
  });
}

function computeOne({ expression, pointer, scope }: Position, state: State): JsonValue | undefined {
  const live = liveValue(expression, scope);
  if (live.kind === 'value') return live.value;
  if (live.kind !== 'left_out') state.isPart = true;
  const isKnown = state.problems.some((problem) => problem.pointer === pointer);
  if (live.kind === 'problem' && !isKnown) {
    state.problems.push({ pointer, code: 'live', message: live.message, fix: live.fix });
  }
  return undefined;
}

/** The position of the mapping that made a place of the value. */
export function placeOfValue(expression: Expression | undefined, keys: readonly string[]): string {
  const [key, ...rest] = keys;
  const head = headOf(expression);
  if (key === undefined || (head !== 'object' && head !== 'each' && head !== 'list')) return '';
  const steps = head === 'each' ? ['to'] : [head, key];
  const at = pointerTo('', ...steps);
  return at + placeOfValue(expressionAt(expression, at), rest);
}
