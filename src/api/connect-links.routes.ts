/** Connect links: made by whoever builds, for the person who owns the account at the vendor. */
import { type ConnectLinkRow, readTarget } from '../connections/index.ts';
import { parseId } from '../foundation/index.ts';
import { Empty } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { askerOf } from './asker.ts';
import {
  ConnectLinkDraft,
  ConnectLinkMade,
  type ConnectLinkShown,
  ConnectLinksShown,
  ConnectPlace,
} from './connect-shapes.ts';
import { fail } from './errors.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connect-links'];
const DEFAULT_MINUTES = 60;

/** Adds `/connect-links`. */
export function addConnectLinkRoutes(
  app: ApiRouter,
  deps: Pick<ApiDeps, 'connectLinks'> & { readonly pageUrl: () => string },
): void {
  const make = {
    operationId: 'createConnectLink',
    tags,
    summary: 'Make a link by which somebody without an account here connects theirs; it is shown in this answer only',
    body: ConnectLinkDraft,
    response: withProblems({ 201: ConnectLinkMade }),
  };
  app.post('/connect-links', { schema: make, config: { access: 'build' } }, async (request, reply) => {
    const { minutes = DEFAULT_MINUTES, ...target } = request.body;
    const made = await deps.connectLinks.create(askerOf(request), { target: readTarget(target), minutes });
    const link = `${deps.pageUrl()}/connect#${made.secret.reveal()}`;
    return reply.code(201).send({ id: made.id, link, expiresAt: made.expiresAt.toISOString() });
  });
  const list = {
    operationId: 'listConnectLinks',
    tags,
    summary: 'List the connect links that wait to be used',
    response: withProblems({ 200: ConnectLinksShown }),
  };
  app.get('/connect-links', { schema: list, config: { access: 'build' } }, async (request) => {
    const rows = await deps.connectLinks.list(callerOf(request).workspaceId);
    return { links: rows.map(linkShown) };
  });
  const revoke = {
    operationId: 'revokeConnectLink',
    tags,
    summary: 'Take a connect link back',
    params: ConnectPlace,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/connect-links/:id', { schema: revoke, config: { access: 'build' } }, async (request) => {
    const id = parseId<string>(request.params.id);
    // Somebody may have pasted the link: it is not repeated.
    if (id === undefined) throw fail('api.id.malformed', { context: { id: '…', thing: 'connect link' } });
    await deps.connectLinks.revoke(askerOf(request), id);
    return {};
  });
}

function linkShown({ id, connectionId, connectionName, createdBy, createdAt, expiresAt, isExpired }: ConnectLinkRow) {
  const shown: ConnectLinkShown = {
    id,
    connectionName,
    isReconnect: connectionId !== null,
    createdBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isExpired,
  };
  return shown;
}
