/** Keywords of objects. */
import { isObject, type JsonObject, type JsonValue } from '../../foundation/index.ts';
import { didYouMean } from './near-miss.ts';
import type { Pattern } from './pattern.ts';
import { listNames } from './problem.ts';
import { patternCost, rangeWords, schemaPattern } from './scalar-checks.ts';
import type { SchemaPlace } from './schema-place.ts';
import type { Check, Visit } from './visit.ts';

interface FieldChecks {
  readonly known: ReadonlyMap<string, Check>;
  readonly patterns: readonly (readonly [Pattern, Check])[];
  /** Absent: other fields are free; false: there may be none. */
  readonly others: Check | false | undefined;
}

/** The checks of an object; they are called with objects only. */
export function objectChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  const required = place.read('required');
  if (Array.isArray(required)) checks.push(requiredCheck(place.names('required') ?? []));
  const fields = fieldsCheck(place);
  if (fields !== undefined) checks.push(fields);
  const names = place.check('propertyNames');
  if (names !== undefined) checks.push(namesCheck(names));
  const [min, max] = [place.count('minProperties'), place.count('maxProperties')];
  if (min !== undefined || max !== undefined) checks.push(countCheck(min ?? 0, max ?? Number.POSITIVE_INFINITY));
  checks.push(...dependentChecks(place));
  return checks;
}

function requiredCheck(names: readonly string[]): Check {
  return (value, visit) => {
    if (!visit.spend(names.length)) return false;
    let isFine = true;
    for (const name of names) {
      if (Object.hasOwn(value as JsonObject, name)) continue;
      isFine = visit.report('language.contract.required', { name });
      if (visit.isSilent) return false;
    }
    return isFine;
  };
}

function fieldsCheck(place: SchemaPlace): Check | undefined {
  const known = place.checkMap('properties') ?? new Map<string, Check>();
  const patterns = [...(place.checkMap('patternProperties') ?? [])].map(([source, check]) => {
    return [schemaPattern(source, place, 'patternProperties'), check] as const;
  });
  const rest = place.read('additionalProperties');
  const others = rest === false ? false : place.check('additionalProperties');
  if (known.size === 0 && patterns.length === 0 && others === undefined) return undefined;
  const fields: FieldChecks = { known, patterns, others };
  return (value, visit) => {
    const names = Object.keys(value as JsonObject);
    if (!visit.spend(names.length)) return false;
    let isFine = true;
    for (const name of names) {
      if (checkField(fields, { name, value: (value as JsonObject)[name] as JsonValue }, visit)) continue;
      isFine = false;
      if (visit.isSilent) return false;
    }
    return isFine;
  };
}

function checkField(fields: FieldChecks, field: { name: string; value: JsonValue }, visit: Visit): boolean {
  const known = fields.known.get(field.name);
  let isKnown = known !== undefined;
  let isFine = known === undefined || visit.below(field.name, known, field.value);
  for (const [pattern, check] of fields.patterns) {
    if (!visit.spend(patternCost(pattern, field.name))) return false;
    // An undecided name counts as one that the pattern takes: the stricter reading.
    if (pattern.isMatch(field.name) === false) continue;
    isKnown = true;
    isFine = visit.below(field.name, check, field.value) && isFine;
  }
  if (isKnown || fields.others === undefined) return isFine;
  if (fields.others !== false) return visit.below(field.name, fields.others, field.value);
  if (visit.isSilent) return false;
  const names = [...fields.known.keys()];
  const context = { name: field.name, hint: didYouMean(field.name, names), allowed: listNames(names) };
  return visit.below(field.name, () => visit.report('language.contract.unknown_field', context), field.value);
}

function namesCheck(check: Check): Check {
  return (value, visit) => {
    for (const name of Object.keys(value as JsonObject)) {
      if (!visit.tries(check, name)) return visit.report('language.contract.field_name', { name });
    }
    return true;
  };
}

function countCheck(min: number, max: number): Check {
  const allowed = rangeWords(min, max);
  return (value, visit) => {
    const given = Object.keys(value as JsonObject).length;
    if (!visit.spend(given)) return false;
    return (given >= min && given <= max) || visit.report('language.contract.field_count', { given, allowed });
  };
}

function dependentChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  for (const [name, check] of place.checkMap('dependentSchemas') ?? []) {
    checks.push((value, visit) => !Object.hasOwn(value as JsonObject, name) || check(value, visit));
  }
  const required = place.read('dependentRequired');
  if (!isObject(required)) return checks;
  for (const other of Object.keys(required)) {
    const names = place.names('dependentRequired', required[other]) ?? [];
    checks.push((value, visit) => {
      if (!Object.hasOwn(value as JsonObject, other)) return true;
      const missing = names.find((name) => !Object.hasOwn(value as JsonObject, name));
      return missing === undefined || visit.report('language.contract.dependent', { name: missing, other });
    });
  }
  return checks;
}
