/** Puts the tokens of a consent beside their connection, with the times at which they end and come due. */
import type { Tx } from '../db/index.ts';
import type { OAuthCredential } from './credential.ts';
import type { CredentialSafe, SecretOwner, StoredTokens } from './credential-safe.ts';
import { endpointOf } from './oauth-endpoint.ts';
import { noteGranted, putToken } from './token.store.ts';
import type { TokenAnswer } from './token-answer.ts';
import { dueInMs } from './token-schedule.ts';

export interface TokenShelfDeps {
  readonly safe: CredentialSafe;
  /** A random number in [0, 1). */
  readonly random: () => number;
}

export class TokenShelf {
  readonly #deps: TokenShelfDeps;

  constructor(deps: TokenShelfDeps) {
    this.#deps = deps;
  }

  /** Stores what a consent gave, in place of whatever was there; `asked` is granted where the answer names no scopes. */
  async put(
    tx: Tx,
    owner: SecretOwner,
    given: {
      readonly tokens: TokenAnswer;
      readonly credential: OAuthCredential<unknown>;
      readonly asked: readonly string[];
    },
  ): Promise<void> {
    const { tokens, credential, asked } = given;
    const sealedTokens = await this.#deps.safe.sealTokens(owner, storedTokens(tokens), tx);
    const times = timesOf(tokens, { credential, random: this.#deps.random() });
    const key = { workspaceId: owner.workspaceId, connectionId: owner.id };
    await putToken(tx, { ...key, sealedTokens, ...times });
    const lifeMs = grantLifeMs(tokens, credential, true);
    await noteGranted(tx, key, { scopes: tokens.scopes ?? asked, lifeMs });
  }

  /** Begins a grant that needs no consent: its first token is obtained when somebody opens the connection. */
  async begin(tx: Tx, owner: SecretOwner): Promise<void> {
    const sealedTokens = await this.#deps.safe.sealTokens(owner, {}, tx);
    const key = { workspaceId: owner.workspaceId, connectionId: owner.id };
    await putToken(tx, { ...key, sealedTokens, lifeMs: 0, dueInMs: 0 });
  }
}

/** What is kept of an answer; a refresh token that it leaves out is the one that was used (RFC 6749, 6). */
export function storedTokens(tokens: TokenAnswer, before: StoredTokens = {}): StoredTokens {
  const refreshToken = tokens.refreshToken ?? before.refreshToken;
  const apiUrl = tokens.apiUrl ?? before.apiUrl;
  const callback = tokens.callback ?? before.callback;
  return {
    accessToken: tokens.accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(callback === undefined ? {} : { callback }),
  };
}

/** How long the token lives from now, and when it comes due; `spentMs` have passed since it was asked for. */
export function timesOf(
  { expiresInMs }: TokenAnswer,
  {
    credential,
    random,
    spentMs = 0,
  }: { readonly credential: OAuthCredential<unknown>; readonly random: number; readonly spentMs?: number },
): { readonly lifeMs: number | null; readonly dueInMs: number | null } {
  if (expiresInMs === undefined) return { lifeMs: null, dueInMs: null };
  const lifeMs = Math.max(0, expiresInMs - spentMs);
  return { lifeMs, dueInMs: Math.max(0, dueInMs(expiresInMs, random, endpointOf(credential).renewAheadMs) - spentMs) };
}

/** How long the grant lives without being used; null where nothing is known, or nothing new. */
export function grantLifeMs(
  tokens: TokenAnswer,
  credential: OAuthCredential<unknown>,
  isConsent: boolean,
): number | null {
  const { refresh } = endpointOf(credential);
  if (credential.grant !== 'authorization_code') return null;
  if (tokens.refreshExpiresInMs !== undefined) return tokens.refreshExpiresInMs;
  if (isConsent && tokens.refreshToken === undefined) return tokens.expiresInMs ?? null;
  return refresh.idleLifeMs ?? (isConsent ? (refresh.totalLifeMs ?? null) : null);
}
