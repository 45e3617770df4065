/** Connections: made, looked at, proven, changed, removed. A credential never comes back. */

import { Empty } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import { askerOf } from './asker.ts';
import { addConnectionRevoking } from './connection-revoke.routes.ts';
import {
  ConnectionChange,
  ConnectionName,
  ConnectionShown,
  ConnectionsShown,
  CredentialDraft,
  NewConnectionDraft,
} from './connection-shapes.ts';
import { type ConnectionDeps, showConnection, showConnections } from './connection-view.ts';
import { fail } from './errors.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connections'];

/** Adds `/connections`. */
export function addConnectionRoutes(app: ApiRouter, deps: ConnectionDeps): void {
  addConnectionReads(app, deps);
  addConnectionMaking(app, deps);
  addConnectionChanges(app, deps);
  addConnectionRevoking(app, deps);
}

function addConnectionReads(app: ApiRouter, deps: ConnectionDeps): void {
  const list = {
    operationId: 'listConnections',
    tags,
    summary: 'List connections',
    response: withProblems({ 200: ConnectionsShown }),
  };
  app.get('/connections', { schema: list, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const all = await deps.connections.list(workspaceId);
    return { connections: await showConnections(deps, workspaceId, all) };
  });
  const one = {
    operationId: 'getConnection',
    tags,
    summary: 'Show a connection',
    params: ConnectionName,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.get('/connections/:name', { schema: one, config: { access: 'view' } }, async (request) =>
    showConnection(deps, await deps.connections.find(callerOf(request).workspaceId, request.params.name)),
  );
}

function addConnectionMaking(app: ApiRouter, deps: ConnectionDeps): void {
  const create = {
    operationId: 'createConnection',
    tags,
    summary: 'Make a connection',
    body: NewConnectionDraft,
    response: withProblems({ 201: ConnectionShown }),
  };
  app.post('/connections', { schema: create, config: { access: 'build' } }, async (request, reply) => {
    const made = await deps.connectionDesk.create(askerOf(request), request.body);
    return reply.code(201).send(await showConnection(deps, made));
  });
  const replace = {
    operationId: 'replaceCredential',
    tags,
    summary: 'Replace the credential; one that runs are held for is verified at once; flows stay as they are',
    params: ConnectionName,
    body: CredentialDraft,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.put('/connections/:name/credential', { schema: replace, config: { access: 'build' } }, async (request) => {
    const { name } = request.params;
    return showConnection(
      deps,
      await deps.connectionDesk.replaceCredential(askerOf(request), { name, ...request.body }),
    );
  });
  const verify = {
    operationId: 'verifyConnection',
    tags,
    summary: 'Prove the credential by a call that changes nothing; held runs then go on',
    params: ConnectionName,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.post('/connections/:name/verify', { schema: verify, config: { access: 'operate' } }, async (request) =>
    showConnection(deps, await deps.connectionDesk.verify(askerOf(request), request.params.name)),
  );
}

function addConnectionChanges(app: ApiRouter, deps: ConnectionDeps): void {
  const update = {
    operationId: 'updateConnection',
    tags,
    summary: 'Change settings, drain rate or owner of a connection; the credential and the flows stay',
    params: ConnectionName,
    body: ConnectionChange,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.patch('/connections/:name', { schema: update, config: { access: 'build' } }, async (request) => {
    const { name } = request.params;
    return showConnection(deps, await deps.connectionDesk.update(askerOf(request), { name, ...request.body }));
  });
  const remove = {
    operationId: 'deleteConnection',
    tags,
    summary: 'Delete a connection that no live flow uses; its credential is gone then',
    params: ConnectionName,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/connections/:name', { schema: remove, config: { access: 'build' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { name } = await deps.connections.find(workspaceId, request.params.name);
    const users = (await deps.connectionUse.users(workspaceId)).get(name) ?? [];
    const live = users.filter(({ isLive }) => isLive).map((flow) => flow.name);
    if (live.length > 0) throw fail('api.connection.in_use', { context: { name, flows: live.join(', ') } });
    await deps.connectionEnding.remove(askerOf(request), name);
    return {};
  });
}
