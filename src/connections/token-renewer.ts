/**
 * Renews tokens: over all processes once for each version (F66). Whoever renews notes that in the token's row, and
 * commits it, before anything is sent; who dies in between leaves the note behind, and the next sends the old token once
 * more (F67). What comes back is stored where the version is still the one that was noted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { findConnector } from '../connectors/index.ts';
import type { Database } from '../db/index.ts';
import { type Clock, isAppError, type Log } from '../foundation/index.ts';
import { markNeedsReconnect } from './connection.store.ts';
import type { OAuthCredential } from './credential.ts';
import type { CredentialSafe, StoredTokens } from './credential-safe.ts';
import type { OAuthClient } from './oauth-client.ts';
import { endpointOf } from './oauth-endpoint.ts';
import type { ProcessPresence } from './process-presence.ts';
import { type ClaimDecision, decideClaim, decideRenewal, type RenewalDecision } from './renewal-decision.ts';
import {
  claimToken,
  endRenewal,
  type LockedToken,
  lockToken,
  noteGranted,
  postponeRenewal,
  storeRenewed,
  type TokenKey,
} from './token.store.ts';
import type { TokenAnswer, TokenOutcome } from './token-answer.ts';
import { grantLifeMs, storedTokens, timesOf } from './token-shelf.ts';

export interface TokenRenewerDeps {
  readonly database: Database;
  readonly safe: CredentialSafe;
  readonly client: OAuthClient;
  readonly presence: ProcessPresence;
  readonly clock: Clock;
  readonly log: Log;
  /** A random number in [0, 1). */
  readonly random: () => number;
  /** Called between the committed claim and the request; for tests that end the process there. */
  readonly onClaimed?: () => void | Promise<void>;
}

export interface RenewalWish {
  readonly knownVersion: number;
  /** `refused`: the vendor did not take the token, so it is over whatever its time. */
  readonly reason: 'due' | 'refused';
}

/** How it stands with the token now; the row says more. */
export type RenewalResult =
  | { readonly kind: 'renewed' }
  | { readonly kind: 'needs_reconnect' }
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly reason: string };

/** Whoever opens a connection waits for a renewal under way at most this long. */
const WAIT_MS = 10_000;
const POLL_MS = 50;
/** Nothing is sent any more when the claim is about to end: another may take over then. */
const SEND_WITHIN_MS = 25_000;
/** New tokens that could not be stored are kept and tried again for this long: they are the only good ones. */
const STORE_WITHIN_MS = 300_000;
const STORE_AGAIN_MS = 250;
const FAILURE_CHARACTERS = 500;

interface Claim {
  readonly key: TokenKey;
  readonly token: LockedToken;
  readonly holder: string;
  readonly isTakenOver: boolean;
  /** Before the claim was sent to the database, so that it ends here no later than there. */
  readonly sinceMs: number;
}

export class TokenRenewer {
  readonly #deps: TokenRenewerDeps;
  readonly #running = new Map<string, Promise<RenewalResult>>();

  constructor(deps: TokenRenewerDeps) {
    this.#deps = deps;
  }

  /** Renews the token unless that has happened or is happening; waits for whoever is at it. Never rejects for the provider's sake. */
  renew(key: TokenKey, wish: RenewalWish): Promise<RenewalResult> {
    // Who was refused with a newer token must not take the end of an older one's renewal for its own.
    const one = `${key.connectionId}.${wish.knownVersion}`;
    const running = this.#running.get(one);
    if (running !== undefined) return running;
    const renewal = this.#renew(key, wish).finally(() => this.#running.delete(one));
    this.#running.set(one, renewal);
    return renewal;
  }

  /** Resolves when nothing is being renewed here, and shows this process as gone. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running.values());
    await this.#deps.presence.close();
  }

  async #renew(key: TokenKey, wish: RenewalWish): Promise<RenewalResult> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + WAIT_MS;
    for (;;) {
      const claimed = await this.#claim(key, wish);
      if ('token' in claimed) return this.#carryOut(claimed);
      if (claimed.kind === 'moved') return { kind: 'renewed' };
      if (claimed.kind === 'closed') return { kind: 'needs_reconnect' };
      if (claimed.kind === 'backing_off') return { ...claimed, kind: 'waiting' };
      if (clock.monotonicMs() > untilMs) return { kind: 'waiting', retryInMs: 1_000, reason: 'it is being renewed' };
      await sleep(POLL_MS * (1 + this.#deps.random()));
    }
  }

  /** Decides and notes in one transaction; what it gives back is committed. */
  async #claim(key: TokenKey, wish: RenewalWish): Promise<Claim | Exclude<ClaimDecision, { kind: 'claim' }>> {
    const { database, presence, clock } = this.#deps;
    const holder = await presence.holder();
    return database.inTx(async (tx) => {
      const sinceMs = clock.monotonicMs();
      const token = await lockToken(tx, key);
      if (token === undefined) return { kind: 'closed' };
      const decision = decideClaim(token, { knownVersion: wish.knownVersion, holder });
      if (decision.kind !== 'claim') return decision;
      await claimToken(tx, key, { holder, isRefused: wish.reason === 'refused' });
      return { key, token, holder, isTakenOver: decision.isTakenOver, sinceMs };
    });
  }

  async #carryOut(claim: Claim): Promise<RenewalResult> {
    const { log } = this.#deps;
    await this.#deps.onClaimed?.();
    try {
      const decision = await this.#ask(claim);
      return await this.#settle(claim, decision);
    } catch (error) {
      // A reference that cannot be read, a key that does not open: nothing about the grant, and perhaps over soon.
      log.warn('connections.renewal_failed', { connectionId: claim.key.connectionId, error });
      const failure = isAppError(error) ? error.publicMessage : 'Holdfast could not renew it; see the log';
      const decision = { kind: 'postpone', failure, dueInMs: 10_000 } as const;
      return this.#settle(claim, decision);
    }
  }

  async #ask(claim: Claim): Promise<RenewalDecision> {
    const { safe, random } = this.#deps;
    const { key, token, isTakenOver } = claim;
    const owner = { workspaceId: key.workspaceId, id: key.connectionId };
    const stored = await safe.openCredential(owner, token.sealedCredential);
    // Read anew where it lies elsewhere: a client secret of a minute ago would end the connection by its refusal.
    const credential = (await safe.resolve(key.workspaceId, stored, true)) as OAuthCredential<string>;
    const tokens = await safe.openTokens(owner, token.sealedTokens);
    const provider = endpointOf(credential).title;
    const { failureCount } = token;
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.#send(claim, credential, tokens);
      const wasInDoubt = isTakenOver || tries > 1;
      const decision = decideRenewal({ outcome, tries, failureCount, wasInDoubt, provider, random: random() });
      if (decision.kind !== 'ask_again') return decision;
    }
  }

  #send(claim: Claim, credential: OAuthCredential<string>, tokens: StoredTokens): Promise<TokenOutcome> {
    const { client, clock } = this.#deps;
    const passedMs = () => clock.monotonicMs() - claim.sinceMs;
    const request = {
      credential,
      nowMs: claim.token.nowMs + passedMs(),
      mayStillSend: () => passedMs() < SEND_WITHIN_MS,
    };
    if (credential.grant !== 'authorization_code')
      return client.obtain(request, scopesFor(claim.token.connector, credential));
    if (tokens.refreshToken !== undefined) return client.refresh(request, tokens.refreshToken);
    const message = 'the access token has ended, and there is no refresh token';
    return Promise.resolve({ kind: 'refused', side: 'account', code: 'no_refresh_token', message });
  }

  async #settle(claim: Claim, decision: RenewalDecision): Promise<RenewalResult> {
    switch (decision.kind) {
      case 'store':
        await this.#storeStubbornly(claim, decision.tokens);
        return { kind: 'renewed' };
      case 'needs_reconnect':
        return this.#close(claim, decision);
      case 'postpone': {
        const failure = decision.failure.slice(0, FAILURE_CHARACTERS);
        await postponeRenewal(this.#deps.database, ended(claim), { failure, dueInMs: decision.dueInMs });
        return { kind: 'waiting', retryInMs: decision.dueInMs, reason: failure };
      }
      case 'ask_again':
        return { kind: 'waiting', retryInMs: 0, reason: '' };
    }
  }

  /** A database that is away for a while must not cost the grant. */
  async #storeStubbornly(claim: Claim, answer: TokenAnswer): Promise<void> {
    const { clock, log } = this.#deps;
    const untilMs = clock.monotonicMs() + STORE_WITHIN_MS;
    for (;;) {
      try {
        await this.#store(claim, answer);
        return;
      } catch (error) {
        log.warn('connections.renewed_token_not_stored', { connectionId: claim.key.connectionId, error });
        if (clock.monotonicMs() > untilMs) throw error;
        await sleep(STORE_AGAIN_MS);
      }
    }
  }

  async #store(claim: Claim, answer: TokenAnswer): Promise<void> {
    const { database, safe, clock, log, random } = this.#deps;
    const { key, token } = claim;
    const owner = { workspaceId: key.workspaceId, id: key.connectionId };
    const credential = (await safe.openCredential(owner, token.sealedCredential)) as OAuthCredential<unknown>;
    const before = await safe.openTokens(owner, token.sealedTokens);
    const isStored = await database.inTx(async (tx) => {
      const sealedTokens = await safe.sealTokens(owner, storedTokens(answer, before), tx);
      const times = timesOf(answer, { credential, random: random(), spentMs: clock.monotonicMs() - claim.sinceMs });
      if (!(await storeRenewed(tx, { ...key, version: token.version, sealedTokens, ...times }))) return false;
      const granted = { scopes: answer.scopes ?? null, lifeMs: grantLifeMs(answer, credential, false) };
      await noteGranted(tx, key, granted);
      return true;
    });
    if (!isStored) log.info('connections.renewal_overtaken', { connectionId: key.connectionId });
  }

  /** The provider's last word, unless somebody else has got tokens meanwhile. */
  async #close(
    claim: Claim,
    { side, problem }: Extract<RenewalDecision, { kind: 'needs_reconnect' }>,
  ): Promise<RenewalResult> {
    const { workspaceId, connectionId: id } = claim.key;
    const failure = problem.slice(0, FAILURE_CHARACTERS);
    const isClosed = await this.#deps.database.inTx(async (tx) => {
      if (!(await endRenewal(tx, ended(claim), failure))) return false;
      await markNeedsReconnect(tx, { workspaceId, id, problem: failure, side });
      return true;
    });
    return isClosed
      ? { kind: 'needs_reconnect' }
      : { kind: 'waiting', retryInMs: POLL_MS, reason: 'it is being renewed' };
  }
}

/** What is asked for without anybody's consent: what the connector's own verification needs, and what was chosen. */
function scopesFor(connector: string, { scopes = [] }: OAuthCredential<string>): readonly string[] {
  const scheme = findConnector(connector).auth.find((candidate) => candidate.kind === 'oauth2');
  return [...new Set([...(scheme?.scopes ?? []), ...scopes])];
}

function ended({ key, token, holder }: Claim) {
  return { ...key, version: token.version, holder };
}
