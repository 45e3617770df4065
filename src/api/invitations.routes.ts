/** Invitations: made and revoked by owners, opened and accepted by whoever holds the link. */
import type { InvitationRow } from '../access/index.ts';
import { type InvitationId, parseId } from '../foundation/index.ts';
import {
  AcceptDraft,
  Empty,
  InvitationDraft,
  InvitationMade,
  InvitationOpened,
  InvitationPlace,
  type InvitationShown,
  InvitationsShown,
  LinkTokenDraft,
} from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { callerOf, type SignIn } from './sign-in.ts';
import { signInTo } from './signed-in-reply.ts';
import type { ApiRouter } from './type-provider.ts';

type InvitationDeps = Pick<ApiDeps, 'access' | 'bell'> & { readonly pageUrl: () => string; readonly signIn: SignIn };

const tags = ['members'];

/** Adds `/invitations`. */
export function addInvitationRoutes(app: ApiRouter, deps: InvitationDeps): void {
  addInviting(app, deps);
  addAccepting(app, deps);
}

function addInviting(app: ApiRouter, deps: InvitationDeps): void {
  const list = {
    operationId: 'listInvitations',
    tags,
    summary: 'List the invitations that wait for an answer',
    response: withProblems({ 200: InvitationsShown }),
  };
  app.get('/invitations', { schema: list, config: { access: 'own' } }, async (request) => {
    const all = await deps.access.invitations.list(callerOf(request).workspaceId);
    return { invitations: all.map(invitationShown) };
  });
  const invite = {
    operationId: 'invite',
    tags,
    summary: 'Invite somebody; the link is shown in this answer only, and is good for a week',
    body: InvitationDraft,
    response: withProblems({ 201: InvitationMade }),
  };
  app.post('/invitations', { schema: invite, config: { access: 'own' } }, async (request, reply) => {
    const { workspaceId, name: invitedBy } = callerOf(request);
    const { invitation, secret } = await deps.access.invitations.invite({ workspaceId, invitedBy, ...request.body });
    const link = `${deps.pageUrl()}/invitation#${secret.reveal()}`;
    return reply.code(201).send({ invitation: invitationShown(invitation), link });
  });
  const revoke = {
    operationId: 'revokeInvitation',
    tags,
    summary: 'Take an invitation back',
    params: InvitationPlace,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/invitations/:id', { schema: revoke, config: { access: 'own' } }, async (request) => {
    const id = parseId<InvitationId>(request.params.id);
    // Somebody may have pasted the link: it is not repeated.
    if (id === undefined) throw fail('api.id.malformed', { context: { id: '…', thing: 'invitation' } });
    await deps.access.invitations.revoke(callerOf(request).workspaceId, id);
    return {};
  });
}

function addAccepting(app: ApiRouter, deps: InvitationDeps): void {
  const open = {
    operationId: 'openInvitation',
    tags,
    summary: 'Look at an invitation by what stands in its link',
    security: [],
    body: LinkTokenDraft,
    response: withProblems({ 200: InvitationOpened }),
  };
  app.post('/invitations/open', { schema: open, config: { access: 'open' } }, async (request) => {
    const { workspaceName, email, role, isPersonKnown } = await deps.access.invitations.open(request.body.token);
    return { workspaceName, email, role, isPersonKnown };
  });
  const accept = {
    operationId: 'acceptInvitation',
    tags,
    summary:
      'Accept an invitation: signed in, or with a name and a password for a new account, which is then signed in',
    security: [],
    body: AcceptDraft,
    response: withProblems({ 200: Empty }),
  };
  app.post('/invitations/accept', { schema: accept, config: { access: 'open' } }, async (request, reply) => {
    const { token, ...draft } = request.body;
    const { people, invitations } = deps.access;
    const signedIn = await deps.signIn.personBehind(request);
    await people.load();
    const { workspaceId, newcomer } = await invitations.accept(token, { signedIn, draft });
    // The route is open, so nobody's workspace is known to what rings after other calls.
    deps.bell.ring(workspaceId, 'members');
    if (newcomer !== undefined) await signInTo(people, { request, reply }, newcomer);
    return {};
  });
}

function invitationShown({ id, email, role, invitedBy, createdAt, expiresAt, isExpired }: InvitationRow) {
  const shown: InvitationShown = {
    id,
    email,
    role,
    invitedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isExpired,
  };
  return shown;
}
