/** Keywords of lists. */
import type { JsonValue } from '../../foundation/index.ts';
import { equalityKey } from './equality.ts';
import { rangeWords } from './scalar-checks.ts';
import type { SchemaPlace } from './schema-place.ts';
import type { Check } from './visit.ts';

/** The checks of a list; they are called with lists only. */
export function listChecks(place: SchemaPlace): Check[] {
  const checks: Check[] = [];
  const [min, max] = [place.count('minItems'), place.count('maxItems')];
  if (min !== undefined || max !== undefined) checks.push(countCheck(min ?? 0, max ?? Number.POSITIVE_INFINITY));
  const items = itemsCheck(place);
  if (items !== undefined) checks.push(items);
  if (place.read('uniqueItems') === true) checks.push(checkUnique);
  const contains = place.check('contains');
  if (contains !== undefined) {
    const most = place.count('maxContains') ?? Number.POSITIVE_INFINITY;
    checks.push(containsCheck(contains, { min: place.count('minContains') ?? 1, max: most }));
  }
  return checks;
}

function countCheck(min: number, max: number): Check {
  const allowed = rangeWords(min, max);
  return (value, visit) => {
    const given = (value as JsonValue[]).length;
    return (given >= min && given <= max) || visit.report('language.contract.item_count', { given, allowed });
  };
}

/** Before 2020-12 a list of schemas in `items` meant what `prefixItems` means, and `additionalItems` the rest. */
function itemsCheck(place: SchemaPlace): Check | undefined {
  const isOldTuple = Array.isArray(place.read('items'));
  const first = place.checks('prefixItems') ?? (isOldTuple ? place.checks('items') : undefined) ?? [];
  const rest = isOldTuple ? place.check('additionalItems') : place.check('items');
  if (first.length === 0 && rest === undefined) return undefined;
  return (value, visit) => {
    if (!visit.spend((value as JsonValue[]).length >> 4)) return false;
    let isFine = true;
    for (const [index, item] of (value as JsonValue[]).entries()) {
      const check = first[index] ?? rest;
      if (check === undefined) break;
      if (visit.below(index, check, item)) continue;
      isFine = false;
      if (visit.isSilent) return false;
    }
    return isFine;
  };
}

const checkUnique: Check = (value, visit) => {
  const seen = new Map<string, number>();
  for (const [index, item] of (value as JsonValue[]).entries()) {
    const key = equalityKey(item);
    if (!visit.spend(key.length >> 2)) return false;
    const first = seen.get(key);
    if (first !== undefined) return visit.report('language.contract.unique', { first, second: index });
    seen.set(key, index);
  }
  return true;
};

function containsCheck(check: Check, range: { min: number; max: number }): Check {
  const allowed = rangeWords(range.min, range.max);
  return (value, visit) => {
    let given = 0;
    for (const item of value as JsonValue[]) if (visit.tries(check, item)) given += 1;
    return (given >= range.min && given <= range.max) || visit.report('language.contract.contains', { given, allowed });
  };
}
