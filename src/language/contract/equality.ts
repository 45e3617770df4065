import { isObject, type JsonValue } from '../../foundation/index.ts';
import { decimalOf, formatDecimal, isNumber } from './decimal.ts';

/** A text that is the same exactly for equal values: keys in any order, 1, 1.0 and 1e0 alike. */
export function equalityKey(value: JsonValue): string {
  if (isNumber(value)) return numberKey(value);
  if (Array.isArray(value)) return `[${value.map(equalityKey).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${equalityKey(value[key] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

/** True when both are the same JSON value; numbers are compared exactly by value. */
export function isEqualJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' && typeof b !== 'object') return false;
  return equalityKey(a) === equalityKey(b);
}

function numberKey(value: Parameters<typeof decimalOf>[0]): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  const decimal = decimalOf(value);
  if (decimal === undefined) return String(value);
  const text = formatDecimal(decimal);
  return text === '-0' ? '0' : text;
}
