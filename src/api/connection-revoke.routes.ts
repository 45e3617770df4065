/** The end of a connection's access: what would stop, and the revocation itself. */
import { withProblems } from './answer-shapes.ts';
import { askerOf } from './asker.ts';
import { ConnectionName, RevokedShown, RevokePreview } from './connection-shapes.ts';
import { type ConnectionDeps, showConnection, type UsingFlow } from './connection-view.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connections'];

/** Adds `/connections/:name/revoke`. */
export function addConnectionRevoking(app: ApiRouter, deps: ConnectionDeps): void {
  const preview = {
    operationId: 'previewRevoke',
    tags,
    summary: 'What would stop if the connection were revoked',
    params: ConnectionName,
    response: withProblems({ 200: RevokePreview }),
  };
  app.get('/connections/:name/revoke', { schema: preview, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const connection = await deps.connections.find(workspaceId, request.params.name);
    const [flows, health, revokesAtVendor] = await Promise.all([
      stoppedFlows(deps, connection),
      deps.connectionHealth.one(connection),
      deps.connectionEnding.revokesAtVendor(connection),
    ]);
    return { flows, heldRuns: health?.heldCount ?? 0, revokesAtVendor };
  });
  const revoke = {
    operationId: 'revokeConnection',
    tags,
    summary: 'End the access at the vendor and forget the tokens; flows that use it stop until it is reconnected',
    params: ConnectionName,
    response: withProblems({ 200: RevokedShown }),
  };
  app.post('/connections/:name/revoke', { schema: revoke, config: { access: 'build' } }, async (request) => {
    const { connection, isRevokedAtVendor } = await deps.connectionEnding.revoke(askerOf(request), request.params.name);
    const stopped = await stoppedFlows(deps, connection);
    return { connection: await showConnection(deps, connection), stopped, isRevokedAtVendor };
  });
}

async function stoppedFlows(
  { connectionUse }: Pick<ConnectionDeps, 'connectionUse'>,
  { workspaceId, name }: Parameters<typeof showConnection>[1],
): Promise<UsingFlow[]> {
  const users = (await connectionUse.users(workspaceId)).get(name) ?? [];
  return users.filter(({ isLive }) => isLive);
}
