/** Goes through the steps of a flow in their order, with their places. */
import { pointerTo } from '../contract/problem.ts';
import type { StepDraft } from './flow-draft.ts';

export interface PlacedStep {
  readonly step: StepDraft;
  readonly pointer: string;
  /** Steps around it, from 0. */
  readonly depth: number;
  /** Names that the `each` steps around it give to their items, the outermost first. */
  readonly itemNames: readonly string[];
}

type Steps = readonly (StepDraft | null)[];

/** All steps that can be read, every one before the steps inside of it. */
export function* walkSteps(steps: Steps, at: Omit<PlacedStep, 'step'>): Generator<PlacedStep> {
  for (const [index, step] of steps.entries()) {
    if (step === null) continue;
    const pointer = pointerTo(at.pointer, index);
    yield { ...at, step, pointer };
    const itemNames = step.kind === 'each' ? [...at.itemNames, step.as ?? ''] : at.itemNames;
    for (const [name, below] of stepsBelow(step)) {
      yield* walkSteps(below, { pointer: pointer + name, depth: at.depth + 1, itemNames });
    }
  }
}

/** The lists of steps inside a step, with their pointers below it. */
function stepsBelow(step: StepDraft): readonly (readonly [string, Steps])[] {
  if (step.kind === 'each') return [['/steps', step.steps ?? []]];
  if (step.kind !== 'branch') return [];
  const cases = (step.cases ?? []).map((branch, index) => [`/cases/${index}/steps`, branch?.steps ?? []] as const);
  return [...cases, ['/otherwise', step.otherwise ?? []] as const];
}
