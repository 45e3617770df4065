/**
 * The steps of a document of which nothing is certain, such as a draft in the middle of an edit. What is no step is passed
 * over; `walkSteps` is for documents whose form was read.
 */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../foundation/index.ts';

export interface RawStep {
  readonly step: JsonObject;
  /** Its key, or its pointer where it has none. */
  readonly key: string;
  readonly pointer: string;
  /** The list it stands in. */
  readonly group: RawGroup;
}

/** A list of steps: the flow's own, or one inside a step. */
export interface RawGroup {
  /** Key of the step around it; null for the flow's own list. */
  readonly parent: string | null;
  /** Which list of that step: `steps`, `otherwise`, or `case 2`. */
  readonly name: string;
}

/** Deeper ones are refused at publishing; nothing walks further. */
const MAX_DEPTH = 20;

/** All steps of a document, every one before the steps inside of it. */
export function rawSteps(document: JsonValue): readonly RawStep[] {
  const steps: RawStep[] = [];
  const list = isObject(document) ? ownValue(document, 'steps') : undefined;
  collect(list, { pointer: '/steps', group: { parent: null, name: 'steps' }, depth: 0, steps });
  return steps;
}

interface Collecting {
  readonly pointer: string;
  readonly group: RawGroup;
  readonly depth: number;
  readonly steps: RawStep[];
}

function collect(list: JsonValue | undefined, at: Collecting): void {
  if (!Array.isArray(list) || at.depth > MAX_DEPTH) return;
  for (const [index, step] of list.entries()) {
    if (!isObject(step)) continue;
    const pointer = `${at.pointer}/${index}`;
    const key = ownValue(step, 'key');
    const name = typeof key === 'string' && key !== '' ? key : pointer;
    at.steps.push({ step, key: name, pointer, group: at.group });
    for (const inner of innerLists(step)) {
      const group = { parent: name, name: inner.name };
      collect(inner.list, { ...at, pointer: pointer + inner.below, group, depth: at.depth + 1 });
    }
  }
}

function innerLists(step: JsonObject): readonly { name: string; below: string; list: JsonValue | undefined }[] {
  const cases = ownValue(step, 'cases');
  const ofCases = (Array.isArray(cases) ? cases : []).map((branch, index) => ({
    name: `case ${index + 1}`,
    below: `/cases/${index}/steps`,
    list: isObject(branch) ? ownValue(branch, 'steps') : undefined,
  }));
  return [
    { name: 'steps', below: '/steps', list: ownValue(step, 'steps') },
    ...ofCases,
    { name: 'otherwise', below: '/otherwise', list: ownValue(step, 'otherwise') },
  ];
}
