import { hash } from 'node:crypto';
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
  const { runId, stepKey, itemKey, payloadVersion, subKey } = place;
  // The key names a write and proves nothing, so a plain hash does; the seed keeps it from being guessed.
  const digest = hash('sha256', JSON.stringify([seed.reveal(), runId, stepKey, itemKey, payloadVersion, subKey]));
  return `hf-${digest.slice(0, 36)}`;
}
