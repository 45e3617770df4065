/** Workspaces as people make and name them. */
import { WorkspaceDraft, WorkspaceShown } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { workspaceShown } from './me.routes.ts';
import { callerOf, personOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['members'];

/** Adds `/workspaces` and `/workspace`. */
export function addWorkspaceRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'access'>): void {
  const create = {
    operationId: 'createWorkspace',
    tags,
    summary: 'Make a workspace of your own',
    body: WorkspaceDraft,
    response: withProblems({ 201: WorkspaceShown }),
  };
  app.post('/workspaces', { schema: create, config: { access: 'self' } }, async (request, reply) => {
    const made = await deps.access.workspaces.create(personOf(request).id, request.body.name);
    return reply.code(201).send(workspaceShown(made));
  });
  const rename = {
    operationId: 'renameWorkspace',
    tags,
    summary: 'Give the workspace another name',
    body: WorkspaceDraft,
    response: withProblems({ 200: WorkspaceShown }),
  };
  app.patch('/workspace', { schema: rename, config: { access: 'own' } }, async (request) => {
    const { workspaceId, role } = callerOf(request);
    return { id: workspaceId, name: await deps.access.workspaces.rename(workspaceId, request.body.name), role };
  });
}
