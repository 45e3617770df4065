/** Keywords of texts and numbers. */
import type { JsonValue, NumericText } from '../../foundation/index.ts';
import { compareNumbers, decimalOf, isMultipleOf } from './decimal.ts';
import { formatNamed } from './format.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import type { SchemaPlace } from './schema-place.ts';
import { describeValue } from './value-kind.ts';
import type { Check, Visit } from './visit.ts';

type JsonNumber = number | NumericText;

/** The checks of a text; they are called with texts only. */
export function textChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  const [min, max] = [place.count('minLength'), place.count('maxLength')];
  if (min !== undefined || max !== undefined) checks.push(lengthCheck(min ?? 0, max ?? Number.POSITIVE_INFINITY));
  const pattern = place.text('pattern');
  if (pattern !== undefined) checks.push(patternCheck(pattern, place));
  const format = formatNamed(place.text('format') ?? '');
  if (format === undefined) return checks;
  const allowed = format.title;
  checks.push((value, visit) => {
    if (!visit.spend((value as string).length >> 4)) return false;
    if (format.isMatch(value as string)) return true;
    return visit.report('language.contract.format', { given: describeValue(value), allowed });
  });
  return checks;
}

/** The checks of a number; they are called with numbers only. */
export function numberChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  const minimum = place.number('minimum') as JsonNumber | undefined;
  const maximum = place.number('maximum') as JsonNumber | undefined;
  if (minimum !== undefined) {
    const isStrict = place.read('exclusiveMinimum') === true;
    checks.push(
      rangeCheck(minimum, isStrict ? 'more than' : 'at least', (order) => order > 0 || (order === 0 && !isStrict)),
    );
  }
  if (maximum !== undefined) {
    const isStrict = place.read('exclusiveMaximum') === true;
    checks.push(
      rangeCheck(maximum, isStrict ? 'less than' : 'at most', (order) => order < 0 || (order === 0 && !isStrict)),
    );
  }
  const above = exclusiveBound(place, 'exclusiveMinimum');
  const below = exclusiveBound(place, 'exclusiveMaximum');
  if (above !== undefined) checks.push(rangeCheck(above, 'more than', (order) => order > 0));
  if (below !== undefined) checks.push(rangeCheck(below, 'less than', (order) => order < 0));
  const step = place.number('multipleOf') as JsonNumber | undefined;
  if (step !== undefined) checks.push(multipleCheck(step, place));
  return checks;
}

/** Compiles a pattern of a schema, or throws when it cannot be used safely. */
export function schemaPattern(source: string, place: SchemaPlace, keyword: string): Pattern {
  const pattern = compilePattern(source);
  if ('isMatch' in pattern) return pattern;
  throw place.invalid(keyword, `the pattern "${source.slice(0, 100)}" cannot be used, ${pattern.reason}`);
}

function lengthCheck(min: number, max: number): Check {
  const allowed = rangeWords(min, max);
  return (value, visit) => {
    const text = value as string;
    // Characters are code points (JSON Schema validation, 6.3): between half of and all UTF-16 units.
    if (text.length >= min * 2 && text.length <= max) return true;
    if (!visit.spend(text.length >> 4)) return false;
    const given = countCharacters(text);
    return (given >= min && given <= max) || visit.report('language.contract.length', { given, allowed });
  };
}

function patternCheck(source: string, place: SchemaPlace): Check {
  const pattern = schemaPattern(source, place, 'pattern');
  return (value, visit) => {
    const text = value as string;
    if (!visit.spend(patternCost(pattern, text))) return false;
    return reportPattern(pattern.isMatch(text), { text, source }, visit);
  };
}

/** Steps of a walk that one test of a pattern is worth. */
export function patternCost(pattern: Pattern, text: string): number {
  return 1 + Math.floor((text.length * pattern.weight) / 20);
}

function reportPattern(isMatch: boolean | undefined, what: { text: string; source: string }, visit: Visit): boolean {
  if (isMatch === true) return true;
  if (isMatch === false) {
    return visit.report('language.contract.pattern', { given: describeValue(what.text), allowed: what.source });
  }
  return visit.report('language.contract.pattern_too_long', { given: what.text.length, allowed: what.source });
}

function rangeCheck(bound: JsonNumber, words: string, isFine: (order: number) => boolean): Check {
  return (value, visit) => {
    if (isFine(compareNumbers(value as JsonNumber, bound))) return true;
    return visit.report('language.contract.range', { given: describeValue(value), allowed: `${words} ${bound}` });
  };
}

/** In 2020-12 the exclusive bounds are numbers; `true` and `false` are how OpenAPI 3.0 changes `minimum`. */
function exclusiveBound(place: SchemaPlace, keyword: string): JsonNumber | undefined {
  if (typeof place.read(keyword) === 'boolean') return undefined;
  return place.number(keyword) as JsonNumber | undefined;
}

function multipleCheck(step: JsonNumber, place: SchemaPlace): Check {
  const divisor = decimalOf(step);
  if (divisor === undefined || divisor.coefficient <= 0n) {
    throw place.invalid('multipleOf', 'it must be a number above 0 with few digits');
  }
  return (value: JsonValue, visit: Visit) => {
    const decimal = decimalOf(value as JsonNumber);
    if (decimal !== undefined && isMultipleOf(decimal, divisor)) return true;
    return visit.report('language.contract.multiple', { given: describeValue(value), allowed: String(step) });
  };
}

/** The characters of a text as Unicode code points. */
function countCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if ((text.codePointAt(at) as number) > 0xffff) at += 1;
    count += 1;
  }
  return count;
}

/** `at least 2`, `at most 5`, `exactly 3`, `2 to 5`. */
export function rangeWords(min: number, max: number): string {
  if (min === max) return `exactly ${min}`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
  return min === 0 ? `at most ${max}` : `${min} to ${max}`;
}
