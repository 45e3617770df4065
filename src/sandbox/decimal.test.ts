import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { numberFromText, stringifyJson } from '../foundation/index.ts';
import { type Decimal, moneyFromCents, multiplyToCents, parseDecimal } from './decimal.ts';

const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(numberFromText(text), 3);
  assert.ok(parsed, text);
  return parsed;
};

it('a product is exact, and half a cent is rounded away from zero', () => {
  for (const [price, quantity, cents] of [
    ['1.10', '12', 1320n],
    ['0.1', '3', 30n],
    ['99.99', '2.5', 24998n],
    ['-99.99', '2.5', -24998n],
    ['0.01', '0.5', 1n],
    ['0.01', '0.499', 0n],
  ] as const) {
    assert.equal(multiplyToCents(decimal(price), decimal(quantity)), cents, `${price} x ${quantity}`);
  }
});

it('a number with an exponent or too many digits is not taken', () => {
  for (const text of ['1e3', '1.2345', '1e400']) assert.equal(parseDecimal(numberFromText(text), 3), undefined, text);
});

it('money always shows two digits', () => {
  const shown = [110n, 5n, 0n, -5n, 123456789012345678n].map((cents) => stringifyJson(moneyFromCents(cents)));
  assert.deepEqual(shown, ['1.10', '0.05', '0.00', '-0.05', '1234567890123456.78']);
});

it('property: money that is written is read as the same amount', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 17n), 10n ** 17n), (cents) => {
      const read = parseDecimal(moneyFromCents(cents), 2);
      assert.ok(read);
      assert.equal(multiplyToCents(read, { units: 1n, scale: 0 }), cents);
    }),
  );
});
