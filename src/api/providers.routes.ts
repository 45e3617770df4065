/** OAuth providers: what is known of them, and the discovery of one that is not (RFC 8414). */
import { type OAuthProvider, providers } from '../connectors/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { IssuerDraft, ProviderDiscovered, type ProviderShown, ProvidersShown } from './connect-shapes.ts';
import { callbackUrlOf } from './server-url.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connectors'];

/** Adds `/providers`. */
export function addProviderRoutes(
  app: ApiRouter,
  deps: Pick<ApiDeps, 'authorizations'> & { readonly pageUrl: () => string },
): void {
  const list = {
    operationId: 'listProviders',
    tags,
    summary: 'List the OAuth providers that are known, and the callback address to register at them',
    response: withProblems({ 200: ProvidersShown }),
  };
  app.get('/providers', { schema: list, config: { access: 'view' } }, async () => ({
    providers: [...providers.values()].map(providerShown),
    callbackUrl: callbackUrlOf(deps.pageUrl()),
  }));
  const discover = {
    operationId: 'discoverProvider',
    tags,
    summary: 'Read the addresses that an authorization server publishes (RFC 8414)',
    body: IssuerDraft,
    response: withProblems({ 200: ProviderDiscovered }),
  };
  app.post('/providers/discover', { schema: discover, config: { access: 'build' } }, async (request) => {
    const found = await deps.authorizations.discover(request.body.issuer);
    const { issuer, authorizeUrl, tokenUrl, revokeUrl, issuerInAnswer, scopes, grants, hasPkce } = found;
    const addresses = {
      tokenUrl,
      ...(authorizeUrl === undefined ? {} : { authorizeUrl }),
      ...(revokeUrl === undefined ? {} : { revokeUrl }),
      ...(issuerInAnswer === undefined ? {} : { issuerInAnswer }),
    };
    return { issuer, ...addresses, scopes: [...scopes], grants: [...grants], hasPkce };
  });
}

function providerShown(provider: OAuthProvider): ProviderShown {
  const { name, title, grants, pkce, parameters = [], consoleUrl, quirks, scopeSeparator = ' ', revokeUrl } = provider;
  return {
    name,
    title,
    grants: [...grants],
    pkce,
    parameters: parameters.map((parameter) => ({ ...parameter })),
    consoleUrl,
    quirks: [...quirks],
    scopeSeparator,
    hasRevocation: revokeUrl !== undefined,
  };
}
