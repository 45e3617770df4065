/** Keywords that combine schemas: allOf, anyOf, oneOf, not, if/then/else. */
import type { JsonValue, Problem } from '../../foundation/index.ts';
import type { SchemaPlace } from './schema-place.ts';
import { describeValue } from './value-kind.ts';
import type { Check, Visit } from './visit.ts';

/** The combining checks of a schema, for a value of any kind. */
export function combinationChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [...(place.checks('allOf') ?? [])];
  const anyOf = place.checks('anyOf');
  if (anyOf !== undefined) checks.push(anyOfCheck(anyOf));
  const oneOf = place.checks('oneOf');
  if (oneOf !== undefined) checks.push(oneOfCheck(oneOf));
  const not = place.check('not');
  if (not !== undefined) {
    checks.push((value, visit) => {
      if (!visit.tries(not, value)) return true;
      return visit.report('language.contract.excluded', { given: describeValue(value) });
    });
  }
  const condition = place.check('if');
  if (condition === undefined) return checks;
  const [then, otherwise] = [place.check('then'), place.check('else')];
  checks.push((value, visit) => {
    const next = visit.tries(condition, value) ? then : otherwise;
    return next === undefined || next(value, visit);
  });
  return checks;
}

function anyOfCheck(choices: readonly Check[]): Check {
  return (value, visit) => {
    for (const choice of choices) if (visit.tries(choice, value)) return true;
    return reportNoneFits(choices, value, visit);
  };
}

function oneOfCheck(choices: readonly Check[]): Check {
  return (value, visit) => {
    let count = 0;
    for (const choice of choices) if (visit.tries(choice, value)) count += 1;
    if (count === 1) return true;
    if (count === 0) return reportNoneFits(choices, value, visit);
    return visit.report('language.contract.several_fit', { given: describeValue(value), count });
  };
}

/** Where one alternative is plainly the one that was meant, its problems say more than "none fits". */
function reportNoneFits(choices: readonly Check[], value: JsonValue, visit: Visit): false {
  if (visit.isSilent) return false;
  const meant = choices
    .map((choice) => visit.problemsOf(choice, value))
    .filter((problems) => problems.length > 0 && !problems.some((problem) => isOtherShape(problem, visit)));
  if (meant.length === 1) return visit.adopt(meant[0] as readonly Problem[]);
  return visit.report('language.contract.none_fits', { given: describeValue(value), allowed: choices.length });
}

/** A wrong type here, or a wrong constant one step below (a discriminator): the value means another alternative. */
function isOtherShape(problem: Problem, visit: Visit): boolean {
  const depth = problem.pointer === '' ? 0 : problem.pointer.split('/').length - 1;
  if (problem.code === 'language.contract.type' || problem.code === 'language.contract.never')
    return depth === visit.depth;
  return problem.code === 'language.contract.constant' && depth <= visit.depth + 1;
}
