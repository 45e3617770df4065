/**
 * What was sold, line by line: a deal has such lines, and so has an invoice.
 */
import { type JsonObject, makeObject } from '../foundation/index.ts';
import { type Decimal, moneyFromCents, multiplyToCents, parseDecimal } from './decimal.ts';
import type { FieldReader } from './field-reader.ts';

const MAX_LINES = 500;
const PRICE_SCALE = 2;
const QUANTITY_SCALE = 3;

export interface LineItems {
  /** Each with its `amount`. */
  readonly lines: JsonObject[];
  readonly totalCents: bigint;
}

/** Reads the list `lines`; faults are noted in the reader. */
export function readLineItems(fields: FieldReader): LineItems {
  const read = fields.objects('lines', MAX_LINES).map(readLine);
  return { lines: read.map(({ line }) => line), totalCents: read.reduce((sum, { cents }) => sum + cents, 0n) };
}

/** One line over this price, quantity one; a price that is no money is noted in the reader. */
export function singleLine(fields: FieldReader, priceField: string, description: string): LineItems {
  const price = readDecimal(fields, priceField, PRICE_SCALE);
  const cents = multiplyToCents(price, { units: 1n, scale: 0 });
  const amount = moneyFromCents(cents);
  return {
    lines: [
      makeObject([
        ['description', description],
        ['quantity', 1],
        ['unitPrice', amount],
        ['amount', amount],
      ]),
    ],
    totalCents: cents,
  };
}

function readLine(fields: FieldReader): { line: JsonObject; cents: bigint } {
  const description = fields.requiredText('description', { maxLength: 500 });
  const quantity = readDecimal(fields, 'quantity', QUANTITY_SCALE);
  const price = readDecimal(fields, 'unitPrice', PRICE_SCALE);
  const cents = multiplyToCents(price, quantity);
  const line = makeObject([
    ['description', description],
    ['quantity', fields.number('quantity')],
    ['unitPrice', moneyFromCents(multiplyToCents(price, { units: 1n, scale: 0 }))],
    ['amount', moneyFromCents(cents)],
  ]);
  return { line, cents };
}

function readDecimal(fields: FieldReader, name: string, maxScale: number): Decimal {
  const value = fields.number(name);
  const decimal = value === null ? undefined : parseDecimal(value, maxScale);
  if (decimal !== undefined) return decimal;
  fields.refuse(name, 'format', `This field must be a decimal number with at most ${maxScale} digits after the point.`);
  return { units: 0n, scale: 0 };
}
