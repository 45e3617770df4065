/** Functions of texts. Characters are Unicode code points, so that an emoji counts as one. */
import { type JsonValue, NumericText } from '../../../foundation/index.ts';
import { KIND, NUMBER_KINDS } from '../../contract/value-kind.ts';
import {
  FunctionError,
  type FunctionParameter,
  MAX_LIST_LENGTH,
  MAX_TEXT_LENGTH,
  type MappingFunction,
  textOf,
  wholeArgument,
} from './mapping-function.ts';

const TEXT: FunctionParameter = { name: 'text', kinds: KIND.text };
/** What can be written as text without a choice of how. */
const SCALAR = KIND.text | NUMBER_KINDS | KIND.boolean;

type Simple = Omit<MappingFunction, 'group'>;

const textFunctions: readonly Simple[] = [
  {
    name: 'upper',
    title: 'Upper case',
    summary: 'Writes all letters in upper case.',
    parameters: [TEXT],
    result: KIND.text,
    example: { args: ['Straße'], result: 'STRASSE' },
    run: ([text]) => (text as string).toUpperCase(),
  },
  {
    name: 'lower',
    title: 'Lower case',
    summary: 'Writes all letters in lower case.',
    parameters: [TEXT],
    result: KIND.text,
    example: { args: ['ACME GmbH'], result: 'acme gmbh' },
    run: ([text]) => (text as string).toLowerCase(),
  },
  {
    name: 'capitalize',
    title: 'Capitalise',
    summary: 'Writes the first letter in upper case and leaves the rest.',
    parameters: [TEXT],
    result: KIND.text,
    example: { args: ['new customer'], result: 'New customer' },
    run: ([text]) => {
      const [first = '', ...rest] = text as string;
      return first.toUpperCase() + rest.join('');
    },
  },
  {
    name: 'trim',
    title: 'Trim',
    summary: 'Removes white space at both ends.',
    parameters: [TEXT],
    result: KIND.text,
    example: { args: ['  Ada  '], result: 'Ada' },
    run: ([text]) => (text as string).trim(),
  },
  {
    name: 'concat',
    title: 'Put together',
    summary: 'Puts texts, numbers and true/false together, without anything in between.',
    parameters: [{ name: 'parts', kinds: SCALAR, isRepeated: true }],
    result: KIND.text,
    example: { args: ['INV-', 1042], result: 'INV-1042' },
    run: (parts) => joinTexts(parts, ''),
  },
  {
    name: 'join',
    title: 'Join a list',
    summary: 'Puts the items of a list together with a separator in between.',
    parameters: [
      { name: 'list', kinds: KIND.list },
      { name: 'separator', kinds: KIND.text, isOptional: true },
    ],
    result: KIND.text,
    example: { args: [['red', 'green'], ', '], result: 'red, green' },
    run: ([list, separator = ', ']) => joinTexts(list as JsonValue[], separator as string),
  },
  {
    name: 'split',
    title: 'Split',
    summary: 'Cuts a text at every separator into a list of texts.',
    parameters: [TEXT, { name: 'separator', kinds: KIND.text }],
    result: KIND.list,
    example: { args: ['a;b;c', ';'], result: ['a', 'b', 'c'] },
    run: ([text, separator]) => splitText(text as string, separator as string),
  },
  {
    name: 'replace',
    title: 'Replace',
    summary: 'Replaces every occurrence of a text by another; the text is taken literally.',
    parameters: [TEXT, { name: 'find', kinds: KIND.text }, { name: 'replacement', kinds: KIND.text }],
    result: KIND.text,
    example: { args: ['1.000.000', '.', ''], result: '1000000' },
    run: ([text, find, replacement]) => joinTexts(cutAt(text as string, find as string), replacement as string),
  },
  {
    name: 'substring',
    title: 'Part of a text',
    summary: 'Takes the characters from a position (from 0) up to another one, which is not included.',
    parameters: [TEXT, { name: 'start', kinds: KIND.integer }, { name: 'end', kinds: KIND.integer, isOptional: true }],
    result: KIND.text,
    example: { args: ['DE-10115', 3, 8], result: '10115' },
    run: ([text, start, end]) => {
      const range = { min: -MAX_TEXT_LENGTH, max: MAX_TEXT_LENGTH };
      const from = wholeArgument(start, { name: 'start', ...range });
      const to = end === undefined ? undefined : wholeArgument(end, { name: 'end', ...range });
      return [...(text as string)].slice(from, to).join('');
    },
  },
  {
    name: 'length',
    title: 'Length of a text',
    summary: 'Counts the characters of a text.',
    parameters: [TEXT],
    result: KIND.integer,
    example: { args: ['Zoë'], result: 3 },
    run: ([text]) => [...(text as string)].length,
  },
  {
    name: 'startsWith',
    title: 'Begins with',
    summary: 'Says whether a text begins with another.',
    parameters: [TEXT, { name: 'start', kinds: KIND.text }],
    result: KIND.boolean,
    example: { args: ['INV-7', 'INV-'], result: true },
    run: ([text, start]) => (text as string).startsWith(start as string),
  },
  {
    name: 'endsWith',
    title: 'Ends with',
    summary: 'Says whether a text ends with another.',
    parameters: [TEXT, { name: 'end', kinds: KIND.text }],
    result: KIND.boolean,
    example: { args: ['offer.pdf', '.pdf'], result: true },
    run: ([text, end]) => (text as string).endsWith(end as string),
  },
  {
    name: 'containsText',
    title: 'Contains a text',
    summary: 'Says whether a text occurs in another.',
    parameters: [TEXT, { name: 'part', kinds: KIND.text }],
    result: KIND.boolean,
    example: { args: ['very urgent', 'urgent'], result: true },
    run: ([text, part]) => (text as string).includes(part as string),
  },
  {
    name: 'padStart',
    title: 'Fill up at the start',
    summary: 'Puts a filling before a text until it has the wanted length (at most 1,000).',
    parameters: [
      { name: 'text', kinds: SCALAR },
      { name: 'length', kinds: KIND.integer },
      { name: 'filling', kinds: KIND.text, isOptional: true },
    ],
    result: KIND.text,
    example: { args: [42, 6, '0'], result: '000042' },
    run: ([text, length, filling = ' ']) => {
      const wanted = wholeArgument(length, { name: 'length', min: 0, max: 1_000 });
      return textOf(text as JsonValue).padStart(wanted, filling as string);
    },
  },
  {
    name: 'slug',
    title: 'Slug',
    summary: 'Makes a name for addresses: lower case letters a to z, digits, and single hyphens.',
    parameters: [TEXT],
    result: KIND.text,
    example: { args: ['Größe & Café 2'], result: 'grosse-cafe-2' },
    run: ([text]) => makeSlug(text as string),
  },
];

/** The functions of the group text. */
export const TEXT_FUNCTIONS: readonly MappingFunction[] = textFunctions.map((entry) => ({ ...entry, group: 'text' }));

/** Checks the length before the text is built: a thousand parts of a megabyte each must not exist even for a moment. */
function joinTexts(parts: readonly JsonValue[], separator: string): string {
  const texts = parts.map((part) => {
    if (part === null || typeof part === 'object') requireScalar(part);
    return textOf(part);
  });
  let length = separator.length * Math.max(0, texts.length - 1);
  for (const text of texts) length += text.length;
  if (length > MAX_TEXT_LENGTH)
    throw new FunctionError(`the text would have ${length} characters; ${MAX_TEXT_LENGTH} is the most.`);
  return texts.join(separator);
}

function requireScalar(part: JsonValue): void {
  if (part === null) throw new FunctionError('an item is null; give it a default or leave it out.');
  if (Array.isArray(part)) throw new FunctionError('an item is a list; join that list first.');
  if (!(part instanceof NumericText)) {
    throw new FunctionError('an item is an object; pick one of its fields or use toJson.');
  }
}

function splitText(text: string, separator: string): JsonValue {
  const parts = cutAt(text, separator);
  if (parts.length > MAX_LIST_LENGTH)
    throw new FunctionError(`the list would have ${parts.length} items; ${MAX_LIST_LENGTH} is the most.`);
  return parts;
}

function cutAt(text: string, separator: string): string[] {
  if (separator === '') throw new FunctionError('the text to look for is empty.');
  return text.split(separator);
}

/** Letters that Unicode does not take apart into a plain letter and a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', þ: 'th' };

function makeSlug(text: string): string {
  const plain = text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return plain
    .replaceAll(/[ßæœøđłþ]/g, (letter) => PLAIN_LETTERS[letter] ?? '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
