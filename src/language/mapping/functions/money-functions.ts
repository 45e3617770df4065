/** Functions of money: amounts are exact decimals, minor units whole numbers. */
import type { JsonValue } from '../../../foundation/index.ts';
import { isWholeDecimal, multiplyDecimals, roundDecimal } from '../../contract/decimal.ts';
import { KIND, NUMBER_KINDS } from '../../contract/value-kind.ts';
import { decimalArgument, FunctionError, type FunctionParameter, type MappingFunction } from './mapping-function.ts';
import { MODE, numberResult, roundingMode, writeNumber } from './number-functions.ts';

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

const AMOUNT: FunctionParameter = { name: 'amount', kinds: NUMBER_KINDS };
const CURRENCY: FunctionParameter = {
  name: 'currency',
  kinds: KIND.text,
  requireUsable: (currency) => exponentOf(currency as string),
};

type Simple = Omit<MappingFunction, 'group'>;

const moneyFunctions: readonly Simple[] = [
  {
    name: 'toMinorUnits',
    title: 'Amount to minor units',
    summary:
      'Turns an amount into the smallest unit of its currency, such as cents; an amount finer than that is an error unless a rounding mode is given.',
    parameters: [AMOUNT, CURRENCY, MODE],
    result: KIND.integer,
    example: { args: [1234.5, 'EUR'], result: 123450 },
    run: ([amount, currency, mode]) => toMinorUnits(amount as JsonValue, currency as string, mode),
  },
  {
    name: 'fromMinorUnits',
    title: 'Minor units to amount',
    summary: 'Turns a whole number of the smallest unit of a currency, such as cents, into an amount.',
    parameters: [{ name: 'units', kinds: KIND.integer }, CURRENCY],
    result: NUMBER_KINDS,
    example: { args: [123450, 'EUR'], result: 1234.5 },
    run: ([units, currency]) => {
      return numberResult(
        multiplyDecimals(decimalArgument(units), { coefficient: 1n, scale: exponentOf(currency as string) }),
      );
    },
  },
  {
    name: 'formatMoney',
    title: 'Format an amount',
    summary:
      'Writes an amount with the decimals of its currency and the currency code; the marks are "." and "," unless told.',
    parameters: [
      AMOUNT,
      CURRENCY,
      { name: 'decimalMark', kinds: KIND.text, isOptional: true },
      { name: 'groupMark', kinds: KIND.text, isOptional: true },
    ],
    result: KIND.text,
    example: { args: [1234.5, 'EUR'], result: '1,234.50 EUR' },
    run: ([amount, currency, decimalMark = '.', groupMark = ',']) => {
      const marks = { decimal: decimalMark as string, group: groupMark as string };
      return `${writeNumber(decimalArgument(amount), exponentOf(currency as string), marks)} ${currency as string}`;
    },
  },
];

/** The functions of the group money. */
export const MONEY_FUNCTIONS: readonly MappingFunction[] = moneyFunctions.map((entry) => ({
  ...entry,
  group: 'money',
}));

function toMinorUnits(amount: JsonValue, currency: string, mode: JsonValue | undefined): JsonValue {
  const power = { coefficient: 10n ** BigInt(exponentOf(currency)), scale: 0 };
  const units = multiplyDecimals(decimalArgument(amount), power);
  if (mode === undefined && !isWholeDecimal(units)) {
    throw new FunctionError('the amount is finer than the smallest unit of its currency; say how to round.');
  }
  return numberResult(roundDecimal(units, { scale: 0, mode: roundingMode(mode) }));
}

function exponentOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new FunctionError('the currency is no ISO 4217 code such as EUR.');
  return EXPONENTS.get(currency) ?? 2;
}
