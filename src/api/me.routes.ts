/** The person who is signed in, and where they are signed in. */
import { chooseMembership, type Membership, type SessionRow } from '../access/index.ts';
import { parseId, type SessionId } from '../foundation/index.ts';
import { Empty, MeShown, SessionPlace, SessionsShown } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { personOf, wantedWorkspace } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['people'];

/** Adds `/me`. */
export function addMeRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'access'>): void {
  const me = {
    operationId: 'getMe',
    tags,
    summary: 'Who is signed in, and the workspaces they belong to',
    response: withProblems({ 200: MeShown }),
  };
  app.get('/me', { schema: me, config: { access: 'self' } }, async (request) => {
    const person = personOf(request);
    const { id, name, email, hasSecondFactor, memberships } = person;
    // One that they were sent away from in the meantime is no reason to show nothing.
    const chosen = chooseMembership(person, wantedWorkspace(request)) ?? memberships[0];
    return {
      person: { id, name, email, hasSecondFactor, passkeyCount: await deps.access.sessions.passkeyCount(id) },
      workspaces: memberships.map(workspaceShown),
      workspaceId: chosen?.workspaceId ?? null,
      role: chosen?.role ?? null,
    };
  });
  addSessions(app, deps);
}

function addSessions(app: ApiRouter, deps: Pick<ApiDeps, 'access'>): void {
  const list = {
    operationId: 'listSessions',
    tags,
    summary: 'Where you are signed in',
    response: withProblems({ 200: SessionsShown }),
  };
  app.get('/me/sessions', { schema: list, config: { access: 'self' } }, async (request) => {
    const { id, sessionId } = personOf(request);
    const sessions = await deps.access.sessions.list(id);
    return { sessions: sessions.map((session) => sessionShown(session, sessionId)) };
  });
  const end = {
    operationId: 'endSession',
    tags,
    summary: 'Sign out somewhere, from the next call on',
    params: SessionPlace,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/me/sessions/:id', { schema: end, config: { access: 'self' } }, async (request) => {
    const id = parseId<SessionId>(request.params.id);
    if (id === undefined) throw fail('api.id.malformed', { context: { id: '…', thing: 'session' } });
    await deps.access.sessions.end(personOf(request).id, id);
    return {};
  });
}

/** A membership as its person sees it. */
export function workspaceShown({ workspaceId, workspaceName, role }: Membership) {
  return { id: workspaceId, name: workspaceName, role };
}

function sessionShown({ id, createdAt, lastUsedAt, ipAddress, userAgent }: SessionRow, current: SessionId) {
  return {
    id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    ipAddress,
    userAgent,
    isCurrent: id === current,
  };
}
