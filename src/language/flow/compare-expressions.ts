/** What has changed between two expressions, field by field. */
import {
  canonicalJson,
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  ownValue,
} from '../../foundation/index.ts';
import { pointerTo } from '../contract/problem.ts';
import { becameText, code, expressionText, valueText } from './expression-text.ts';

/** A difference, with the sentence's end: the place is named in it. */
export interface PlacedChange {
  readonly pointer: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly text: string;
}

/** Where a compared expression stands. */
export interface ComparedPlace {
  readonly pointer: string;
  /** What a person calls it when it is no object of fields: "its value". */
  readonly subject: string;
  /** Names of the fields around it, such as `lines[].`. */
  readonly path?: string;
}

/** True when two values are the same JSON. */
function isSame(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before === after || canonicalJson(before) === canonicalJson(after);
}

/** The differences of two expressions of one place; either may be absent. */
export function compareExpressions(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  at: ComparedPlace,
): readonly PlacedChange[] {
  if (isSame(before, after)) return [];
  const [oldFields, newFields] = [fieldsOf(before), fieldsOf(after)];
  if (newFields !== undefined && (oldFields !== undefined || before === undefined)) {
    return compareFields(oldFields ?? makeObject(), newFields, { ...at, pointer: pointerTo(at.pointer, 'object') });
  }
  const inner = compareItems(before, after, at) ?? compareTables(before, after, at);
  return inner ?? [compareWhole(before, after, at)];
}

function compareFields(before: JsonObject, after: JsonObject, at: ComparedPlace): readonly PlacedChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((name) => {
    const path = `${at.path ?? ''}${name}`;
    const place = { pointer: pointerTo(at.pointer, name), subject: code(path), path: `${path}.` };
    return compareExpressions(ownValue(before, name), ownValue(after, name), place);
  });
}

/** Two lists made item by item in the same way differ in what they make of an item. */
function compareItems(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  at: ComparedPlace,
): readonly PlacedChange[] | undefined {
  const isPair = isObject(before) && isObject(after) && Object.hasOwn(before, 'each') && Object.hasOwn(after, 'each');
  if (!isPair || !isSame(ownValue(before, 'as'), ownValue(after, 'as'))) return undefined;
  const list = compareExpressions(ownValue(before, 'each'), ownValue(after, 'each'), {
    pointer: pointerTo(at.pointer, 'each'),
    subject: `the list behind ${at.subject}`,
  });
  const path = `${(at.path ?? '').replace(/\.$/, '')}[].`;
  const to = { pointer: pointerTo(at.pointer, 'to'), subject: `each item of ${at.subject}`, path };
  const items = compareExpressions(ownValue(before, 'to'), ownValue(after, 'to'), to);
  const where = compareValues(ownValue(before, 'where'), ownValue(after, 'where'), {
    pointer: pointerTo(at.pointer, 'where'),
    subject: `the condition for items of ${at.subject}`,
  });
  return [...list, ...items, ...where];
}

/** Two tables over the same key differ in their rows. */
function compareTables(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  at: ComparedPlace,
): readonly PlacedChange[] | undefined {
  if (!isObject(before) || !isObject(after) || !isSame(ownValue(before, 'key'), ownValue(after, 'key')))
    return undefined;
  const [oldRows, newRows] = [ownValue(before, 'table'), ownValue(after, 'table')];
  if (!isObject(oldRows) || !isObject(newRows)) return undefined;
  const names = new Set([...Object.keys(newRows), ...Object.keys(oldRows)]);
  const rows = [...names].flatMap((name) =>
    compareValues(ownValue(oldRows, name), ownValue(newRows, name), {
      pointer: pointerTo(at.pointer, 'table', name),
      subject: `${at.subject} for ${code(name)}`,
    }),
  );
  const otherwise = compareExpressions(ownValue(before, 'default'), ownValue(after, 'default'), {
    pointer: pointerTo(at.pointer, 'default'),
    subject: `${at.subject} for everything else`,
  });
  return [...rows, ...otherwise];
}

function compareWhole(before: JsonValue | undefined, after: JsonValue | undefined, at: ComparedPlace): PlacedChange {
  const { pointer, subject } = at;
  if (after === undefined)
    return { pointer, kind: 'removed', text: `${subject} is no longer mapped (was: ${expressionText(before)})` };
  if (before === undefined) return { pointer, kind: 'added', text: `${subject} ${becameText(after)} (was not mapped)` };
  return { pointer, kind: 'changed', text: `${subject} ${becameText(after)} (was: ${expressionText(before)})` };
}

/** The difference of two plain values of one place. */
export function compareValues(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  { pointer, subject }: ComparedPlace,
): readonly PlacedChange[] {
  if (isSame(before, after)) return [];
  if (after === undefined)
    return [{ pointer, kind: 'removed', text: `${subject} was removed (was: ${valueText(before)})` }];
  if (before === undefined) return [{ pointer, kind: 'added', text: `${subject} is now ${valueText(after)}` }];
  return [{ pointer, kind: 'changed', text: `${subject} is now ${valueText(after)} (was: ${valueText(before)})` }];
}

/** The fields of an expression that builds an object. */
function fieldsOf(expression: JsonValue | undefined): JsonObject | undefined {
  const fields = isObject(expression) ? ownValue(expression, 'object') : undefined;
  return isObject(fields) ? fields : undefined;
}
