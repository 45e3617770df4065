/** What a person does to a flow, each as a pure function from document to document. Nothing is changed in place. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../src/foundation/index.ts';
import type { Expression, FlowDocument, FlowTrigger, Step } from '../../src/language/index.ts';
import { freeKey } from './new-step.ts';
import { type Renames, renameReadings } from './rename-step.ts';
import { findStep, listsOf, type PlacedStep, placeSteps, takenKeys } from './steps.ts';

/** Where a step goes: before the one that now stands at this position of the list. */
export interface StepPlace {
  /** Pointer of the list. */
  readonly list: string;
  readonly index: number;
}

/** The document with another value at a pointer; undefined takes the member out. What the pointer does not reach stays. */
export function setAt(
  document: FlowDocument,
  pointer: string,
  value: JsonValue | Expression | undefined,
): FlowDocument {
  const segments = pointer.split('/').slice(1).map(unescapeSegment);
  return replaced(
    document as unknown as JsonValue,
    segments,
    () => value as JsonValue | undefined,
  ) as unknown as FlowDocument;
}

/** The value at a pointer, or undefined. */
export function valueAtPointer(document: FlowDocument, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document as unknown as JsonValue;
  for (const segment of pointer.split('/').slice(1).map(unescapeSegment)) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else value = isObject(value) ? ownValue(value, segment) : undefined;
  }
  return value;
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

type Change = (value: JsonValue | undefined) => JsonValue | undefined;

function replaced(value: JsonValue | undefined, segments: readonly string[], change: Change): JsonValue | undefined {
  const [name, ...rest] = segments;
  if (name === undefined) return change(value);
  if (Array.isArray(value)) {
    const next = replaced(value[Number(name)], rest, change);
    return next === undefined ? value.toSpliced(Number(name), 1) : value.with(Number(name), next);
  }
  const object: JsonObject = isObject(value) ? { ...value } : {};
  const next = replaced(ownValue(object, name), rest, change);
  if (next === undefined) delete object[name];
  else object[name] = next;
  return object;
}

function changeList(document: FlowDocument, pointer: string, change: (steps: readonly Step[]) => readonly Step[]) {
  const steps = valueAtPointer(document, pointer);
  if (!Array.isArray(steps)) return document;
  return setAt(document, pointer, change(steps as unknown as readonly Step[]) as unknown as JsonValue);
}

/** Puts a step at a place. */
export function insertStep(document: FlowDocument, place: StepPlace, step: Step): FlowDocument {
  return changeList(document, place.list, (steps) => steps.toSpliced(place.index, 0, step));
}

/** Takes a step out, with the steps inside of it. */
export function removeStep(document: FlowDocument, key: string): FlowDocument {
  const placed = findStep(document, key);
  if (placed === undefined) return document;
  return changeList(document, placed.list.pointer, (steps) => steps.toSpliced(placed.index, 1));
}

/** Changes one step; its key and kind stay. */
export function changeStep(document: FlowDocument, key: string, change: (step: Step) => Step): FlowDocument {
  const placed = findStep(document, key);
  if (placed === undefined) return document;
  return setAt(document, placed.pointer, change(placed.step) as unknown as JsonValue);
}

/** Sets one member of a step, such as `when` or `link/update/input`; undefined takes it out. */
export function setStepField(
  document: FlowDocument,
  field: { readonly key: string; readonly name: string },
  value: JsonValue | Expression | undefined,
): FlowDocument {
  const placed = findStep(document, field.key);
  return placed === undefined ? document : setAt(document, `${placed.pointer}/${field.name}`, value);
}

/** Changes members of the trigger; undefined takes one out. */
export function changeTrigger(
  document: FlowDocument,
  change: { readonly [Name in keyof FlowTrigger]?: FlowTrigger[Name] | undefined },
): FlowDocument {
  const merged = Object.entries({ ...document.trigger, ...change }).filter(([, value]) => value !== undefined);
  return { ...document, trigger: Object.fromEntries(merged) as unknown as FlowTrigger };
}

/**
 * Moves a step one place on. Past the end of its list it goes into the next case, and then out behind the step around it;
 * before a step that holds steps it goes inside of that one. So every place can be reached with two keys.
 */
export function moveStep(document: FlowDocument, key: string, direction: 'up' | 'down'): FlowDocument {
  const placed = findStep(document, key);
  if (placed === undefined) return document;
  const place = direction === 'up' ? placeAbove(placed) : placeBelow(placed);
  if (place === undefined) return document;
  return moveTo(document, placed, place);
}

function placeAbove({ list, index, parent }: PlacedStep): StepPlace | undefined {
  const before = list.steps[index - 1];
  if (before !== undefined) {
    const inner = listsOf(before, `${list.pointer}/${index - 1}`).at(-1);
    return inner === undefined
      ? { list: list.pointer, index: index - 1 }
      : { list: inner.pointer, index: inner.steps.length };
  }
  if (parent === undefined) return undefined;
  const lists = listsOf(parent.step, parent.pointer);
  const previous = lists[lists.findIndex(({ pointer }) => pointer === list.pointer) - 1];
  if (previous !== undefined) return { list: previous.pointer, index: previous.steps.length };
  return { list: parent.list.pointer, index: parent.index };
}

function placeBelow({ list, index, parent }: PlacedStep): StepPlace | undefined {
  const after = list.steps[index + 1];
  if (after !== undefined) {
    const inner = listsOf(after, `${list.pointer}/${index + 1}`)[0];
    return inner === undefined ? { list: list.pointer, index: index + 2 } : { list: inner.pointer, index: 0 };
  }
  if (parent === undefined) return undefined;
  const lists = listsOf(parent.step, parent.pointer);
  const next = lists[lists.findIndex(({ pointer }) => pointer === list.pointer) + 1];
  if (next !== undefined) return { list: next.pointer, index: 0 };
  return { list: parent.list.pointer, index: parent.index + 1 };
}

/** Puts the step in before it takes it out where that keeps the pointers of the place true, and the other way round. */
function moveTo(document: FlowDocument, placed: PlacedStep, place: StepPlace): FlowDocument {
  const { step, list, index } = placed;
  const takeOut = (from: FlowDocument, at: number) => changeList(from, list.pointer, (steps) => steps.toSpliced(at, 1));
  if (place.list === list.pointer) {
    const target = place.index > index ? place.index - 1 : place.index;
    return insertStep(takeOut(document, index), { ...place, index: target }, step);
  }
  // A list inside a later sibling has an address that taking the step out would change; one around it has not.
  const isInside = place.list.startsWith(`${list.pointer}/`);
  if (isInside) return takeOut(insertStep(document, place, step), index);
  return insertStep(takeOut(document, index), place, step);
}

/** Puts a copy right behind a step, under keys of its own; gives the copy's key too. */
export function duplicateStep(document: FlowDocument, key: string): { document: FlowDocument; key: string } {
  const placed = findStep(document, key);
  if (placed === undefined) return { document, key };
  const taken = new Set(takenKeys(document));
  const renames = new Map<string, string>();
  for (const { step } of placeSteps({ steps: [placed.step] })) {
    const next = freeKey(step.key.replace(/_\d+$/, ''), taken);
    taken.add(next);
    renames.set(step.key, next);
  }
  const copy = withKeys(renameReadings(placed.step, renames), renames);
  const place = { list: placed.list.pointer, index: placed.index + 1 };
  return { document: insertStep(document, place, copy), key: copy.key };
}

/** Gives a step another key, and everything that reads it too. The new key must be free. */
export function renameStep(document: FlowDocument, key: string, next: string): FlowDocument {
  const renames: Renames = new Map([[key, next]]);
  const { steps, ...rest } = renameReadings(document, renames);
  return { ...rest, steps: steps.map((step) => withKeys(step, renames)) };
}

function withKeys(step: Step, renames: Renames): Step {
  const key = renames.get(step.key) ?? step.key;
  const inside = (steps: readonly Step[]) => steps.map((inner) => withKeys(inner, renames));
  if (step.kind === 'each') return { ...step, key, steps: inside(step.steps) };
  if (step.kind !== 'branch') return { ...step, key };
  const cases = step.cases.map((each) => ({ ...each, steps: inside(each.steps) }));
  return { ...step, key, cases, ...(step.otherwise === undefined ? {} : { otherwise: inside(step.otherwise) }) };
}
