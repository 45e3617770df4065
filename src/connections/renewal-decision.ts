/** Decides, apart from all effects, who may renew a token and what comes of an attempt to. */
import type { LockedToken } from './token.store.ts';
import type { TokenAnswer, TokenOutcome } from './token-answer.ts';
import { renewalBackoffMs } from './token-schedule.ts';

/** A holder that lives is waited for so long: two requests to the provider, and storing. */
const CLAIM_MS = 45_000;
/** A holder whose session is gone may still be about to store what it got. */
const DEAD_HOLDER_MS = 3_000;

export type ClaimDecision =
  /** Nobody renews, or whoever did is dead. */
  | { readonly kind: 'claim'; readonly isTakenOver: boolean }
  /** Somebody has renewed it. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'under_way' }
  | { readonly kind: 'backing_off'; readonly retryInMs: number; readonly reason: string }
  /** The connection needs a person. */
  | { readonly kind: 'closed' };

/** Whether `holder` may renew the version it knows. */
export function decideClaim(
  token: Pick<
    LockedToken,
    | 'version'
    | 'state'
    | 'failureCount'
    | 'failure'
    | 'dueInMs'
    | 'claimAgeMs'
    | 'holder'
    | 'isHolderAlive'
    | 'wasServerRestarted'
  >,
  wish: { readonly knownVersion: number; readonly holder: string },
): ClaimDecision {
  if (token.version !== wish.knownVersion) return { kind: 'moved' };
  if (token.state !== 'active') return { kind: 'closed' };
  if (token.claimAgeMs !== null && isHeld(token, token.claimAgeMs, wish.holder)) return { kind: 'under_way' };
  const isBackingOff = token.failureCount > 0 && token.dueInMs !== null && token.dueInMs > 0;
  if (token.claimAgeMs === null && isBackingOff) {
    return { kind: 'backing_off', retryInMs: token.dueInMs as number, reason: token.failure ?? '' };
  }
  return { kind: 'claim', isTakenOver: token.claimAgeMs !== null };
}

type Held = Pick<LockedToken, 'holder' | 'isHolderAlive' | 'wasServerRestarted'>;

/** A claim of our own that nobody works at is left over from a failure here. */
function isHeld(token: Held, claimAgeMs: number, holder: string): boolean {
  if (token.holder === holder || claimAgeMs > CLAIM_MS) return false;
  return token.isHolderAlive || token.wasServerRestarted || claimAgeMs < DEAD_HOLDER_MS;
}

export type RenewalDecision =
  | { readonly kind: 'store'; readonly tokens: TokenAnswer }
  /** The answer may be lost; the old token is sent once more, at once (F67). */
  | { readonly kind: 'ask_again' }
  | { readonly kind: 'postpone'; readonly failure: string; readonly dueInMs: number }
  | { readonly kind: 'needs_reconnect'; readonly side: 'account' | 'app'; readonly problem: string };

export interface RenewalFacts {
  readonly outcome: TokenOutcome;
  /** In this claim, this one included. */
  readonly tries: number;
  /** Renewals that failed before. */
  readonly failureCount: number;
  /** An earlier request with the same token may have been processed: its answer was lost, or its sender died. */
  readonly wasInDoubt: boolean;
  readonly provider: string;
  readonly random: number;
}

/** What follows from what came of one request. */
export function decideRenewal(facts: RenewalFacts): RenewalDecision {
  const { outcome } = facts;
  switch (outcome.kind) {
    case 'tokens':
      return { kind: 'store', tokens: outcome.tokens };
    case 'refused':
      return { kind: 'needs_reconnect', side: outcome.side, problem: problemText(facts, outcome) };
    case 'unanswered':
      if (outcome.wasSent && facts.tries === 1) return { kind: 'ask_again' };
      return postpone(facts, `${facts.provider} does not answer: ${outcome.message}`, 0);
    case 'troubled':
      return postpone(facts, `${facts.provider} cannot renew just now: ${outcome.message}`, outcome.retryAfterMs ?? 0);
  }
}

function postpone({ failureCount, random }: RenewalFacts, failure: string, retryAfterMs: number): RenewalDecision {
  return { kind: 'postpone', failure, dueInMs: renewalBackoffMs(failureCount + 1, random, retryAfterMs) };
}

function problemText(
  { provider, wasInDoubt }: RenewalFacts,
  { side, message }: { side: string; message: string },
): string {
  if (side === 'app') return `${provider} does not accept the OAuth app: ${message}`;
  const words = `${provider} no longer accepts the consent: ${message}`;
  return wasInDoubt ? `${words} (an earlier answer to a renewal was lost, and with it the new token)` : words;
}
