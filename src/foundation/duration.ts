/**
 * Durations in documents are ISO 8601 (`PT30S`, `PT5M`, `P1D`), days being 24 hours; months and years have no fixed
 * length and are refused. In code a duration is a number of milliseconds, and its name ends in `Ms`.
 */
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const DAY_MS = 86_400_000;

/** Milliseconds of an ISO 8601 duration, or undefined when the text is not one we take. */
export function parseDurationMs(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) return undefined;
  const [, weeks, days, hours, minutes, seconds] = match;
  const amount =
    Number(weeks ?? 0) * 7 * DAY_MS +
    Number(days ?? 0) * DAY_MS +
    Number(hours ?? 0) * 3_600_000 +
    Number(minutes ?? 0) * 60_000 +
    Math.round(Number(seconds ?? 0) * 1_000);
  return Number.isSafeInteger(amount) ? amount : undefined;
}
