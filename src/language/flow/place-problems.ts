import { isObject, type JsonValue, ownValue, type Problem } from '../../foundation/index.ts';
import { resolvePointer } from '../contract/schema-pointer.ts';

/** A problem with the step that a person has to open to mend it. */
export type PlacedProblem = Problem & {
  /** Key of the innermost step around the problem; absent where there is none, or none that can be read. */
  readonly stepKey?: string;
};

/** The part of a pointer that leads to the innermost step. */
const STEP_PLACE = /^\/steps\/\d+(?:\/(?:cases\/\d+\/steps|otherwise|steps)\/\d+)*/;

/** Gives each problem of a document the key of the step that it is in. */
export function placeProblems(document: JsonValue, problems: readonly Problem[]): readonly PlacedProblem[] {
  return problems.map((problem) => {
    const stepKey = stepKeyAt(document, problem.pointer);
    return stepKey === undefined ? problem : { ...problem, stepKey };
  });
}

function stepKeyAt(document: JsonValue, pointer: string): string | undefined {
  const [place] = STEP_PLACE.exec(pointer) ?? [];
  const step = place === undefined ? undefined : resolvePointer(document, `#${place}`);
  const key = isObject(step) ? ownValue(step, 'key') : undefined;
  return typeof key === 'string' ? key : undefined;
}
