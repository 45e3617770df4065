import { type Expression, KIND } from '../../../src/language/index.ts';
import type { FieldOffer } from '../field-list.ts';

export type MissingRule = 'fail' | 'leave' | 'use';

/** What an expression says about a missing field. */
export function missingRule(from: { readonly optional?: boolean; readonly default?: Expression }): MissingRule {
  if (from.default !== undefined) return 'use';
  return from.optional === true ? 'leave' : 'fail';
}

/** True where a person has something to decide: the field may be missing or null, as far as anybody knows. */
export function isChosen(field: FieldOffer | undefined): boolean {
  if (field === undefined || field.type.isUnknown) return false;
  return field.type.canBeMissing || (field.type.kinds & KIND.null) !== 0;
}
