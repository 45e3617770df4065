/**
 * Date patterns with the letters of Unicode LDML: `yyyy-MM-dd HH:mm`, text in single quotes. Names of months and days
 * are English, because a request must come out the same on every machine.
 */
import { FunctionError } from './mapping-function.ts';

/** A reading of the calendar and the clock; `offset` as in `+01:00`. */
export interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly offset: string | undefined;
}

type PatternPart = { readonly token: string } | { readonly literal: string };

const MAX_PATTERN_LENGTH = 200;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const TOKENS = [
  'yyyy',
  'yy',
  'MMMM',
  'MMM',
  'MM',
  'M',
  'dd',
  'd',
  'EEEE',
  'EEE',
  'HH',
  'H',
  'hh',
  'h',
  'mm',
  'm',
  'ss',
  's',
  'SSS',
  'a',
  'XXX',
];
const PART = /([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']+/y;

/** Reads a date pattern; throws `FunctionError` on letters that mean nothing. */
export function parseDatePattern(pattern: string): readonly PatternPart[] {
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new FunctionError(`the pattern has more than ${MAX_PATTERN_LENGTH} characters.`);
  const parts: PatternPart[] = [];
  PART.lastIndex = 0;
  for (let at = 0; at < pattern.length; at = PART.lastIndex) {
    const match = PART.exec(pattern);
    if (match === null) throw new FunctionError('a single quote in the pattern is not closed.');
    if (match[1] === undefined)
      parts.push({ literal: match[2] === undefined ? match[0] : match[2].replaceAll("''", "'") || "'" });
    else if (TOKENS.includes(match[0])) parts.push({ token: match[0] });
    else
      throw new FunctionError(
        `"${match[0]}" in the pattern means nothing; there are ${TOKENS.join(' ')}, and text in single quotes.`,
      );
  }
  return parts;
}

/** True when the pattern holds an hour, so that a reading of it is an instant rather than a day. */
export function hasTime(parts: readonly PatternPart[]): boolean {
  return parts.some((part) => 'token' in part && /^[Hh]/.test(part.token));
}

/** Writes a date and time by a pattern. */
export function writeDate(date: Temporal.ZonedDateTime, parts: readonly PatternPart[]): string {
  return parts.map((part) => ('literal' in part ? part.literal : writeToken(date, part.token))).join('');
}

/** Reads a text by a pattern, or gives undefined when the text does not follow it. */
export function readDate(text: string, parts: readonly PatternPart[]): DateFields | undefined {
  const fields = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    half: '',
    offset: undefined,
  };
  const reading: Reading = { text, at: 0, fields };
  for (const part of parts) {
    if (!('literal' in part ? takeLiteral(reading, part.literal) : takeToken(reading, part.token))) return undefined;
  }
  return reading.at === text.length ? withHalfOfDay(reading.fields) : undefined;
}

interface Reading {
  readonly text: string;
  at: number;
  readonly fields: MutableFields;
}

type MutableFields = { -readonly [K in keyof DateFields]: DateFields[K] } & { half: string };

const FIELD_OF_LETTER: Readonly<Record<string, keyof DateFields>> = {
  y: 'year',
  M: 'month',
  d: 'day',
  H: 'hour',
  h: 'hour',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};

function takeToken(reading: Reading, token: string): boolean {
  if (token === 'XXX') return takeOffset(reading);
  if (token === 'a') return takeHalf(reading);
  if (token === 'MMMM' || token === 'MMM') return takeName(reading, { names: MONTHS, token, isMonth: true });
  if (token === 'EEEE' || token === 'EEE') return takeName(reading, { names: DAYS, token, isMonth: false });
  const digits = readDigits(reading, token.length === 1 ? 2 : token.length);
  if (digits === undefined || (token.length > 1 && digits.length !== token.length)) return false;
  const value = Number(digits) + (token === 'yy' ? 2000 : 0);
  const field = FIELD_OF_LETTER[token[0] as string] as Exclude<keyof DateFields, 'offset'>;
  reading.fields[field] = value;
  return true;
}

function readDigits(reading: Reading, most: number): string | undefined {
  const digits = /^\d+/.exec(reading.text.slice(reading.at, reading.at + most))?.[0];
  if (digits !== undefined) reading.at += digits.length;
  return digits;
}

function takeLiteral(reading: Reading, literal: string): boolean {
  if (!reading.text.startsWith(literal, reading.at)) return false;
  reading.at += literal.length;
  return true;
}

function takeOffset(reading: Reading): boolean {
  const match = /^(?:[zZ]|([+-]\d\d):?(\d\d))/.exec(reading.text.slice(reading.at, reading.at + 6));
  if (match === null) return false;
  reading.at += match[0].length;
  reading.fields.offset = match[1] === undefined ? '+00:00' : `${match[1]}:${match[2]}`;
  return true;
}

function takeHalf(reading: Reading): boolean {
  const half = reading.text.slice(reading.at, reading.at + 2).toLowerCase();
  if (half !== 'am' && half !== 'pm') return false;
  reading.at += 2;
  reading.fields.half = half;
  return true;
}

function takeName(reading: Reading, kind: { names: readonly string[]; token: string; isMonth: boolean }): boolean {
  const rest = reading.text.slice(reading.at, reading.at + 12).toLowerCase();
  const index = kind.names.findIndex((name) => rest.startsWith(nameFor(name, kind.token).toLowerCase()));
  if (index < 0) return false;
  reading.at += nameFor(kind.names[index] as string, kind.token).length;
  if (kind.isMonth) reading.fields.month = index + 1;
  return true;
}

/** 12 am is midnight, 12 pm noon. */
function withHalfOfDay({ half, ...fields }: MutableFields): DateFields | undefined {
  if (half === '') return fields;
  if (fields.hour < 1 || fields.hour > 12) return undefined;
  return { ...fields, hour: (fields.hour % 12) + (half === 'pm' ? 12 : 0) };
}

function writeToken(date: Temporal.ZonedDateTime, token: string): string {
  switch (token) {
    case 'yy':
      return digits(date.year % 100, 2);
    case 'MMMM':
    case 'MMM':
      return nameFor(MONTHS[date.month - 1] as string, token);
    case 'EEEE':
    case 'EEE':
      return nameFor(DAYS[date.dayOfWeek - 1] as string, token);
    case 'hh':
    case 'h':
      return digits(date.hour % 12 === 0 ? 12 : date.hour % 12, token.length);
    case 'a':
      return date.hour < 12 ? 'AM' : 'PM';
    case 'XXX':
      return date.offset === '+00:00' ? 'Z' : date.offset;
    default:
      return digits(date[FIELD_OF_LETTER[token[0] as string] as 'year'], token.length);
  }
}

function nameFor(name: string, token: string): string {
  return token.length === 4 ? name : name.slice(0, 3);
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
