/** Numbers of runs, which the server counts up to a limit only. */

/** The number, with a `+` when there may be more. */
export function countText(count: number, countCap: number): string {
  return count >= countCap ? `${countCap.toLocaleString()}+` : count.toLocaleString();
}

const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1, roundingMode: 'trunc' });

/** Rounded down: 100 % stands only where nothing failed. */
export function percentText(succeeded: number, failed: number): string {
  return PERCENT.format(succeeded / (succeeded + failed));
}
