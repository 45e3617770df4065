/** Functions of lists. */
import { type JsonValue, NumericText } from '../../../foundation/index.ts';
import { compareNumbers, isNumber } from '../../contract/decimal.ts';
import { equalityKey } from '../../contract/equality.ts';
import { ALL_KINDS, KIND } from '../../contract/value-kind.ts';
import { type PathSegment, parseInnerPath, valueAt } from '../path.ts';
import {
  FunctionError,
  type FunctionParameter,
  MAX_LIST_LENGTH,
  type MappingFunction,
  wholeArgument,
} from './mapping-function.ts';

const LIST: FunctionParameter = { name: 'list', kinds: KIND.list };

type Simple = Omit<MappingFunction, 'group'>;

const listFunctions: readonly Simple[] = [
  {
    name: 'first',
    title: 'First item',
    summary: 'Gives the first item of a list, or null when it is empty.',
    parameters: [LIST],
    result: ALL_KINDS,
    resultFrom: 'item',
    example: { args: [['a', 'b']], result: 'a' },
    run: ([list]) => (list as JsonValue[])[0] ?? null,
  },
  {
    name: 'last',
    title: 'Last item',
    summary: 'Gives the last item of a list, or null when it is empty.',
    parameters: [LIST],
    result: ALL_KINDS,
    resultFrom: 'item',
    example: { args: [['a', 'b']], result: 'b' },
    run: ([list]) => (list as JsonValue[]).at(-1) ?? null,
  },
  {
    name: 'count',
    title: 'Number of items',
    summary: 'Counts the items of a list.',
    parameters: [LIST],
    result: KIND.integer,
    example: { args: [['a', 'b']], result: 2 },
    run: ([list]) => (list as JsonValue[]).length,
  },
  {
    name: 'unique',
    title: 'Without repetitions',
    summary: 'Keeps the first of equal items.',
    parameters: [LIST],
    result: KIND.list,
    resultFrom: 'argument',
    example: { args: [['a', 'b', 'a']], result: ['a', 'b'] },
    run: ([list]) => uniqueItems(list as JsonValue[]),
  },
  {
    name: 'sort',
    title: 'Sort',
    summary:
      'Sorts texts by their characters or numbers by size, or objects by a field; order is "asc" unless told or "desc"; null comes last.',
    parameters: [
      LIST,
      { name: 'field', kinds: KIND.text | KIND.null, isOptional: true, requireUsable: requirePath },
      { name: 'order', kinds: KIND.text, isOptional: true, requireUsable: requireOrder },
    ],
    result: KIND.list,
    resultFrom: 'argument',
    example: { args: [[3, 1, 2]], result: [1, 2, 3] },
    run: ([list, field = null, order = 'asc']) =>
      sortItems(list as JsonValue[], field as string | null, order as string),
  },
  {
    name: 'flatten',
    title: 'Flatten',
    summary: 'Puts the items of lists within the list into the list itself, one level deep.',
    parameters: [LIST],
    result: KIND.list,
    example: { args: [[['a'], ['b', 'c'], 'd']], result: ['a', 'b', 'c', 'd'] },
    run: ([list]) => flattenItems(list as JsonValue[]),
  },
  {
    name: 'slice',
    title: 'Part of a list',
    summary:
      'Takes the items from a position (from 0, or from the end when negative) up to another one, which is not included.',
    parameters: [LIST, { name: 'start', kinds: KIND.integer }, { name: 'end', kinds: KIND.integer, isOptional: true }],
    result: KIND.list,
    resultFrom: 'argument',
    example: { args: [['a', 'b', 'c', 'd'], 1, 3], result: ['b', 'c'] },
    run: ([list, start, end]) => {
      const range = { min: -1_000_000, max: 1_000_000 };
      const from = wholeArgument(start, { name: 'start', ...range });
      return (list as JsonValue[]).slice(
        from,
        end === undefined ? undefined : wholeArgument(end, { name: 'end', ...range }),
      );
    },
  },
  {
    name: 'contains',
    title: 'List contains',
    summary: 'Says whether a list has an item equal to a value.',
    parameters: [LIST, { name: 'value', kinds: ALL_KINDS }],
    result: KIND.boolean,
    example: { args: [['vip', 'new'], 'vip'], result: true },
    run: ([list, value]) => {
      const wanted = equalityKey(value as JsonValue);
      return (list as JsonValue[]).some((item) => equalityKey(item) === wanted);
    },
  },
  {
    name: 'pluck',
    title: 'One field of every item',
    summary: 'Takes one field (a path) of every item of a list; an item without it is an error.',
    parameters: [LIST, { name: 'field', kinds: KIND.text, requireUsable: requirePath }],
    result: KIND.list,
    example: { args: [[{ sku: 'A' }, { sku: 'B' }], 'sku'], result: ['A', 'B'] },
    run: ([list, field]) => fieldsOf(list as JsonValue[], field as string),
  },
  {
    name: 'filterEmpty',
    title: 'Without empty items',
    summary: 'Leaves out items that are null, empty texts, empty lists or empty objects.',
    parameters: [LIST],
    result: KIND.list,
    resultFrom: 'argument',
    example: { args: [['a', '', null]], result: ['a'] },
    run: ([list]) => (list as JsonValue[]).filter((item) => !isEmptyValue(item)),
  },
];

/** The functions of the group list. */
export const LIST_FUNCTIONS: readonly MappingFunction[] = listFunctions.map((entry) => ({ ...entry, group: 'list' }));

/** True for null, the empty text, the empty list and the empty object. */
export function isEmptyValue(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  if (typeof value !== 'object' || value instanceof NumericText) return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

function uniqueItems(list: readonly JsonValue[]): JsonValue[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const key = equalityKey(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function flattenItems(list: readonly JsonValue[]): JsonValue[] {
  let length = 0;
  for (const item of list) length += Array.isArray(item) ? item.length : 1;
  if (length > MAX_LIST_LENGTH)
    throw new FunctionError(`the list would have ${length} items; ${MAX_LIST_LENGTH} is the most.`);
  return list.flat(1) as JsonValue[];
}

function requirePath(field: JsonValue): void {
  if (field !== null) segmentsOf(field as string);
}

function requireOrder(order: JsonValue): void {
  if (order !== 'asc' && order !== 'desc') throw new FunctionError('the order is "asc" or "desc".');
}

function segmentsOf(field: string): readonly PathSegment[] {
  const parsed = parseInnerPath(field);
  if ('segments' in parsed) return parsed.segments;
  throw new FunctionError(`"${field.slice(0, 40)}" is not a path: ${parsed.reason}.`);
}

function fieldsOf(list: readonly JsonValue[], field: string): JsonValue[] {
  const segments = segmentsOf(field);
  return list.map((item, index) => {
    const value = valueAt(item, segments);
    if (value === undefined) throw new FunctionError(`item ${index} has no field "${field}".`);
    return value;
  });
}

function sortItems(list: readonly JsonValue[], field: string | null, order: string): JsonValue[] {
  requireOrder(order);
  const keys = field === null ? list : fieldsOf(list, field);
  const pairs = list.map((item, index) => ({ item, key: keys[index] as JsonValue }));
  return pairs.toSorted((a, b) => compareKeys(a.key, b.key, order === 'asc' ? 1 : -1)).map((pair) => pair.item);
}

function compareKeys(a: JsonValue, b: JsonValue, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) * sign;
  if (typeof a !== 'string' || typeof b !== 'string') {
    throw new FunctionError('only texts can be compared with texts and numbers with numbers.');
  }
  if (a === b) return 0;
  return a < b ? -sign : sign;
}
