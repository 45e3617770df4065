/** Proves a connection that is not stored yet: opens it in memory, obtains a token where that takes nobody, and calls. */
import { findConnector, type OAuthScheme } from '../connectors/index.ts';
import type { JsonObject, WorkspaceId } from '../foundation/index.ts';
import { makeRedactor } from '../outbound/index.ts';
import { checkSettings } from './connect-checks.ts';
import type { OpenConnection } from './connection.ts';
import { openParts } from './connection-opener.ts';
import type { ConnectionVerifier } from './connection-verifier.ts';
import type { Credential, OAuthCredential } from './credential.ts';
import type { CredentialSafe } from './credential-safe.ts';
import { secretsOf } from './credential-secrets.ts';
import { fail } from './errors.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { TokenAnswer } from './token-answer.ts';
import { storedTokens } from './token-shelf.ts';

/** A connection before it is saved. */
export interface UnsavedConnection {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly credential: Credential;
  /** What a consent has given. */
  readonly tokens?: TokenAnswer;
}

/** What is known once it is proven. */
export interface Proven {
  readonly tokens: TokenAnswer | undefined;
  readonly account: string | undefined;
}

export interface DraftProverDeps {
  readonly verifier: ConnectionVerifier;
  readonly oauth: OAuthClient;
  readonly safe: CredentialSafe;
}

export class DraftProver {
  readonly #deps: DraftProverDeps;

  constructor(deps: DraftProverDeps) {
    this.#deps = deps;
  }

  /**
   * Makes the verification call; saves nothing. Throws `connections.verification.refused` and
   * `connections.verification.unanswered` with the vendor's own words, and `connections.authorization.needed`.
   */
  async prove(draft: UnsavedConnection): Promise<Proven> {
    const { verifier, safe } = this.#deps;
    const { workspaceId, name, settings } = draft;
    const definition = findConnector(draft.connector);
    checkSettings(definition, settings);
    const credential = await safe.resolve(workspaceId, draft.credential, true);
    const tokens = credential.kind === 'oauth2' ? await this.#tokensFor(draft, credential) : undefined;
    const parts = openParts(definition, {
      settings,
      credential,
      tokens: tokens === undefined ? {} : storedTokens(tokens),
    });
    const opened = { name, settings, ...parts };
    const proof = await verifier.prove(opened);
    if (proof.kind !== 'proven') throw verifier.errorOf(opened, proof);
    return { tokens, account: proof.account ?? tokens?.account };
  }

  /** Makes the verification call of a stored connection as it would be with other settings. Throws as `prove`. */
  async proveWith(opened: OpenConnection, settings: JsonObject): Promise<void> {
    const { verifier } = this.#deps;
    const { definition } = opened;
    const changed = { baseUrl: definition.baseUrl(settings), origins: definition.origins(settings) };
    const proof = await verifier.prove({ ...opened, ...changed, settings });
    if (proof.kind !== 'proven') throw verifier.errorOf(opened, proof);
  }

  async #tokensFor(draft: UnsavedConnection, credential: OAuthCredential<string>): Promise<TokenAnswer> {
    if (draft.tokens !== undefined) return draft.tokens;
    const { name } = draft;
    if (credential.grant === 'authorization_code')
      throw fail('connections.authorization.needed', { context: { name } });
    const scopes = [...schemeScopes(draft.connector), ...(credential.scopes ?? [])];
    const outcome = await this.#deps.oauth.obtain({ credential }, [...new Set(scopes)]);
    if (outcome.kind === 'tokens') return outcome.tokens;
    const text = makeRedactor(secretsOf(credential))(outcome.message);
    throw outcome.kind === 'refused'
      ? fail('connections.verification.refused', { context: { name, answer: text } })
      : fail('connections.verification.unanswered', { context: { name, reason: text } });
  }
}

/** The scopes that a connector's own verification call needs. */
export function schemeScopes(connector: string): readonly string[] {
  return findConnector(connector).auth.find((each): each is OAuthScheme => each.kind === 'oauth2')?.scopes ?? [];
}
