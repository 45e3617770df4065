/** Finds the steps of a document and their places. Keys are unique in what the builder draws, so a key names a step. */
import { isObject, type JsonValue, ownValue } from '../../src/foundation/index.ts';
import type { FlowDocument, Step } from '../../src/language/index.ts';

/** A list of steps inside a step, or the flow's own. */
export interface StepList {
  /** RFC 6901 pointer of the list in the document. */
  readonly pointer: string;
  readonly kind: 'flow' | 'case' | 'otherwise' | 'each';
  /** Number of the case, from 0. */
  readonly caseIndex?: number;
  readonly steps: readonly Step[];
}

/** A step with its place. */
export interface PlacedStep {
  readonly step: Step;
  readonly pointer: string;
  readonly list: StepList;
  /** Position in its list, from 0. */
  readonly index: number;
  /** The step around it; undefined for a step of the flow itself. */
  readonly parent: PlacedStep | undefined;
  /** Steps around it. */
  readonly depth: number;
}

/** The name by which the trigger is selected, beside the keys of steps. */
export const TRIGGER_KEY = 'trigger';

const STEP_KINDS: ReadonlySet<string> = new Set(['call', 'map', 'filter', 'branch', 'each', 'delay']);
const MAX_DEPTH = 20;

/** The flow's own list of steps. */
export function rootList({ steps }: Pick<FlowDocument, 'steps'>): StepList {
  return { pointer: '/steps', kind: 'flow', steps };
}

/** The lists inside of a step, in their order. */
export function listsOf(step: Step, pointer: string): readonly StepList[] {
  if (step.kind === 'each') return [{ pointer: `${pointer}/steps`, kind: 'each', steps: step.steps }];
  if (step.kind !== 'branch') return [];
  const cases = step.cases.map(({ steps }, caseIndex): StepList => {
    return { pointer: `${pointer}/cases/${caseIndex}/steps`, kind: 'case', caseIndex, steps };
  });
  if (step.otherwise === undefined) return cases;
  return [...cases, { pointer: `${pointer}/otherwise`, kind: 'otherwise', steps: step.otherwise }];
}

/** All steps, every one before the steps inside of it. */
export function placeSteps(document: Pick<FlowDocument, 'steps'>): readonly PlacedStep[] {
  return [...placedIn(rootList(document), undefined)];
}

function* placedIn(list: StepList, parent: PlacedStep | undefined): Generator<PlacedStep> {
  const depth = parent === undefined ? 0 : parent.depth + 1;
  for (const [index, step] of list.steps.entries()) {
    const placed = { step, pointer: `${list.pointer}/${index}`, list, index, parent, depth };
    yield placed;
    for (const inner of listsOf(step, placed.pointer)) yield* placedIn(inner, placed);
  }
}

/** The step of this key, or undefined. */
export function findStep(document: Pick<FlowDocument, 'steps'>, key: string): PlacedStep | undefined {
  return placeSteps(document).find(({ step }) => step.key === key);
}

/** The keys that are taken. */
export function takenKeys(document: Pick<FlowDocument, 'steps'>): ReadonlySet<string> {
  return new Set(placeSteps(document).map(({ step }) => step.key));
}

/**
 * The document, when the builder can draw it: its steps are lists of steps with keys of their own and kinds that are
 * known. Everything else in it may be wrong or missing. Undefined otherwise.
 */
export function readDocument(value: JsonValue): FlowDocument | undefined {
  if (!isObject(value) || !isObject(value.trigger)) return undefined;
  const keys = new Set<string>([TRIGGER_KEY]);
  return areSteps(value.steps, keys, 0) ? (value as unknown as FlowDocument) : undefined;
}

function areSteps(value: JsonValue | undefined, keys: Set<string>, depth: number): boolean {
  return Array.isArray(value) && depth <= MAX_DEPTH && value.every((step) => isStep(step, keys, depth));
}

function isStep(value: JsonValue, keys: Set<string>, depth: number): boolean {
  if (!isObject(value)) return false;
  const { key, kind } = value;
  if (typeof key !== 'string' || keys.has(key) || typeof kind !== 'string' || !STEP_KINDS.has(kind)) return false;
  keys.add(key);
  if (kind === 'each') return areSteps(value.steps, keys, depth + 1);
  if (kind !== 'branch') return true;
  const otherwise = ownValue(value, 'otherwise');
  const areCases =
    Array.isArray(value.cases) && value.cases.every((each) => isObject(each) && areSteps(each.steps, keys, depth + 1));
  return areCases && (otherwise === undefined || areSteps(otherwise, keys, depth + 1));
}
