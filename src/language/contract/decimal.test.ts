import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { NumericText } from '../../foundation/index.ts';
import {
  addDecimals,
  compareDecimals,
  compareNumbers,
  type Decimal,
  divideDecimals,
  formatDecimal,
  isMultipleOf,
  isWholeNumber,
  jsonNumber,
  multiplyDecimals,
  parseDecimal,
  ROUNDING_MODES,
  roundDecimal,
  subtractDecimals,
} from './decimal.ts';

const anyDecimal = fc.record({
  coefficient: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  scale: fc.integer({ min: 0, max: 30 }),
});

/** The decimal as a whole number of 10⁻⁶⁰, which BigInt alone can compute with. */
const units = ({ coefficient, scale }: Decimal) => coefficient * 10n ** BigInt(60 - scale);

test('0.1 + 0.2 is 0.3', () => {
  assert.equal(jsonNumber(addDecimals(parseDecimal('0.1') as Decimal, parseDecimal('0.2') as Decimal)), 0.3);
});

test('only JSON numbers are read, and only those with a bearable number of digits', () => {
  for (const text of ['', '+1', '01', '1.', '.5', '1e', 'NaN', '0x10', '1e9999999999', '1e1001', '1'.repeat(1_001)]) {
    assert.equal(parseDecimal(text), undefined, text);
  }
  assert.deepEqual(parseDecimal('-1.50e1'), { coefficient: -150n, scale: 1 });
});

test('a few bytes cannot make a number of a billion digits', () => {
  assert.equal(isWholeNumber(new NumericText('1e999999999')), true);
  assert.equal(isWholeNumber(new NumericText('1e-999999999')), false);
  assert.ok(compareNumbers(new NumericText('1e999999999'), 5) > 0);
});

test('every rounding mode rounds halves and signs as its name says', () => {
  const rounded = ROUNDING_MODES.map((mode) => {
    const of = (text: string) => formatDecimal(roundDecimal(parseDecimal(text) as Decimal, { scale: 0, mode }));
    return `${mode} ${['2.5', '-2.5', '3.5', '2.1', '-2.9'].map(of).join(' ')}`;
  });
  assert.deepEqual(rounded, [
    'half_up 3 -3 4 2 -3',
    'half_even 2 -2 4 2 -3',
    'half_down 2 -2 3 2 -3',
    'up 3 -3 4 3 -3',
    'down 2 -2 3 2 -2',
    'ceiling 3 -2 4 3 -2',
    'floor 2 -3 3 2 -3',
  ]);
});

test('property: sums, differences and products are those of whole numbers', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      assert.equal(units(addDecimals(a, b)), units(a) + units(b));
      assert.equal(units(subtractDecimals(a, b)), units(a) - units(b));
      const product = multiplyDecimals(a, b);
      assert.equal(units(product), (units(a) * units(b)) / 10n ** 60n);
      assert.equal(Math.sign(compareDecimals(a, b)), Number(units(a) > units(b)) - Number(units(a) < units(b)));
    }),
  );
});

test('property: a quotient is off by at most half of its last digit', () => {
  const notZero = anyDecimal.filter((decimal) => decimal.coefficient !== 0n);
  fc.assert(
    fc.property(anyDecimal, notZero, fc.integer({ min: 0, max: 20 }), (a, b, scale) => {
      const quotient = divideDecimals(a, b, { scale, mode: 'half_even' });
      const error = subtractDecimals(a, multiplyDecimals(quotient, b));
      const doubled = multiplyDecimals(error, { coefficient: 2n, scale: 0 });
      const limit = multiplyDecimals(b, { coefficient: 1n, scale });
      const size = (decimal: Decimal) =>
        decimal.coefficient < 0n ? { ...decimal, coefficient: -decimal.coefficient } : decimal;
      assert.ok(compareDecimals(size(doubled), size(limit)) <= 0);
    }),
  );
});

test('property: what is written is read again as the same number', () => {
  fc.assert(
    fc.property(anyDecimal, (decimal) => {
      assert.equal(compareDecimals(parseDecimal(formatDecimal(decimal)) as Decimal, decimal), 0);
    }),
  );
});

test('property: a product is a multiple of its factors', () => {
  const positive = anyDecimal.filter((decimal) => decimal.coefficient > 0n);
  fc.assert(
    fc.property(positive, fc.bigInt({ min: -1000n, max: 1000n }), (step, times) => {
      assert.ok(isMultipleOf(multiplyDecimals(step, { coefficient: times, scale: 0 }), step));
    }),
  );
});
