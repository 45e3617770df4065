/**
 * Where it is decided what a look-up means. A write whose outcome is open is looked for by our reference: once after
 * the vendor's index had time to settle, and again later before "not found" is believed.
 */
export interface LookFacts {
  /** Records that carry our reference, by this look. */
  readonly foundCount: number;
  /** Looks that found nothing, this one included. */
  readonly notFoundCount: number;
  readonly secondLookMs: number;
  /**
   * Class K comes here only when its key no longer protects it (its life is over, or the vendor replays a saved error):
   * then the write must not be sent again.
   */
  readonly isKeySpent: boolean;
}

export type LookDecision =
  | { readonly kind: 'applied' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'look_again'; readonly delayMs: number }
  | { readonly kind: 'send_again' }
  | { readonly kind: 'dead_letter' };

/** "Not found" counts only after this many looks. */
export const LOOKS_BEFORE_BELIEVED = 2;
export const DEFAULT_SETTLE_MS = 30_000;
export const DEFAULT_SECOND_LOOK_MS = 300_000;

/** Decides what follows from one look-up. More than one record is never mended by us: a person decides. */
export function decideAfterLook(facts: LookFacts): LookDecision {
  if (facts.foundCount === 1) return { kind: 'applied' };
  if (facts.foundCount > 1) return { kind: 'duplicate' };
  if (facts.notFoundCount < LOOKS_BEFORE_BELIEVED) return { kind: 'look_again', delayMs: facts.secondLookMs };
  return facts.isKeySpent ? { kind: 'dead_letter' } : { kind: 'send_again' };
}
