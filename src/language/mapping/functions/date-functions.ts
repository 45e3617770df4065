/**
 * Functions of dates. A day is `2026-11-24`, an instant ends in a zone: `2026-11-24T09:30:00Z`. What comes out as an
 * instant is in UTC. Nothing here reads a clock: `now` is the start of the run, so that a retried call is equal byte for
 * byte. Needs `Temporal`.
 */
import { isObject, type JsonValue, ownValue } from '../../../foundation/index.ts';
import { KIND } from '../../contract/value-kind.ts';
import { type DateFields, hasTime, parseDatePattern, readDate, writeDate } from './date-pattern.ts';
import { type FunctionCall, FunctionError, type FunctionParameter, type MappingFunction } from './mapping-function.ts';

const DATE: FunctionParameter = { name: 'date', kinds: KIND.text };
const ZONE: FunctionParameter = { name: 'zone', kinds: KIND.text, isOptional: true };
const DAY = /^\d{4}-\d\d-\d\d$/;
const HAS_ZONE = /(?:[zZ]|[+-]\d\d:?\d\d)$/;
const MAX_DATE_LENGTH = 64;

type Simple = Omit<MappingFunction, 'group'>;

const dateFunctions: readonly Simple[] = [
  {
    name: 'now',
    title: 'Now',
    summary: 'Gives the instant at which the run started; it stays the same when a call is tried again.',
    parameters: [],
    result: KIND.text,
    example: { args: [], result: '2026-11-24T09:30:00Z' },
    run: (_args, call) => startOfRun(call),
  },
  {
    name: 'parseDate',
    title: 'Read a date',
    summary:
      'Reads a date by a pattern such as "dd.MM.yyyy" or a list of patterns (also "iso", "unix", "unixMs"); with an hour in it an instant comes out, read in the zone when it has none of its own.',
    parameters: [
      { name: 'value', kinds: KIND.text | KIND.integer },
      { name: 'patterns', kinds: KIND.text | KIND.list, requireUsable: requirePatterns },
      ZONE,
    ],
    result: KIND.text,
    example: { args: ['24.11.2026 10:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin'], result: '2026-11-24T09:30:00Z' },
    run: ([value, patterns, zone]) => parseDate(String(value), patterns as JsonValue, zone as string | undefined),
  },
  {
    name: 'formatDate',
    title: 'Format a date',
    summary: 'Writes a day or an instant by a pattern such as "d MMM yyyy, HH:mm", in a zone (UTC unless told).',
    parameters: [
      DATE,
      { name: 'pattern', kinds: KIND.text, requireUsable: (pattern) => parseDatePattern(pattern as string) },
      ZONE,
    ],
    result: KIND.text,
    example: { args: ['2026-11-24T09:30:00Z', 'd MMM yyyy HH:mm', 'Europe/Berlin'], result: '24 Nov 2026 10:30' },
    run: ([date, pattern, zone = 'UTC']) => {
      return writeDate(zonedDate(date as string, zone as string), parseDatePattern(pattern as string));
    },
  },
  {
    name: 'addDuration',
    title: 'Add a duration',
    summary:
      'Adds an ISO 8601 duration such as "P14D", "PT2H" or "-P1M" to a day or an instant; months and days are counted in the zone (UTC unless told).',
    parameters: [DATE, { name: 'duration', kinds: KIND.text, requireUsable: requireDuration }, ZONE],
    result: KIND.text,
    example: { args: ['2026-11-24', 'P14D'], result: '2026-12-08' },
    run: ([date, duration, zone = 'UTC']) => addDuration(date as string, duration as string, zone as string),
  },
  {
    name: 'startOfDay',
    title: 'Start of the day',
    summary: 'Gives the instant at which the day of a date begins in a zone.',
    parameters: [DATE, { name: 'zone', kinds: KIND.text }],
    result: KIND.text,
    example: { args: ['2026-11-24T09:30:00Z', 'Europe/Berlin'], result: '2026-11-23T23:00:00Z' },
    run: ([date, zone]) =>
      zonedDate(date as string, zone as string)
        .startOfDay()
        .toInstant()
        .toString(),
  },
  {
    name: 'dateDiffDays',
    title: 'Days between',
    summary:
      'Counts the calendar days from one date to another, in a zone (UTC unless told); negative when the second is earlier.',
    parameters: [{ name: 'from', kinds: KIND.text }, { name: 'to', kinds: KIND.text }, ZONE],
    result: KIND.integer,
    example: { args: ['2026-11-24', '2026-12-08'], result: 14 },
    run: ([from, to, zone = 'UTC']) => {
      const [first, second] = [from, to].map((date) => zonedDate(date as string, zone as string).toPlainDate());
      return (first as Temporal.PlainDate).until(second as Temporal.PlainDate, { largestUnit: 'day' }).days;
    },
  },
  {
    name: 'toIso',
    title: 'To ISO 8601',
    summary: 'Writes a date as an instant in UTC; one without a zone of its own is read in the given zone.',
    parameters: [DATE, ZONE],
    result: KIND.text,
    example: { args: ['2026-11-24T10:30:00+01:00'], result: '2026-11-24T09:30:00Z' },
    run: ([date, zone]) => instantOf(date as string, zone as string | undefined).toString(),
  },
];

/** The functions of the group date. */
export const DATE_FUNCTIONS: readonly MappingFunction[] = dateFunctions.map((entry) => {
  return { ...entry, group: 'date', run: (args, call) => withSentence(() => entry.run(args, call)) };
});

/** `Temporal` says what it does not like with RangeErrors that quote the data; here they are faults of the data. */
function withSentence(run: () => JsonValue): JsonValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new FunctionError('the date, the duration or the zone is not valid.');
    }
    throw error;
  }
}

function startOfRun(call: FunctionCall): string {
  const run = Object.hasOwn(call.scope, 'run') ? call.scope.run : undefined;
  const startedAt = isObject(run) ? ownValue(run, 'startedAt') : undefined;
  if (typeof startedAt !== 'string') throw new FunctionError('the start of the run is not known here.');
  return instantOf(startedAt, undefined).toString();
}

function instantOf(text: string, zone: string | undefined): Temporal.Instant {
  const date = checkLength(text);
  if (!DAY.test(date) && HAS_ZONE.test(date)) return Temporal.Instant.from(date);
  if (zone === undefined) throw new FunctionError('the date has no zone; give one such as "Europe/Berlin".');
  return Temporal.PlainDateTime.from(date).toZonedDateTime(zone).toInstant();
}

function zonedDate(text: string, zone: string): Temporal.ZonedDateTime {
  return instantOf(text, zone).toZonedDateTimeISO(zone);
}

function checkLength(text: string): string {
  if (text.length > MAX_DATE_LENGTH) throw new FunctionError('the text is too long for a date or a duration.');
  return text;
}

function addDuration(text: string, duration: string, zone: string): string {
  const amount = Temporal.Duration.from(checkLength(duration));
  if (DAY.test(text)) return Temporal.PlainDate.from(text).add(amount).toString();
  return zonedDate(text, zone).add(amount).toInstant().toString();
}

function requireDuration(duration: JsonValue): void {
  withSentence(() => Temporal.Duration.from(checkLength(duration as string)).toString());
}

function requirePatterns(patterns: JsonValue): void {
  for (const pattern of patternsOf(patterns)) if (!NAMED_PATTERNS.has(pattern)) parseDatePattern(pattern);
}

/** Patterns that are no letters but names of a format. */
const NAMED_PATTERNS: ReadonlySet<string> = new Set(['iso', 'unix', 'unixMs']);

function parseDate(text: string, patterns: JsonValue, zone: string | undefined): string {
  for (const pattern of patternsOf(patterns)) {
    const result = readBy(pattern, checkLength(text), zone);
    if (result !== undefined) return result;
  }
  throw new FunctionError('the text follows none of the patterns.');
}

function* patternsOf(patterns: JsonValue): Generator<string> {
  for (const pattern of Array.isArray(patterns) ? patterns : [patterns]) {
    if (typeof pattern !== 'string') throw new FunctionError('a pattern is a text.');
    yield pattern;
  }
}

function readBy(pattern: string, text: string, zone: string | undefined): string | undefined {
  if (pattern === 'unix' || pattern === 'unixMs') return readUnix(text, pattern === 'unix' ? 1_000 : 1);
  if (pattern === 'iso') return readIso(text, zone);
  const parts = parseDatePattern(pattern);
  const fields = readDate(text, parts);
  return fields === undefined ? undefined : textOfFields(fields, { hasTime: hasTime(parts), zone });
}

function readUnix(text: string, factor: number): string | undefined {
  if (!/^-?\d{1,15}$/.test(text)) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(Number(text) * factor).toString();
}

function readIso(text: string, zone: string | undefined): string | undefined {
  if (DAY.test(text)) return Temporal.PlainDate.from(text).toString();
  return /^\d{4}-\d\d-\d\dT/.test(text) ? instantOf(text, zone).toString() : undefined;
}

/** A day or a time that does not exist, such as 31.02., makes the pattern not fit. */
function textOfFields(fields: DateFields, how: { hasTime: boolean; zone: string | undefined }): string | undefined {
  const { offset, ...calendar } = fields;
  const local = existing(calendar);
  if (local === undefined) return undefined;
  if (!how.hasTime) return local.toPlainDate().toString();
  return instantOf(offset === undefined ? local.toString() : local.toString() + offset, how.zone).toString();
}

function existing(calendar: Omit<DateFields, 'offset'>): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(calendar, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
