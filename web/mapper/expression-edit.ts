/** Reading and changing single positions of a mapping; what is not touched keeps its identity. */
import { isObject, type JsonObject, type JsonValue } from '../../src/foundation/index.ts';
import type { ValueType } from '../../src/language/index.ts';
import {
  argumentRange,
  type Expression,
  functionNamed,
  itemNameFor,
  KIND,
  pointerKeys,
} from '../../src/language/index.ts';

export const HEADS = ['from', 'value', 'template', 'fn', 'object', 'list', 'each', 'table', 'cel'] as const;
export type Head = (typeof HEADS)[number];

/** An argument, a key or a list that nobody has filled yet; the check of the flow then names it. */
export const EMPTY: Expression = { value: null };

/** The one key that says what an expression is; undefined for what is none. */
export function headOf(expression: Expression | undefined): Head | undefined {
  if (!isObject(expression as unknown as JsonValue)) return undefined;
  return HEADS.find((head) => Object.hasOwn(expression as object, head));
}

/** True where nothing has been chosen yet. */
export function isOpen(expression: Expression | undefined): boolean {
  return (
    expression === undefined || (headOf(expression) === 'value' && (expression as { value: unknown }).value === null)
  );
}

/** The expression at a position such as `/object/lines/to/object/name`. */
export function expressionAt(root: Expression | undefined, pointer: string): Expression | undefined {
  let at: unknown = root;
  for (const key of pointerKeys(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at as Expression | undefined;
}

/** The mapping with another expression at a position; objects on the way are made, and dropped when they become empty. */
export function withExpression(
  root: Expression | undefined,
  pointer: string,
  next: Expression | undefined,
): Expression | undefined {
  return put(root as JsonValue | undefined, pointerKeys(pointer), next as JsonValue | undefined) as
    | Expression
    | undefined;
}

function put(at: JsonValue | undefined, keys: readonly string[], next: JsonValue | undefined): JsonValue | undefined {
  const [head, ...rest] = keys;
  if (head === undefined) return next;
  const base: JsonObject = isObject(at) && Object.hasOwn(at, head) ? at : { [head]: head === 'list' ? [] : {} };
  if (head === 'object') return putField(base, rest, next);
  if (head === 'list' || head === 'args') return putItem(base, { head, keys: rest, next });
  const inner = put(base[head] as JsonValue | undefined, rest, next);
  if (inner !== undefined) return { ...base, [head]: inner };
  if (head !== 'default') return { ...base, [head]: head === 'to' ? { object: {} } : (EMPTY as unknown as JsonValue) };
  const { default: _gone, ...others } = base;
  return others;
}

function putField(base: JsonObject, [name = '', ...rest]: readonly string[], next: JsonValue | undefined) {
  const fields = base['object'] as JsonObject;
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const inner = put(own, rest, next);
  const isEmptied = inner === undefined || (rest.length > 0 && next === undefined && isEmptyObject(inner));
  const entries = Object.entries(fields).filter(([key]) => key !== name);
  if (isEmptied) return { ...base, object: Object.fromEntries(entries) };
  if (own !== undefined) {
    return {
      ...base,
      object: Object.fromEntries(Object.entries(fields).map(([key, old]) => [key, key === name ? inner : old])),
    };
  }
  return { ...base, object: Object.fromEntries([...entries, [name, inner]]) } as JsonObject;
}

interface ItemEdit {
  readonly head: 'list' | 'args';
  readonly keys: readonly string[];
  readonly next: JsonValue | undefined;
}

function putItem(base: JsonObject, { head, keys: [position = '0', ...rest], next }: ItemEdit): JsonObject {
  const items = (Array.isArray(base[head]) ? base[head] : []) as JsonValue[];
  const index = Number(position);
  const inner = put(items[index], rest, next);
  const empty = EMPTY as unknown as JsonValue;
  if (inner === undefined && head === 'list') return { ...base, [head]: items.filter((_, at) => at !== index) };
  const padded = Array.from({ length: Math.max(items.length, index + 1) }, (_, at) => items[at] ?? empty);
  return { ...base, [head]: padded.map((item, at) => (at === index ? (inner ?? empty) : item)) };
}

function isEmptyObject(value: JsonValue): boolean {
  return isObject(value) && isObject(value['object']) && Object.keys(value['object']).length === 0;
}

/** The path that an expression copies; undefined when it does anything else. */
export function copiedPath(expression: Expression | undefined): string | undefined {
  const from = headOf(expression) === 'from' ? (expression as { from: unknown }).from : undefined;
  return typeof from === 'string' ? from : undefined;
}

/** An expression of another kind in place of this one, which it keeps as much of as it can. */
export function asHead(head: Exclude<Head, 'fn' | 'from'>, old: Expression | undefined, type: ValueType): Expression {
  const kept = old === undefined || isOpen(old) ? EMPTY : old;
  const path = copiedPath(old);
  const item = type.itemAt?.();
  const entry: Expression = item?.fields === undefined ? EMPTY : { object: {} };
  switch (head) {
    case 'value':
      return { value: firstConstant(type) };
    case 'template':
      return { template: path === undefined ? '' : `{{${path}}}` };
    case 'object':
      return { object: {} };
    case 'list':
      return { list: [item?.fields === undefined ? kept : entry] };
    case 'each':
      return { each: kept, as: itemNameFor(path ?? '', []), to: entry };
    case 'table':
      return { table: {}, key: kept };
    case 'cel':
      return { cel: path ?? '' };
  }
}

/** A function in place of an expression, which becomes its first argument. */
export function asFunction(fn: string, old: Expression | undefined): Expression {
  const called = functionNamed(fn);
  const count = called === undefined ? 0 : argumentRange(called).min;
  const args = Array.from({ length: count }, (_, index) => (index === 0 && old !== undefined ? old : EMPTY));
  return { fn, args };
}

/** The text of a template with one more place at the caret. */
export function withPlace(
  template: string,
  path: string,
  caret: number,
): { readonly text: string; readonly caret: number } {
  const before = template.slice(0, caret).replace(/\{\{[^{}]*$/, '');
  const place = `{{${path}}}`;
  return { text: before + place + template.slice(caret), caret: before.length + place.length };
}

/** What stands between an open `{{` and the caret; undefined when no place is being typed there. */
export function typedPlace(template: string, caret: number): string | undefined {
  return /\{\{\s*([^{}]*)$/.exec(template.slice(0, caret))?.[1];
}

/** What a constant begins as, of the kind that is needed. */
function firstConstant({ kinds, isUnknown }: ValueType): JsonValue {
  if (isUnknown || (kinds & KIND.text) !== 0) return '';
  if ((kinds & (KIND.integer | KIND.fraction)) !== 0) return 0;
  if ((kinds & KIND.boolean) !== 0) return false;
  if ((kinds & KIND.list) !== 0) return [];
  return (kinds & KIND.object) !== 0 ? {} : null;
}
