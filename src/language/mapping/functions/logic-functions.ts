/** Functions that choose, and functions of JSON texts. */
import { isAppError, type JsonValue, parseJson, stringifyJson } from '../../../foundation/index.ts';
import { isEqualJson } from '../../contract/equality.ts';
import { ALL_KINDS, KIND } from '../../contract/value-kind.ts';
import { isEmptyValue } from './list-functions.ts';
import { FunctionError, type FunctionParameter, MAX_TEXT_LENGTH, type MappingFunction } from './mapping-function.ts';

const ANY: FunctionParameter = { name: 'value', kinds: ALL_KINDS };

type Simple = Omit<MappingFunction, 'group'>;

const logicFunctions: readonly Simple[] = [
  {
    name: 'coalesce',
    title: 'First that is there',
    summary: 'Gives the first value that is neither missing nor null, or null when there is none.',
    parameters: [{ ...ANY, isRepeated: true, takesMissing: true }],
    result: ALL_KINDS,
    resultFrom: 'argument',
    example: { args: [null, 'second'], result: 'second' },
    run: (args) => args.find((arg) => arg !== null) ?? null,
  },
  {
    name: 'default',
    title: 'Default',
    summary: 'Gives the value, or the fallback when the value is missing, null or an empty text.',
    parameters: [
      { ...ANY, takesMissing: true },
      { name: 'fallback', kinds: ALL_KINDS },
    ],
    result: ALL_KINDS,
    resultFrom: 'argument',
    example: { args: ['', 'unknown'], result: 'unknown' },
    run: ([value, fallback]) => (value === null || value === '' ? fallback : value) as JsonValue,
  },
  {
    name: 'ifElse',
    title: 'If, else',
    summary:
      'Gives the second value when the condition is true, else the third; only the one that is given is computed.',
    parameters: [
      { name: 'condition', kinds: KIND.boolean },
      { name: 'then', kinds: ALL_KINDS },
      { name: 'else', kinds: ALL_KINDS },
    ],
    result: ALL_KINDS,
    resultFrom: 'argument',
    isChoice: true,
    example: { args: [true, 'yes', 'no'], result: 'yes' },
    run: ([condition, then, otherwise]) => (condition === true ? then : otherwise) as JsonValue,
  },
  {
    name: 'equals',
    title: 'Equal',
    summary: 'Says whether two values are equal; numbers are compared by value, so 1.0 equals 1.',
    parameters: [
      { name: 'a', kinds: ALL_KINDS },
      { name: 'b', kinds: ALL_KINDS },
    ],
    result: KIND.boolean,
    example: { args: ['won', 'won'], result: true },
    run: ([a, b]) => isEqualJson(a as JsonValue, b as JsonValue),
  },
  {
    name: 'not',
    title: 'Not',
    summary: 'Turns true into false and false into true.',
    parameters: [{ name: 'condition', kinds: KIND.boolean }],
    result: KIND.boolean,
    example: { args: [true], result: false },
    run: ([condition]) => condition !== true,
  },
  {
    name: 'isEmpty',
    title: 'Is empty',
    summary: 'Says whether a value is missing, null, an empty text, an empty list or an empty object.',
    parameters: [{ ...ANY, takesMissing: true }],
    result: KIND.boolean,
    example: { args: [''], result: true },
    run: ([value]) => isEmptyValue(value as JsonValue),
  },
];

const jsonFunctions: readonly Simple[] = [
  {
    name: 'parseJson',
    title: 'Read JSON',
    summary: 'Reads a JSON text into values.',
    parameters: [{ name: 'text', kinds: KIND.text }],
    result: ALL_KINDS,
    example: { args: ['{"id": 7}'], result: { id: 7 } },
    run: ([text]) => readJson(text as string),
  },
  {
    name: 'toJson',
    title: 'Write JSON',
    summary: 'Writes a value as compact JSON text.',
    parameters: [ANY],
    result: KIND.text,
    example: { args: [{ id: 7 }], result: '{"id":7}' },
    run: ([value]) => stringifyJson(value as JsonValue),
  },
];

/** The functions of the groups logic and json. */
export const LOGIC_FUNCTIONS: readonly MappingFunction[] = [
  ...logicFunctions.map((entry) => ({ ...entry, group: 'logic' as const })),
  ...jsonFunctions.map((entry) => ({ ...entry, group: 'json' as const })),
];

function readJson(text: string): JsonValue {
  if (text.length > MAX_TEXT_LENGTH) throw new FunctionError(`the text has more than ${MAX_TEXT_LENGTH} characters.`);
  try {
    return parseJson(text);
  } catch (error) {
    if (isAppError(error)) throw new FunctionError(error.publicMessage);
    throw error;
  }
}
