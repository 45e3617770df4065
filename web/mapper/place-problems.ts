/** Which problems of a flow belong to a position that is shown. */
import type { Problem } from '../../src/foundation/index.ts';
import { pointerKeys } from '../../src/language/index.ts';
import type { TargetPlace } from './target-places.ts';

/** A required field of an object is not mapped. */
export const MISSING = 'language.mapping.missing_field';

/** The problems of a position itself, not those of positions inside of it. */
export function problemsAt(problems: readonly Problem[], { pointer, isRequired }: TargetPlace): readonly Problem[] {
  const own = ['', '/from', '/value', '/template', '/cel', '/fn', '/as', '/where', '/table'];
  const at = problems.filter((problem) => own.some((part) => problem.pointer === pointer + part));
  // That a field is missing is told at its object; here it is told at the field, which is in view.
  return [...at.filter(({ code }) => code !== MISSING), ...(isRequired ? missingAt(problems, pointer) : [])];
}

function missingAt(problems: readonly Problem[], pointer: string): readonly Problem[] {
  const object = pointer.slice(0, pointer.lastIndexOf('/'));
  const name = pointerKeys(pointer).at(-1) ?? '';
  return problems.filter((problem) => {
    return problem.code === MISSING && problem.pointer === object && problem.message.includes(`"${name}"`);
  });
}
