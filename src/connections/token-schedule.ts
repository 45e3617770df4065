/** When a token is renewed: ahead of its end, by a margin and some chance, so that many do not come due together. */

/** Long tokens are renewed five minutes before their end, short ones when a fifth of their life is left. */
const MAX_MARGIN_MS = 300_000;
const MARGIN_SHARE = 0.2;
/** Whatever a provider advises: a token that comes due at once would be renewed for ever. */
const MAX_AHEAD_SHARE = 0.8;
/** Whoever opens a connection with less than this share of the margin left waits for the renewal. */
const URGENT_SHARE = 0.5;
const MAX_URGENT_MS = 30_000;
const BACKOFF = { firstMs: 1_000, maxMs: 300_000 };

/** How long before its end a token of this life is renewed. */
export function marginMs(lifeMs: number): number {
  return Math.min(MAX_MARGIN_MS, lifeMs * MARGIN_SHARE);
}

/**
 * After how long a token just obtained comes due, `aheadMs` before its end where the provider advises that; `random` in
 * [0, 1) brings it forward, by so little that a tenth of its life has passed by then.
 */
export function dueInMs(lifeMs: number, random: number, aheadMs = marginMs(lifeMs)): number {
  const margin = Math.min(aheadMs, lifeMs * MAX_AHEAD_SHARE);
  return Math.max(0, Math.round(lifeMs - margin - (random * Math.min(margin, lifeMs - margin)) / 2));
}

/** With so much life left a token is not used any more: it might end on the way. */
export function urgentMs(lifeMs: number): number {
  return Math.min(MAX_URGENT_MS, marginMs(lifeMs) * URGENT_SHARE);
}

/** How long to wait after so many failures in a row; the provider's own advice counts when it is longer. */
export function renewalBackoffMs(failures: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(BACKOFF.maxMs, BACKOFF.firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(Math.max(ceiling * (0.5 + random / 2), Math.min(retryAfterMs, BACKOFF.maxMs)));
}
