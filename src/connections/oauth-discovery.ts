/** Finds the addresses of a provider by its issuer (RFC 8414, OpenID Connect Discovery 1.0). */
import * as oauth from 'oauth4webapi';
import type { HttpAnswer, HttpSender } from '../outbound/index.ts';
import type { OAuthEndpoints } from './credential.ts';
import { fail } from './errors.ts';
import { throughSender } from './oauth-fetch.ts';

/** What a provider publishes about itself. */
export interface DiscoveredProvider extends OAuthEndpoints {
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly grants: readonly string[];
  readonly hasPkce: boolean;
}

/** Tried in turn: most providers know the first, plain OAuth servers the second. */
const ALGORITHMS = ['oidc', 'oauth2'] as const;

/** Asks an issuer for its addresses; throws `connections.provider.undiscovered`, also when it says to be another. */
export async function discoverProvider(sender: HttpSender, issuer: string): Promise<DiscoveredProvider> {
  const url = URL.parse(issuer);
  if (url === null) throw undiscovered(issuer, 'it is no address');
  let reason = 'no answer';
  for (const algorithm of ALGORITHMS) {
    const found = await ask(sender, url, algorithm).catch((error: unknown) => String((error as Error).message));
    if (typeof found !== 'string') return toEndpoints(found, issuer);
    reason = found;
  }
  throw undiscovered(issuer, reason);
}

async function ask(sender: HttpSender, issuer: URL, algorithm: 'oidc' | 'oauth2'): Promise<oauth.AuthorizationServer> {
  const { result } = await throughSender(
    sender,
    (carry) =>
      oauth.discoveryRequest(issuer, {
        algorithm,
        [oauth.customFetch]: carry as never,
        [oauth.allowInsecureRequests]: true,
      }),
    { isWrite: false },
  );
  if (result.kind !== 'answered') throw new Error(result.message);
  return oauth.processDiscoveryResponse(issuer, toResponse(result.answer));
}

function toResponse({ status, headers, body }: HttpAnswer): Response {
  const type = headers['content-type'] ?? '';
  return new Response(Buffer.from(body), { status, headers: { 'content-type': type } });
}

function toEndpoints(server: oauth.AuthorizationServer, issuer: string): DiscoveredProvider {
  const { token_endpoint: tokenUrl, authorization_endpoint: authorizeUrl, revocation_endpoint: revokeUrl } = server;
  if (tokenUrl === undefined) throw undiscovered(issuer, 'it names no token endpoint');
  return {
    issuer: server.issuer,
    tokenUrl,
    ...(authorizeUrl === undefined ? {} : { authorizeUrl }),
    ...(revokeUrl === undefined ? {} : { revokeUrl }),
    ...(server.authorization_response_iss_parameter_supported === true ? { issuerInAnswer: 'required' } : {}),
    scopes: server.scopes_supported ?? [],
    grants: server.grant_types_supported ?? ['authorization_code'],
    hasPkce: server.code_challenge_methods_supported?.includes('S256') === true,
  };
}

function undiscovered(issuer: string, reason: string) {
  return fail('connections.provider.undiscovered', { context: { issuer: issuer.slice(0, 300), reason } });
}
