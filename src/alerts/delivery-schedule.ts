/** When a delivery is tried again: often at first, seldom later, a day at the longest. */
import type { Sent } from './message-sender.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DELAYS_MS: readonly number[] = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS];
const LONGEST_MS = 6 * HOUR_MS;
/** Counted from the moment the notice was raised. */
export const GIVE_UP_MS = 24 * HOUR_MS;

export interface DeliveryFacts {
  /** This try counted. */
  readonly tryCount: number;
  /** Since the notice was raised. */
  readonly ageMs: number;
}

export type DeliveryDecision =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly problem: string }
  | { readonly state: 'due'; readonly problem: string; readonly delayMs: number };

/** What becomes of a delivery after a try. */
export function decideDelivery(sent: Sent, { tryCount, ageMs }: DeliveryFacts): DeliveryDecision {
  if (sent.kind === 'sent') return { state: 'sent' };
  const { problem, retryAfterMs = 0 } = sent;
  if (sent.kind === 'refused') return { state: 'failed', problem };
  const planned = DELAYS_MS[Math.min(tryCount, DELAYS_MS.length) - 1] ?? MINUTE_MS;
  const delayMs = Math.min(LONGEST_MS, Math.max(planned, retryAfterMs));
  if (ageMs + delayMs > GIVE_UP_MS) return { state: 'failed', problem };
  return { state: 'due', problem, delayMs };
}
