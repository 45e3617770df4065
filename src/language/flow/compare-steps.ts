/** What has changed inside one step. */
import { isObject, type JsonObject, type JsonValue, makeObject, ownValue } from '../../foundation/index.ts';
import { pointerTo } from '../contract/problem.ts';
import { compareExpressions, compareValues, type PlacedChange } from './compare-expressions.ts';
import { code, valueText } from './expression-text.ts';

/** Fields that hold an expression, with what a person calls them. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  input: 'its input',
  to: 'its value',
  over: 'its list',
  itemKey: 'what tells its items apart',
  until: 'the instant it waits for',
};

/** Fields that hold a plain value. */
const VALUES: Readonly<Record<string, string>> = {
  title: 'its title',
  connection: 'its connection',
  operation: 'its operation',
  when: 'its condition',
  as: 'the name of its items',
  maxItems: 'the most items it takes',
  for: 'how long it waits',
};

/** The differences of two steps of one key; the steps inside of them are compared as steps of their own. */
export function compareSteps(before: JsonObject, after: JsonObject, pointer: string): readonly PlacedChange[] {
  const [oldKind, newKind] = [ownValue(before, 'kind'), ownValue(after, 'kind')];
  if (oldKind !== newKind) {
    const text = `it is now of the kind ${valueText(newKind)} (was: ${valueText(oldKind)})`;
    return [{ pointer: pointerTo(pointer, 'kind'), kind: 'changed', text }];
  }
  const values = Object.entries(VALUES).flatMap(([name, subject]) =>
    compareValues(ownValue(before, name), ownValue(after, name), { pointer: pointerTo(pointer, name), subject }),
  );
  const expressions = Object.entries(EXPRESSIONS).flatMap(([name, subject]) =>
    compareExpressions(ownValue(before, name), ownValue(after, name), { pointer: pointerTo(pointer, name), subject }),
  );
  return [
    ...values,
    ...expressions,
    ...compareDeclarations(ownValue(before, 'declare'), ownValue(after, 'declare'), pointerTo(pointer, 'declare')),
    ...compareLinks(ownValue(before, 'link'), ownValue(after, 'link'), pointerTo(pointer, 'link')),
    ...compareCases(ownValue(before, 'cases'), ownValue(after, 'cases'), pointerTo(pointer, 'cases')),
  ];
}

/** "calls `create_invoice` through `books`", for a step that is new. */
export function stepText(step: JsonObject): string {
  const kind = ownValue(step, 'kind');
  if (kind === 'call')
    return `it calls ${valueText(ownValue(step, 'operation'))} through ${valueText(ownValue(step, 'connection'))}`;
  const text = typeof kind === 'string' && Object.hasOwn(KIND_TEXTS, kind) ? KIND_TEXTS[kind] : undefined;
  return text ?? `it is of the kind ${valueText(kind)}`;
}

const KIND_TEXTS: Readonly<Record<string, string>> = {
  map: 'it computes a value',
  filter: 'it ends runs that do not meet a condition',
  branch: 'it takes one of several ways',
  each: 'it goes through a list',
  delay: 'it waits',
};

/** Scopes are told one by one: each is something that a person has to grant. */
function compareDeclarations(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  pointer: string,
): readonly PlacedChange[] {
  const [oldScopes, newScopes] = [scopesOf(before), scopesOf(after)];
  const at = pointerTo(pointer, 'scopes');
  const added = newScopes.filter((scope) => !oldScopes.includes(scope));
  const removed = oldScopes.filter((scope) => !newScopes.includes(scope));
  return [
    ...compareValues(withoutScopes(before), withoutScopes(after), {
      pointer,
      subject: 'what it declares about its call',
    }),
    ...added.map(
      (scope): PlacedChange => ({ pointer: at, kind: 'added', text: `it now needs the scope ${code(scope)}` }),
    ),
    ...removed.map((scope): PlacedChange => {
      return { pointer: at, kind: 'removed', text: `it no longer needs the scope ${code(scope)}` };
    }),
  ];
}

function scopesOf(declare: JsonValue | undefined): readonly string[] {
  const scopes = isObject(declare) ? ownValue(declare, 'scopes') : undefined;
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}

function withoutScopes(declare: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(declare)) return declare;
  return makeObject(Object.entries(declare).filter(([name]) => name !== 'scopes'));
}

function compareLinks(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  pointer: string,
): readonly PlacedChange[] {
  if (!isObject(before) && !isObject(after)) return [];
  if (!isObject(before)) return [{ pointer, kind: 'added', text: 'it now updates the record that it made before' }];
  if (!isObject(after))
    return [{ pointer, kind: 'removed', text: 'it no longer updates the record that it made before' }];
  const [oldUpdate, newUpdate] = [ownValue(before, 'update'), ownValue(after, 'update')];
  const [oldUpdates, newUpdates] = [isObject(oldUpdate) ? oldUpdate : {}, isObject(newUpdate) ? newUpdate : {}];
  const at = (name: string, ...subject: string[]) => ({
    pointer: pointerTo(pointer, ...name.split('/')),
    subject: subject.join(''),
  });
  const input = compareExpressions(oldUpdates.input, newUpdates.input, at('update/input', 'the input of its update'));
  return [
    ...compareExpressions(
      ownValue(before, 'source'),
      ownValue(after, 'source'),
      at('source', 'what its record belongs to'),
    ),
    ...compareValues(ownValue(before, 'id'), ownValue(after, 'id'), at('id', 'the id of its record')),
    ...compareValues(oldUpdates.operation, newUpdates.operation, at('update/operation', 'its update operation')),
    ...input.map((change) => ({ ...change, text: `in its update, ${change.text}` })),
  ];
}

function compareCases(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  pointer: string,
): readonly PlacedChange[] {
  const [olds, news] = [Array.isArray(before) ? before : [], Array.isArray(after) ? after : []];
  return Array.from({ length: Math.max(olds.length, news.length) }).flatMap((_, index): readonly PlacedChange[] => {
    const [oldCase, newCase] = [olds[index], news[index]];
    const place = pointerTo(pointer, index);
    const name = `case ${index + 1}`;
    if (newCase === undefined) return [{ pointer: place, kind: 'removed', text: `${name} was removed` }];
    const when = isObject(newCase) ? ownValue(newCase, 'when') : undefined;
    if (oldCase === undefined)
      return [{ pointer: place, kind: 'added', text: `${name} was added, for ${code(String(when ?? ''))}` }];
    const oldWhen = isObject(oldCase) ? ownValue(oldCase, 'when') : undefined;
    return compareValues(oldWhen, when, { pointer: pointerTo(place, 'when'), subject: `the condition of ${name}` });
  });
}
