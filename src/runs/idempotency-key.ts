import { createHmac } from 'node:crypto';
import type { Secret } from '../foundation/index.ts';

export interface KeyPlace {
  readonly runId: string;
  readonly stepKey: string;
  readonly itemKey: string;
  /** Grows when a person edits the payload: what is sent then is another request. */
  readonly payloadVersion: number;
  /** Grows when only a part of a list is sent again. */
  readonly subKey: number;
}

/**
 * The idempotency key of one write: the same on every retry, worker and crash, because it is derived and not stored.
 * 39 characters of `hf-` and hexadecimal, which fits the shortest documented limit (36 to 128, Xero; 255, Stripe).
 */
export function deriveIdempotencyKey(seed: Secret<string>, place: KeyPlace): string {
  const parts = [place.runId, place.stepKey, place.itemKey, String(place.payloadVersion), String(place.subKey)];
  const digest = createHmac('sha256', seed.reveal()).update(JSON.stringify(parts)).digest('hex');
  return `hf-${digest.slice(0, 36)}`;
}
