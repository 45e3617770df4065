/** The page of a connect link from the inside: for whoever holds the link, without any sign-in. */
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { bindingCookie } from './binding-cookie.ts';
import { ConnectDone, ConnectOpened, ConnectRedirect, ConnectSubmission, ConnectTokenDraft } from './connect-shapes.ts';
import { scopesNeededOf } from './connection-view.ts';
import { credentialFieldShown } from './credential-shapes.ts';
import { callbackUrlOf } from './server-url.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connect-links'];

type ConnectDeps = Pick<ApiDeps, 'connectLinks' | 'connectionUse' | 'bell'> & {
  readonly pageUrl: () => string;
};

/** Adds `/connect`. */
export function addConnectRoutes(app: ApiRouter, deps: ConnectDeps): void {
  const open = {
    operationId: 'openConnectLink',
    tags,
    summary: 'Look at what a connect link asks for',
    security: [],
    body: ConnectTokenDraft,
    response: withProblems({ 200: ConnectOpened }),
  };
  app.post('/connect/open', { schema: open, config: { access: 'open' } }, async (request) => {
    const { link, asked } = await deps.connectLinks.open(request.body.token);
    const needed = asked.kind === 'oauth2' ? await scopesNeededOf(deps, link.workspaceId, link.connectionName) : [];
    return {
      workspaceName: link.workspaceName,
      connectionName: link.connectionName,
      connectorTitle: asked.connectorTitle,
      origins: [...asked.origins],
      kind: asked.kind,
      fields: asked.fields.map(credentialFieldShown),
      setup: asked.setup,
      scopes: [...new Set([...asked.scopes, ...needed])],
      askedBy: link.createdBy,
      expiresAt: link.expiresAt.toISOString(),
    };
  });
  const submit = {
    operationId: 'submitConnectLink',
    tags,
    summary:
      'Give the credential that a connect link asks for; it is proven before it is kept, and the link is used up',
    security: [],
    body: ConnectSubmission,
    response: withProblems({ 200: ConnectDone }),
  };
  app.post('/connect/submit', { schema: submit, config: { access: 'open' } }, async (request) => {
    const { workspaceId, account } = await deps.connectLinks.submit(request.body.token, request.body.fields);
    // The route is open, so nobody's workspace is known to what rings after other calls.
    deps.bell.ring(workspaceId, 'connections');
    return { account };
  });
  const authorize = {
    operationId: 'authorizeConnectLink',
    tags,
    summary: 'Begin the consent that a connect link asks for; only this browser can finish it',
    security: [],
    body: ConnectTokenDraft,
    response: withProblems({ 200: ConnectRedirect }),
  };
  app.post('/connect/authorize', { schema: authorize, config: { access: 'open' } }, async (request, reply) => {
    const pageUrl = deps.pageUrl();
    const { token } = request.body;
    const { link } = await deps.connectLinks.open(token);
    const scopes = await scopesNeededOf(deps, link.workspaceId, link.connectionName);
    const begun = await deps.connectLinks.authorize(token, { scopes, redirectUri: callbackUrlOf(pageUrl) });
    reply.header('set-cookie', bindingCookie(begun, pageUrl));
    return { url: begun.url };
  });
}
