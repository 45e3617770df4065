/**
 * How long until the next attempt. Three quick ones with full jitter (a spread of callers does not return as one wave),
 * then a slow schedule over days. Units are milliseconds; `jitter` is a random number in [0, 1).
 */
const FAST_ATTEMPTS = 3;
const FAST_BASE_MS = 500;
const FAST_CAP_MS = 5_000;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The slow schedule of the Standard Webhooks specification ("Retries"). */
export const SLOW_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Longest pause a vendor can ask for at once; then it is asked again. */
export const RETRY_AFTER_CAP_MS = 24 * HOUR;
const RETRY_AFTER_FLOOR_MS = SECOND;
const THROTTLE_BASE_MS = SECOND;
const THROTTLE_CAP_MS = 5 * MINUTE;
/** A pause ends at a spread of moments, so that the waiting runs do not hit the vendor's limit together. */
const RETRY_AFTER_SPREAD = 0.1;

/** Delay after the given number of counted attempts (from 1). */
export function backoffMs(attempts: number, jitter: number): number {
  if (attempts <= FAST_ATTEMPTS) return Math.round(jitter * Math.min(FAST_CAP_MS, FAST_BASE_MS * 2 ** (attempts - 1)));
  const slow = SLOW_DELAYS_MS[Math.min(attempts - FAST_ATTEMPTS, SLOW_DELAYS_MS.length) - 1] as number;
  // Half fixed, half random: full jitter could turn a day's wait into none.
  return Math.round(slow * (0.5 + jitter / 2));
}

/** Delay after a throttle: what the vendor asked for, capped and spread, or a growing guess where it said nothing. */
export function throttleDelayMs(retryAfterMs: number | undefined, throttledAttempts: number, jitter: number): number {
  if (retryAfterMs === undefined) {
    const ceiling = Math.min(THROTTLE_CAP_MS, THROTTLE_BASE_MS * 2 ** Math.min(throttledAttempts, 16));
    return Math.max(RETRY_AFTER_FLOOR_MS, Math.round(jitter * ceiling));
  }
  const asked = Math.min(RETRY_AFTER_CAP_MS, Math.max(RETRY_AFTER_FLOOR_MS, retryAfterMs));
  return Math.round(asked * (1 + jitter * RETRY_AFTER_SPREAD));
}
