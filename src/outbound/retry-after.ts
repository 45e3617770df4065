/**
 * `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in one of the three forms that a recipient must accept
 * (5.6.7). A date is measured against the answer's own `Date`, so the two clocks need not agree.
 */

/** The wait in milliseconds, 0 for a date gone by, undefined when the header is absent or malformed. */
export function parseRetryAfter(
  header: string | undefined,
  answerDate: string | undefined,
  nowMs: number,
): number | undefined {
  const text = header?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, Number.MAX_SAFE_INTEGER);
  const atMs = parseHttpDate(text, nowMs);
  if (atMs === undefined) return undefined;
  return Math.max(0, atMs - (parseHttpDate(answerDate?.trim() ?? '', nowMs) ?? nowMs));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const FORMS = [
  /** IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`. */
  new RegExp(`^${SHORT_DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  /** RFC 850: `Sunday, 06-Nov-94 08:49:37 GMT`. */
  new RegExp(`^${LONG_DAY}, (?<day>\\d\\d)-${MONTH}-(?<shortYear>\\d\\d) ${TIME} GMT$`),
  /** asctime: `Sun Nov  6 08:49:37 1994`. */
  new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

type DateParts = Readonly<Record<string, string | undefined>>;

function parseHttpDate(text: string, nowMs: number): number | undefined {
  for (const form of FORMS) {
    const parts: DateParts | undefined = form.exec(text)?.groups;
    if (parts !== undefined) return instantOf(parts, nowMs);
  }
  return undefined;
}

/** Undefined for a day or time that does not exist; second 60 is a leap second and exists. */
function instantOf(parts: DateParts, nowMs: number): number | undefined {
  const year = parts.year === undefined ? fullYear(Number(parts.shortYear), nowMs) : Number(parts.year);
  const month = MONTHS.indexOf(parts.month ?? '');
  const [day, hour, minute, second] = [parts.day, parts.hour, parts.minute, parts.second].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(0).setUTCFullYear(year, month, day);
  if (new Date(midnight).getUTCMonth() !== month || day === 0) return undefined;
  return midnight + hour * 3_600_000 + minute * 60_000 + second * 1_000;
}

/** The year within 50 years of now: what looks further ahead is in the past (RFC 9110, 5.6.7). */
function fullYear(shortYear: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + shortYear;
  if (year > thisYear + 50) return year - 100;
  return year < thisYear - 49 ? year + 100 : year;
}
