/** Goes through the steps of a flow in their order, with their places. */
import { pointerTo } from '../contract/problem.ts';
import type { Step } from './flow-document.ts';

export interface PlacedStep {
  readonly step: Step;
  readonly pointer: string;
  /** Steps around it, from 0. */
  readonly depth: number;
  /** `each` steps around it, from 0. */
  readonly eachDepth: number;
}

/** All steps, every one before the steps inside of it. */
export function* walkSteps(steps: readonly Step[], at: Omit<PlacedStep, 'step'>): Generator<PlacedStep> {
  for (const [index, step] of steps.entries()) {
    const pointer = pointerTo(at.pointer, index);
    yield { ...at, step, pointer };
    for (const [name, below] of stepsBelow(step)) {
      const eachDepth = at.eachDepth + (step.kind === 'each' ? 1 : 0);
      yield* walkSteps(below, { pointer: pointer + name, depth: at.depth + 1, eachDepth });
    }
  }
}

/** The lists of steps inside a step, with their pointers below it. */
function stepsBelow(step: Step): readonly (readonly [string, readonly Step[]])[] {
  if (step.kind === 'each') return [['/steps', step.steps]];
  if (step.kind !== 'branch') return [];
  const cases = step.cases.map((branch, index) => [`/cases/${index}/steps`, branch.steps] as const);
  return step.otherwise === undefined ? cases : [...cases, ['/otherwise', step.otherwise] as const];
}
