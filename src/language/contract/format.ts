/**
 * The formats that are checked; unknown ones are ignored, as JSON Schema 2020-12 (validation, 7.2.3) allows. Every check
 * reads the text a fixed number of times.
 */
export interface Format {
  /** As a sentence names it. */
  readonly title: string;
  isMatch(text: string): boolean;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d{1,9})?(?:[zZ]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]{0,40}:[^\s<>"{}|\\^`]*$/;
const UUID = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['date', { title: 'a date such as 2026-11-24', isMatch: isDate }],
  ['date-time', { title: 'a date and time with zone such as 2026-11-24T09:30:00Z', isMatch: isDateTime }],
  ['time', { title: 'a time with zone such as 09:30:00Z', isMatch: (text) => TIME.test(text) }],
  ['email', { title: 'an e-mail address', isMatch: isEmail }],
  ['uri', { title: 'a URI with a scheme such as https://example.com/a', isMatch: (text) => URI.test(text) }],
  ['uuid', { title: 'a UUID', isMatch: (text) => UUID.test(text) }],
]);

/** The format of a name, or undefined for one that is not checked. */
export function formatNamed(name: string): Format | undefined {
  return FORMATS.get(name);
}

/** True for a day that exists, as RFC 3339 `full-date`. */
function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** True for an instant as RFC 3339 `date-time`; the zone is required. */
function isDateTime(text: string): boolean {
  return text.length <= 40 && /[tT ]/.test(text[10] ?? '') && isDate(text.slice(0, 10)) && TIME.test(text.slice(11));
}

/** A practical reading of RFC 5321 mailboxes: no quoted local parts, no address literals. */
function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || text.length > 254) return false;
  const local = text.slice(0, at);
  if (!/^[^\s"(),:;<>@[\\\]]+$/.test(local) || local.startsWith('.') || local.endsWith('.')) return false;
  const labels = text.slice(at + 1).split('.');
  return labels.length > 1 && labels.every((label) => DOMAIN_LABEL.test(label));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
