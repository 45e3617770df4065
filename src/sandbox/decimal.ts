/**
 * Money and quantities without a double in between: 1.10 stays 1.10, and 0.1 + 0.2 is 0.3.
 */
import { type NumericText, numberFromText } from '../foundation/index.ts';

/** A decimal number as a whole number of its last place: 1.10 is `{ units: 110n, scale: 2 }`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/;
const MONEY_SCALE = 2;

/** The number as a decimal, or undefined when it has an exponent or more than `maxScale` significant decimal digits. */
export function parseDecimal(value: number | NumericText, maxScale: number): Decimal | undefined {
  const match = DECIMAL.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > maxScale) return undefined;
  const units = BigInt(`${whole}${digits}`);
  return { units: sign === '-' ? -units : units, scale: digits.length };
}

/** Price times quantity in hundredths; half a hundredth is rounded away from zero. */
export function multiplyToCents(price: Decimal, quantity: Decimal): bigint {
  const product = price.units * quantity.units;
  const excess = price.scale + quantity.scale - MONEY_SCALE;
  if (excess <= 0) return product * 10n ** BigInt(-excess);
  const divisor = 10n ** BigInt(excess);
  const half = product < 0n ? -divisor / 2n : divisor / 2n;
  return (product + half) / divisor;
}

/** Hundredths as a JSON number that always shows two digits. */
export function moneyFromCents(cents: bigint): number | NumericText {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(MONEY_SCALE + 1, '0');
  return numberFromText(`${cents < 0n ? '-' : ''}${digits.slice(0, -MONEY_SCALE)}.${digits.slice(-MONEY_SCALE)}`);
}
