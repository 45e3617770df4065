/**
 * Exact decimal numbers: a whole `coefficient` divided by ten to the power of `scale`. A double is never in between, so
 * 0.1 + 0.2 is 0.3 and a 64-bit id keeps its digits.
 */
import { NumericText, numberFromText } from '../../foundation/index.ts';

export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the point; never negative. */
  readonly scale: number;
}

/** More digits than that are not computed with: a few bytes such as 1e999999999 would otherwise fill the memory. */
export const MAX_DECIMAL_DIGITS = 1_000;

export type RoundingMode = 'half_up' | 'half_even' | 'half_down' | 'up' | 'down' | 'ceiling' | 'floor';

export const ROUNDING_MODES: readonly RoundingMode[] = [
  'half_up',
  'half_even',
  'half_down',
  'up',
  'down',
  'ceiling',
  'floor',
];

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;

/** A JSON number token as a decimal, or undefined when it is none or has more than `MAX_DECIMAL_DIGITS` digits. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = text.length > MAX_DECIMAL_DIGITS + 20 ? null : NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = whole + fraction;
  if (Math.abs(scale) > MAX_DECIMAL_DIGITS || digits.length > MAX_DECIMAL_DIGITS) return undefined;
  const coefficient = BigInt(sign + digits);
  return scale < 0 ? { coefficient: coefficient * powerOfTen(-scale), scale: 0 } : { coefficient, scale };
}

/** A JSON number as a decimal, or undefined when it has too many digits. */
export function decimalOf(value: number | NumericText): Decimal | undefined {
  if (typeof value !== 'number') return parseDecimal(value.text);
  if (Number.isSafeInteger(value)) return { coefficient: BigInt(value), scale: 0 };
  return parseDecimal(String(value));
}

/** The shortest JSON digits of a decimal: no exponent, no zeros at the end of a fraction. */
export function formatDecimal(decimal: Decimal): string {
  const digits = toFixedText(decimal);
  return decimal.scale === 0 ? digits : digits.replace(/\.?0+$/, '');
}

/** The digits of a decimal with all `scale` digits after the point. */
export function toFixedText({ coefficient, scale }: Decimal): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = String(coefficient < 0n ? -coefficient : coefficient);
  if (scale === 0) return sign + digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** A decimal as a JSON number: a `number` where that keeps every digit. */
export function jsonNumber(decimal: Decimal): number | NumericText {
  const text = formatDecimal(decimal);
  return numberFromText(text === '-0' ? '0' : text);
}

/** Negative, zero or positive, as `a` is smaller than, equal to or larger than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { coefficient: left + right, scale };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { coefficient: -b.coefficient, scale: b.scale });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale };
}

/** `a / b` with `scale` digits after the point; `b` must not be zero. */
export function divideDecimals(a: Decimal, b: Decimal, how: { scale: number; mode: RoundingMode }): Decimal {
  const shift = how.scale + b.scale - a.scale;
  const numerator = shift > 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
  const denominator = shift < 0 ? b.coefficient * powerOfTen(-shift) : b.coefficient;
  return { coefficient: divideRounded(numerator, denominator, how.mode), scale: how.scale };
}

/** The decimal with `scale` digits after the point; a decimal with fewer gets zeros. */
export function roundDecimal(value: Decimal, how: { scale: number; mode: RoundingMode }): Decimal {
  return divideDecimals(value, { coefficient: 1n, scale: 0 }, how);
}

/** True when the decimal has no fraction; 1.0 has none. */
export function isWholeDecimal({ coefficient, scale }: Decimal): boolean {
  return scale === 0 || coefficient % powerOfTen(scale) === 0n;
}

/** True when `value` is a whole multiple of `step`, which must not be zero. */
export function isMultipleOf(value: Decimal, step: Decimal): boolean {
  const [left, right] = aligned(value, step);
  return left % right === 0n;
}

/** Compares two JSON numbers exactly; those with too many digits for that are compared as doubles. */
export function compareNumbers(a: number | NumericText, b: number | NumericText): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (left !== undefined && right !== undefined) return compareDecimals(left, right);
  const [x, y] = [Number(String(a)), Number(String(b))];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** True when a JSON number has no fraction; 1.0 and 1e3 are whole. */
export function isWholeNumber(value: number | NumericText): boolean {
  if (typeof value === 'number') return Number.isInteger(value);
  const decimal = parseDecimal(value.text);
  // Beyond the digit limit a double tells it apart: its magnitude is then either huge and whole, or a tiny fraction.
  return decimal === undefined ? isHugeText(value) : isWholeDecimal(decimal);
}

/** True for a JSON number. */
export function isNumber(value: unknown): value is number | NumericText {
  return typeof value === 'number' || value instanceof NumericText;
}

function isHugeText(value: NumericText): boolean {
  return Math.abs(Number(value.text)) > 1;
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.coefficient, b.coefficient, a.scale];
  if (a.scale > b.scale) return [a.coefficient, b.coefficient * powerOfTen(a.scale - b.scale), a.scale];
  return [a.coefficient * powerOfTen(b.scale - a.scale), b.coefficient, b.scale];
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const doubled = absolute(remainder) * 2n;
  const half = doubled === absolute(denominator) ? 0 : Number(doubled > absolute(denominator)) * 2 - 1;
  return awayFromZero({ mode, half, sign, isOdd: quotient % 2n !== 0n }) ? quotient + sign : quotient;
}

function awayFromZero(facts: { mode: RoundingMode; half: number; sign: bigint; isOdd: boolean }): boolean {
  switch (facts.mode) {
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return facts.sign > 0n;
    case 'floor':
      return facts.sign < 0n;
    case 'half_up':
      return facts.half >= 0;
    case 'half_down':
      return facts.half > 0;
    case 'half_even':
      return facts.half > 0 || (facts.half === 0 && facts.isOdd);
  }
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
