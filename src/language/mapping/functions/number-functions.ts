/** Functions of numbers: exact decimal arithmetic, never a double in between. */
import type { JsonValue, NumericText } from '../../../foundation/index.ts';
import {
  addDecimals,
  compareNumbers,
  type Decimal,
  divideDecimals,
  isNumber,
  jsonNumber,
  MAX_DECIMAL_DIGITS,
  multiplyDecimals,
  parseDecimal,
  ROUNDING_MODES,
  type RoundingMode,
  roundDecimal,
  subtractDecimals,
  toFixedText,
} from '../../contract/decimal.ts';
import { KIND, NUMBER_KINDS } from '../../contract/value-kind.ts';
import {
  decimalArgument,
  FunctionError,
  type FunctionParameter,
  type MappingFunction,
  textOf,
  wholeArgument,
} from './mapping-function.ts';

const MAX_SCALE = 100;
/** How to round; `half_up` when it is left out. */
export const MODE: FunctionParameter = {
  name: 'mode',
  kinds: KIND.text,
  isOptional: true,
  requireUsable: (mode) => roundingMode(mode),
};
const A: FunctionParameter = { name: 'a', kinds: NUMBER_KINDS };
const B: FunctionParameter = { name: 'b', kinds: NUMBER_KINDS };
const NUMBERS: FunctionParameter = { name: 'numbers', kinds: NUMBER_KINDS | KIND.list, isRepeated: true };

type Simple = Omit<MappingFunction, 'group'>;

const numberFunctions: readonly Simple[] = [
  {
    name: 'add',
    title: 'Add',
    summary: 'Adds numbers exactly.',
    parameters: [A, { name: 'b', kinds: NUMBER_KINDS, isRepeated: true }],
    result: NUMBER_KINDS,
    example: { args: [0.1, 0.2], result: 0.3 },
    run: (args) => total(args),
  },
  {
    name: 'subtract',
    title: 'Subtract',
    summary: 'Takes the second number from the first, exactly.',
    parameters: [A, B],
    result: NUMBER_KINDS,
    example: { args: [100, 19.95], result: 80.05 },
    run: ([a, b]) => numberResult(subtractDecimals(decimalArgument(a), decimalArgument(b))),
  },
  {
    name: 'multiply',
    title: 'Multiply',
    summary: 'Multiplies numbers exactly.',
    parameters: [A, { name: 'b', kinds: NUMBER_KINDS, isRepeated: true }],
    result: NUMBER_KINDS,
    example: { args: [19.99, 3], result: 59.97 },
    run: ([first, ...rest]) => {
      let product = decimalArgument(first);
      for (const factor of rest) product = bounded(multiplyDecimals(product, decimalArgument(factor)));
      return numberResult(product);
    },
  },
  {
    name: 'divide',
    title: 'Divide',
    summary: 'Divides the first number by the second and rounds to a number of decimals (10 unless told).',
    parameters: [A, B, { name: 'decimals', kinds: KIND.integer, isOptional: true }, MODE],
    result: NUMBER_KINDS,
    example: { args: [10, 4], result: 2.5 },
    run: ([a, b, decimals = 10, mode]) => {
      const divisor = decimalArgument(b);
      if (divisor.coefficient === 0n) throw new FunctionError('it would divide by zero.');
      return numberResult(
        divideDecimals(decimalArgument(a), divisor, { scale: scaleArgument(decimals), mode: roundingMode(mode) }),
      );
    },
  },
  {
    name: 'round',
    title: 'Round',
    summary: `Rounds to a number of decimals (0 unless told); mode is one of ${ROUNDING_MODES.join(', ')} (half_up unless told).`,
    parameters: [
      { name: 'number', kinds: NUMBER_KINDS },
      { name: 'decimals', kinds: KIND.integer, isOptional: true },
      MODE,
    ],
    result: NUMBER_KINDS,
    example: { args: [2.345, 2], result: 2.35 },
    run: ([number, decimals = 0, mode]) => {
      return numberResult(
        roundDecimal(decimalArgument(number), { scale: scaleArgument(decimals), mode: roundingMode(mode) }),
      );
    },
  },
  {
    name: 'abs',
    title: 'Without sign',
    summary: 'Gives the number without its minus sign.',
    parameters: [{ name: 'number', kinds: NUMBER_KINDS }],
    result: NUMBER_KINDS,
    example: { args: [-12.5], result: 12.5 },
    run: ([number]) => {
      const decimal = decimalArgument(number);
      return decimal.coefficient < 0n
        ? numberResult({ ...decimal, coefficient: -decimal.coefficient })
        : (number as JsonValue);
    },
  },
  {
    name: 'min',
    title: 'Smallest',
    summary: 'Gives the smallest of the numbers, which may also stand in lists.',
    parameters: [NUMBERS],
    result: NUMBER_KINDS,
    example: { args: [3, [1.5, 2]], result: 1.5 },
    run: (args) => extreme(args, -1),
  },
  {
    name: 'max',
    title: 'Largest',
    summary: 'Gives the largest of the numbers, which may also stand in lists.',
    parameters: [NUMBERS],
    result: NUMBER_KINDS,
    example: { args: [3, [1.5, 2]], result: 3 },
    run: (args) => extreme(args, 1),
  },
  {
    name: 'sum',
    title: 'Sum of a list',
    summary: 'Adds the numbers of a list exactly; the sum of an empty list is 0.',
    parameters: [{ name: 'list', kinds: KIND.list }],
    result: NUMBER_KINDS,
    example: { args: [[10.1, 20.2]], result: 30.3 },
    run: ([list]) => total(numbersIn([list as JsonValue])),
  },
  {
    name: 'toNumber',
    title: 'Text to number',
    summary: 'Reads a number from a text; the decimal mark is "." unless told, spaces and the other mark are ignored.',
    parameters: [
      { name: 'text', kinds: KIND.text | NUMBER_KINDS },
      { name: 'decimalMark', kinds: KIND.text, isOptional: true },
    ],
    result: NUMBER_KINDS,
    example: { args: ['1.234,5', ','], result: 1234.5 },
    run: ([text, mark = '.']) => (isNumber(text) ? text : readNumber(text as string, mark as string)),
  },
  {
    name: 'toText',
    title: 'To text',
    summary: 'Writes a number or true/false as text; every digit of a number is kept.',
    parameters: [{ name: 'value', kinds: KIND.text | NUMBER_KINDS | KIND.boolean }],
    result: KIND.text,
    example: { args: [12.5], result: '12.5' },
    run: ([value]) => textOf(value as JsonValue),
  },
  {
    name: 'formatNumber',
    title: 'Format a number',
    summary:
      'Writes a number with a fixed number of decimals, a decimal mark ("." unless told) and a mark between thousands (none unless told).',
    parameters: [
      { name: 'number', kinds: NUMBER_KINDS },
      { name: 'decimals', kinds: KIND.integer },
      { name: 'decimalMark', kinds: KIND.text, isOptional: true },
      { name: 'groupMark', kinds: KIND.text, isOptional: true },
    ],
    result: KIND.text,
    example: { args: [1234.5, 2, ',', '.'], result: '1.234,50' },
    run: ([number, decimals, decimalMark = '.', groupMark = '']) => {
      const marks = { decimal: decimalMark as string, group: groupMark as string };
      return writeNumber(decimalArgument(number), scaleArgument(decimals as JsonValue), marks);
    },
  },
];

/** The functions of the group number. */
export const NUMBER_FUNCTIONS: readonly MappingFunction[] = numberFunctions.map((entry) => ({
  ...entry,
  group: 'number',
}));

/** A decimal as a JSON number, unless it has grown too long. */
export function numberResult(decimal: Decimal): number | NumericText {
  return jsonNumber(bounded(decimal));
}

/** The rounding mode of an argument; `half_up` when it is left out. */
export function roundingMode(value: JsonValue | undefined): RoundingMode {
  const mode = ROUNDING_MODES.find((name) => name === (value ?? 'half_up'));
  if (mode === undefined) throw new FunctionError(`the rounding mode must be one of ${ROUNDING_MODES.join(', ')}.`);
  return mode;
}

/** Digits with a fixed number of decimals and marks of one's own. */
export function writeNumber(value: Decimal, scale: number, marks: { decimal: string; group: string }): string {
  const text = toFixedText(roundDecimal(value, { scale, mode: 'half_up' }));
  const [whole = '', fraction] = text.split('.');
  const grouped = marks.group === '' ? whole : whole.replaceAll(/\B(?=(?:\d{3})+$)/g, () => marks.group);
  return fraction === undefined ? grouped : grouped + marks.decimal + fraction;
}

function total(numbers: readonly JsonValue[]): JsonValue {
  let sum: Decimal = { coefficient: 0n, scale: 0 };
  for (const number of numbers) sum = addDecimals(sum, decimalArgument(number));
  return numberResult(sum);
}

function bounded(decimal: Decimal): Decimal {
  if (decimal.scale <= MAX_DECIMAL_DIGITS && String(decimal.coefficient).length <= MAX_DECIMAL_DIGITS + 1)
    return decimal;
  throw new FunctionError(`the result has more than ${MAX_DECIMAL_DIGITS} digits.`);
}

function scaleArgument(value: JsonValue): number {
  return wholeArgument(value, { name: 'decimals', min: 0, max: MAX_SCALE });
}

function numbersIn(args: readonly JsonValue[]): JsonValue[] {
  const numbers = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg]));
  const wrong = numbers.findIndex((number) => !isNumber(number));
  if (wrong >= 0) throw new FunctionError(`item ${wrong} is not a number.`);
  return numbers;
}

function extreme(args: readonly JsonValue[], sign: 1 | -1): JsonValue {
  const [first, ...rest] = numbersIn(args) as (number | NumericText)[];
  if (first === undefined) throw new FunctionError('there is no number among an empty list.');
  let best = first;
  for (const number of rest) if (compareNumbers(number, best) * sign > 0) best = number;
  return best;
}

function readNumber(text: string, mark: string): JsonValue {
  if (mark !== '.' && mark !== ',') throw new FunctionError('the decimal mark is "." or ",".');
  const other = mark === '.' ? ',' : '.';
  const digits = text
    .trim()
    .replaceAll(/[\s'’]/g, '')
    .replaceAll(other, '')
    .replace(mark, '.');
  const decimal = /^[+-]?\d+(?:\.\d+)?$/.test(digits) ? parseDecimal(plainDigits(digits)) : undefined;
  if (decimal === undefined) throw new FunctionError('the text is not a number.');
  return numberResult(decimal);
}

/** JSON knows no plus sign and no zeros in front. */
function plainDigits(digits: string): string {
  return digits.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
}
