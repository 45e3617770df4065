/** Consents (OAuth 2.0, authorization code): begun here, and followed until the provider has answered. */
import { readTarget } from '../connections/index.ts';
import { parseId } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { askerOf } from './asker.ts';
import { bindingCookie } from './binding-cookie.ts';
import { AuthorizationDraft, AuthorizationShown, AuthorizationStarted, ConnectPlace } from './connect-shapes.ts';
import { scopesNeededOf } from './connection-view.ts';
import { fail } from './errors.ts';
import { callbackUrlOf } from './server-url.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connections'];

/** Adds `/connections/authorize` and `/authorizations`. */
export function addAuthorizationRoutes(
  app: ApiRouter,
  deps: Pick<ApiDeps, 'authorizations' | 'connectionUse'> & { readonly pageUrl: () => string },
): void {
  const start = {
    operationId: 'startAuthorization',
    tags,
    summary: 'Begin a consent; only the browser that begins it, signed in as the same person, can finish it',
    body: AuthorizationDraft,
    response: withProblems({ 200: AuthorizationStarted }),
  };
  app.post('/connections/authorize', { schema: start, config: { access: 'build' } }, async (request, reply) => {
    const asker = askerOf(request);
    // A token has no browser that the answer could be bound to.
    if (asker.personId === null) throw fail('api.person.needed');
    const target = readTarget(request.body);
    const pageUrl = deps.pageUrl();
    const scopes = await scopesNeededOf(deps, asker.workspaceId, target.name);
    const begun = await deps.authorizations.beginFor(asker, { target, scopes, redirectUri: callbackUrlOf(pageUrl) });
    reply.header('set-cookie', bindingCookie(begun, pageUrl));
    return { id: begun.id, url: begun.url, expiresAt: begun.expiresAt.toISOString() };
  });
  const one = {
    operationId: 'getAuthorization',
    tags,
    summary: 'How far a consent is',
    params: ConnectPlace,
    response: withProblems({ 200: AuthorizationShown }),
  };
  app.get('/authorizations/:id', { schema: one, config: { access: 'build' } }, async (request) => {
    const id = parseId<string>(request.params.id);
    if (id === undefined) throw fail('api.id.malformed', { context: { id: '…', thing: 'consent' } });
    return deps.authorizations.find(callerOf(request).workspaceId, id);
  });
}
