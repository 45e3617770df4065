/** Trades the code that a browser brought for tokens, and puts the provider's refusal into words. */
import { makeRedactor } from '../outbound/index.ts';
import type { ConsentDraft } from './consent-safe.ts';
import type { OAuthCredential } from './credential.ts';
import type { CredentialSafe } from './credential-safe.ts';
import { secretsOf } from './credential-secrets.ts';
import { fail } from './errors.ts';
import { type OAuthClient, OTHER_PROVIDER } from './oauth-client.ts';
import type { TokenAnswer } from './token-answer.ts';

export interface CodeExchangerDeps {
  readonly oauth: OAuthClient;
  readonly safe: CredentialSafe;
}

export class CodeExchanger {
  readonly #deps: CodeExchangerDeps;

  constructor(deps: CodeExchangerDeps) {
    this.#deps = deps;
  }

  /** The tokens of a consent. Throws `connections.consent.*`. */
  async exchange({ plan, redirectUri, verifier }: ConsentDraft, callback: URLSearchParams): Promise<TokenAnswer> {
    const { oauth, safe } = this.#deps;
    const credential = (await safe.resolve(plan.workspaceId, plan.credential, true)) as OAuthCredential<string>;
    const pkce = verifier === undefined ? {} : { verifier };
    const outcome = await oauth.exchangeCode({ credential, callback, redirectUri, ...pkce });
    if (outcome.kind === 'tokens') return outcome.tokens;
    const answer = makeRedactor([...secretsOf(credential), callback.get('code') ?? ''].filter((text) => text !== ''))(
      outcome.message,
    );
    const context = { name: plan.name, answer };
    if (outcome.kind !== 'refused') throw fail('connections.consent.unanswered', { context });
    if (outcome.code === OTHER_PROVIDER) throw fail('connections.consent.other_provider', { context });
    throw fail(outcome.side === 'app' ? 'connections.consent.app_refused' : 'connections.consent.refused', { context });
  }
}
