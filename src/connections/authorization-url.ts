/** The request that a person's browser carries to the provider (RFC 6749, 4.1.1; PKCE by RFC 7636). */
import { createHash } from 'node:crypto';
import { randomToken } from '../foundation/index.ts';
import type { OAuthCredential } from './credential.ts';
import { endpointOf } from './oauth-endpoint.ts';

/** RFC 7636, 4.1 recommends 32 random bytes. */
const VERIFIER_BYTES = 32;

export interface AuthorizationUrlParts {
  readonly credential: OAuthCredential<unknown>;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE; absent where the provider refuses it. */
  readonly verifier?: string;
}

/** A new PKCE verifier; undefined where the provider refuses PKCE. */
export function makeVerifier(credential: OAuthCredential<unknown>): string | undefined {
  return endpointOf(credential).pkce === 'refused' ? undefined : randomToken(VERIFIER_BYTES);
}

/** The address to send the browser to. Throws `connectors.provider.*`. */
export function makeAuthorizationUrl({
  credential,
  scopes,
  redirectUri,
  state,
  verifier,
}: AuthorizationUrlParts): string {
  const provider = endpointOf(credential);
  const asked = [...new Set([...scopes, ...(provider.requiredScopes ?? [])])];
  const url = new URL(provider.authorizeUrl);
  const parameters: Record<string, string | undefined> = {
    ...provider.authorizeParameters,
    response_type: 'code',
    client_id: credential.client?.id,
    redirect_uri: redirectUri,
    scope: asked.length === 0 ? undefined : asked.join(provider.scopeSeparator ?? ' '),
    state,
    resource: credential.resource,
    ...(verifier === undefined ? {} : { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** RFC 7636, 4.2. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}
