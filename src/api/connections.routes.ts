/** Connections: made, looked at, verified, given another credential. A credential never comes back. */
import type { Connection } from '../connections/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import {
  ConnectionName,
  ConnectionShown,
  ConnectionsShown,
  CredentialDraft,
  NewConnectionDraft,
} from './connection-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['connections'];

/** Adds `/connections`. */
export function addConnectionRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'connections' | 'verifier'>): void {
  addConnectionReads(app, deps);
  addConnectionChanges(app, deps);
}

type ConnectionDeps = Pick<ApiDeps, 'connections' | 'verifier'>;

function addConnectionReads(app: ApiRouter, { connections }: ConnectionDeps): void {
  const list = {
    operationId: 'listConnections',
    tags,
    summary: 'List connections',
    response: withProblems({ 200: ConnectionsShown }),
  };
  app.get('/connections', { schema: list, config: { access: 'view' } }, async (request) => {
    const all = await connections.list(callerOf(request).workspaceId);
    return { connections: all.map(connectionShown) };
  });
  const one = {
    operationId: 'getConnection',
    tags,
    summary: 'Show a connection',
    params: ConnectionName,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.get('/connections/:name', { schema: one, config: { access: 'view' } }, async (request) =>
    connectionShown(await connections.find(callerOf(request).workspaceId, request.params.name)),
  );
}

function addConnectionChanges(app: ApiRouter, { connections, verifier }: ConnectionDeps): void {
  const create = {
    operationId: 'createConnection',
    tags,
    summary: 'Make a connection',
    body: NewConnectionDraft,
    response: withProblems({ 201: ConnectionShown }),
  };
  app.post('/connections', { schema: create, config: { access: 'build' } }, async (request, reply) => {
    const { workspaceId } = callerOf(request);
    return reply.code(201).send(connectionShown(await connections.create({ workspaceId, ...request.body })));
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
    const { workspaceId } = callerOf(request);
    const connection = await connections.find(workspaceId, request.params.name);
    await connections.replaceCredential(connection, request.body.credential);
    // Runs are held for it: prove the new one at once, so that they go on, or say what is wrong with it.
    if (connection.state === 'needs_reconnect')
      await verifier.verify(await connections.reopen(workspaceId, connection.name));
    return connectionShown(await connections.find(workspaceId, connection.name));
  });
  const verify = {
    operationId: 'verifyConnection',
    tags,
    summary: 'Prove the credential by a call that changes nothing; held runs then go on',
    params: ConnectionName,
    response: withProblems({ 200: ConnectionShown }),
  };
  app.post('/connections/:name/verify', { schema: verify, config: { access: 'operate' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const opened = await connections.reopen(workspaceId, request.params.name);
    await verifier.verify(opened);
    return connectionShown(await connections.find(workspaceId, opened.name));
  });
}

function connectionShown(connection: Connection): ConnectionShown {
  return {
    name: connection.name,
    connector: connection.connector,
    authKind: connection.authKind,
    state: connection.state,
    settings: connection.settings,
    pausedUntil: connection.pausedUntil?.toISOString() ?? null,
    problem: connection.problem,
    createdAt: connection.createdAt.toISOString(),
    verifiedAt: connection.verifiedAt?.toISOString() ?? null,
  };
}
