/** The flow as the rows of a tree, in reading order. */
import type { FlowDocument } from '../../src/language/index.ts';
import { laneText } from './step-text.ts';
import { listsOf, type PlacedStep, placeSteps, rootList, type StepList, TRIGGER_KEY } from './steps.ts';

export interface OutlineRow {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Position among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly count: number;
  readonly hasChildren: boolean;
  readonly parent: string | undefined;
  readonly shows:
    | { readonly kind: 'trigger' }
    | { readonly kind: 'step'; readonly placed: PlacedStep }
    | { readonly kind: 'lane'; readonly list: StepList; readonly around: PlacedStep };
}

/** All rows that are in view: those inside of a closed one are left out. */
export function outlineRows(document: FlowDocument, closed: ReadonlySet<string>): readonly OutlineRow[] {
  const placed = new Map(placeSteps(document).map((each) => [each.step.key, each]));
  const count = document.steps.length + 1;
  const trigger: OutlineRow = {
    id: TRIGGER_KEY,
    level: 1,
    position: 1,
    count,
    hasChildren: false,
    parent: undefined,
    shows: { kind: 'trigger' },
  };
  const around = { level: 1, parent: undefined, before: 1 };
  return [trigger, ...rowsOf(rootList(document), around, { placed, closed })];
}

interface Known {
  readonly placed: ReadonlyMap<string, PlacedStep>;
  readonly closed: ReadonlySet<string>;
}

interface Around {
  readonly level: number;
  readonly parent: string | undefined;
  /** Siblings that stand before the list. */
  readonly before: number;
}

function rowsOf(list: StepList, { level, parent, before }: Around, known: Known): readonly OutlineRow[] {
  return list.steps.flatMap(({ key }, index) => {
    const placed = known.placed.get(key);
    if (placed === undefined) return [];
    const lists = listsOf(placed.step, placed.pointer);
    const count = list.steps.length + before;
    const row = { id: key, level, position: index + 1 + before, count, parent, hasChildren: lists.length > 0 };
    const own: OutlineRow = { ...row, shows: { kind: 'step', placed } };
    if (known.closed.has(key)) return [own];
    return [own, ...innerRows(placed, lists, { level: level + 1, known })];
  });
}

function innerRows(
  around: PlacedStep,
  lists: readonly StepList[],
  { level, known }: { level: number; known: Known },
): readonly OutlineRow[] {
  const parent = around.step.key;
  return lists.flatMap((list, index) => {
    if (list.kind === 'each') return rowsOf(list, { level, parent, before: 0 }, known);
    const id = laneId(list);
    const place = { level, position: index + 1, count: lists.length, parent };
    const own: OutlineRow = { id, ...place, hasChildren: list.steps.length > 0, shows: { kind: 'lane', list, around } };
    if (known.closed.has(id)) return [own];
    return [own, ...rowsOf(list, { level: level + 1, parent: id, before: 0 }, known)];
  });
}

/** The id of the row of a case; no step has it, because keys hold no slash. */
function laneId({ pointer }: StepList): string {
  return pointer;
}

/** Where a step stands, in words: "2 of 3 in: Case 1". */
export function placeOf({ list, index, parent }: PlacedStep): { position: number; count: number; lane: string } {
  return { position: index + 1, count: list.steps.length, lane: laneText(list, parent?.step) };
}
