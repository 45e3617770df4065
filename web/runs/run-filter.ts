/** The filters of the run list as they stand in the address, and as the API takes them. */
import type { CallInput } from '../api/call.ts';

/** Everything is text, because it is an address; what is not set is absent. */
export interface RunSearch {
  readonly flow?: string;
  /** Run states, parted by commas. */
  readonly state?: string;
  /** A span that ends now: `1h`, `24h`, `7d`, or `between`, which `from` and `to` then say. */
  readonly time?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly to?: string;
  readonly orderKey?: string;
  readonly code?: string;
  readonly text?: string;
  /** Runs before this one; a change of a filter drops it. */
  readonly cursor?: string;
}

export type RunQuery = NonNullable<CallInput<'listRuns'>['query']>;

const FIELDS = ['flow', 'state', 'time', 'from', 'to', 'orderKey', 'code', 'text', 'cursor'] as const;
const SPANS_MS: ReadonlyMap<string, number> = new Map([
  ['1h', 3_600_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
]);
const MINUTE_MS = 60_000;

/** Rows of one page. */
export const PAGE_SIZE = 50;

/** What an address says about filters; anything else in it is left alone. */
export function readSearch(raw: Readonly<Record<string, string>>): RunSearch {
  const filled = FIELDS.filter((field) => (raw[field] ?? '') !== '');
  return Object.fromEntries(filled.map((field) => [field, raw[field] as string]));
}

/** The address after some filters changed; an empty text clears one, and the first page is shown. */
export function changeSearch(
  search: RunSearch,
  change: Partial<Record<keyof RunSearch, string | undefined>>,
): RunSearch {
  const { cursor: _cursor, ...rest } = search;
  const merged = { ...rest, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''));
}

/** True when some filter is set; a page further down is none. */
export function isFiltered(search: RunSearch): boolean {
  return countFilters(search) > 0;
}

/** How many filters are set; the two ends of a time are one. */
export function countFilters({ cursor: _cursor, from, to, time, ...filters }: RunSearch): number {
  return Object.keys(filters).length + (timeChoice(optional({ from, to, time })) === 'any' ? 0 : 1);
}

function optional(fields: Readonly<Record<string, string | undefined>>): RunSearch {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * The query of the API. A span that ends now begins at a whole minute, so that the same list is not asked anew with
 * every look at the clock.
 */
export function runQuery(search: RunSearch, nowMs: number): RunQuery {
  const { flow, state, orderKey, code, text, cursor } = search;
  const fixed = { flow, state, orderKey, code, text, cursor };
  const set = Object.entries({ ...fixed, ...timeQuery(search, nowMs) }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), limit: PAGE_SIZE };
}

function timeQuery(
  { time, from, to }: RunSearch,
  nowMs: number,
): { from?: string | undefined; to?: string | undefined } {
  const spanMs = SPANS_MS.get(time ?? '');
  if (spanMs === undefined) return { from, to };
  return { from: new Date(Math.floor((nowMs - spanMs) / MINUTE_MS) * MINUTE_MS).toISOString() };
}

/** Which entry of the time filter an address stands for. */
export function timeChoice({ time, from, to }: RunSearch): string {
  if (time !== undefined && SPANS_MS.has(time)) return time;
  return time === 'between' || from !== undefined || to !== undefined ? 'between' : 'any';
}

/** An instant as the browser's own field for local date and time has it. */
export function localField(instant: string | undefined): string {
  const date = new Date(instant ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** The instant that such a field means in the reader's zone; an empty text when it means none. */
export function instantOfField(text: string): string {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
