/** A person's word on a document: actions over the document before it is read, and what is said of single operations. */
import { isObject, type JsonObject, type JsonValue } from '../../foundation/index.ts';
import { pointerKeys } from '../../language/index.ts';
import type { OperationDefinition, Overlay, OverlayAction } from './definition.ts';
import type { Remarks } from './remarks.ts';

const MAX_TARGETS = 10_000;
const MAX_MERGE_DEPTH = 50;
/** One step of a path after RFC 9535: a name, a name in brackets, an index, or `*`. */
const PATH_STEP = /\.(\*|[A-Za-z_][\w-]*)|\[(?:'([^']*)'|"([^"]*)"|(\d{1,9})|(\*))\]/y;

interface Target {
  readonly holder: JsonObject | JsonValue[];
  readonly key: string;
}

/** Applies the actions to the document, in their order. */
export function applyActions(root: JsonObject, actions: readonly OverlayAction[], remarks: Remarks): void {
  for (const action of actions) {
    const steps = stepsOf(action.target);
    const targets = steps === undefined ? [] : findTargets(root, steps);
    if (steps !== undefined && steps.length === 0 && isObject(action.update)) merge(root, action.update, 0);
    else if (targets.length === 0)
      remarks.note(
        'overlay.no_target',
        '',
        `The overlay's target "${action.target.slice(0, 200)}" is not in the document.`,
      );
    // The last first: a list closes the gap that a removed item leaves.
    for (const target of targets.toReversed()) apply(target, action);
  }
}

function stepsOf(target: string): string[] | undefined {
  if (target === '' || target.startsWith('/')) return pointerKeys(target);
  if (!target.startsWith('$')) return undefined;
  const steps: string[] = [];
  PATH_STEP.lastIndex = 1;
  for (let at = 1; at < target.length; at = PATH_STEP.lastIndex) {
    const found = PATH_STEP.exec(target);
    if (found === null) return undefined;
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '*');
  }
  return steps;
}

function findTargets(root: JsonObject, steps: readonly string[]): Target[] {
  let holders: (JsonObject | JsonValue[])[] = [root];
  for (const step of steps.slice(0, -1)) {
    holders = holders
      .flatMap((holder) => keysOf(holder, step).map((key) => (holder as JsonObject)[key]))
      .filter(isContainer)
      .slice(0, MAX_TARGETS);
  }
  const last = steps.at(-1);
  if (last === undefined) return [];
  return holders.flatMap((holder) => keysOf(holder, last).map((key) => ({ holder, key }))).slice(0, MAX_TARGETS);
}

function keysOf(holder: JsonObject | JsonValue[], step: string): string[] {
  if (step === '*') return Object.keys(holder);
  return Object.hasOwn(holder, step) && step !== 'length' ? [step] : [];
}

function apply({ holder, key }: Target, action: OverlayAction): void {
  if (action.remove === true) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    return;
  }
  if (action.update === undefined) return;
  const present = (holder as JsonObject)[key];
  if (Array.isArray(present)) present.push(structuredCopy(action.update));
  else if (isObject(present) && isObject(action.update)) merge(present, action.update, 0);
  else (holder as JsonObject)[key] = structuredCopy(action.update);
}

function merge(into: JsonObject, update: JsonObject, depth: number): void {
  if (depth > MAX_MERGE_DEPTH) return;
  for (const key of Object.keys(update)) {
    const [present, value] = [Object.hasOwn(into, key) ? into[key] : undefined, update[key] as JsonValue];
    if (isObject(present) && isObject(value)) merge(present, value, depth + 1);
    else if (Array.isArray(present) && Array.isArray(value)) present.push(...(structuredCopy(value) as JsonValue[]));
    else into[key] = structuredCopy(value);
  }
}

function structuredCopy(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isObject(value)) return value;
  const copy: JsonObject = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = structuredCopy(value[key] as JsonValue);
  return copy;
}

function isContainer(value: JsonValue | undefined): value is JsonObject | JsonValue[] {
  return Array.isArray(value) || isObject(value);
}

/** Puts a person's word on single operations in the place of what was guessed; hidden ones are left out. */
export function applyToOperations(
  operations: readonly OperationDefinition[],
  overlay: Overlay,
  remarks: Remarks,
): OperationDefinition[] {
  const said = overlay.operations ?? {};
  const known = new Set(operations.map(({ name }) => name));
  for (const name of Object.keys(said)) {
    if (!known.has(name))
      remarks.note(
        'overlay.no_operation',
        '',
        `The overlay speaks of "${name.slice(0, 100)}", which is no operation of the document.`,
      );
  }
  return operations.flatMap((operation) => {
    const word = Object.hasOwn(said, operation.name) ? said[operation.name] : undefined;
    if (word === undefined) return [operation];
    return word.isHidden === true ? [] : [withWord(operation, word, remarks)];
  });
}

function withWord(
  operation: OperationDefinition,
  word: NonNullable<Overlay['operations']>[string],
  remarks: Remarks,
): OperationDefinition {
  const { paging: guessed, ...rest } = operation;
  const paging = word.paging === undefined ? guessed : (word.paging ?? undefined);
  const idempotency = word.idempotency ?? operation.idempotency;
  const isKeyMissing = word.class === 'K' && idempotency === undefined;
  if (isKeyMissing)
    remarks.note(
      'overlay.no_key',
      '',
      `"${operation.name}" cannot be of class K without a word on its idempotency key.`,
    );
  const isSaid = word.class !== undefined && !isKeyMissing;
  return {
    ...rest,
    ...(paging === undefined ? {} : { paging }),
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(word.title === undefined ? {} : { title: word.title }),
    ...(isSaid
      ? { class: word.class as OperationDefinition['class'], guess: { ...operation.guess, needsConfirmation: false } }
      : {}),
  };
}
