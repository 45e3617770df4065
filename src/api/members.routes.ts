/** The members of a workspace. */
import type { Caller, MemberRow } from '../access/index.ts';
import { type PersonId, parseId } from '../foundation/index.ts';
import { Empty, LinkShown, MemberChange, MemberPlaceShape, MemberShown, MembersShown } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

type MemberDeps = Pick<ApiDeps, 'access'> & { readonly pageUrl: () => string };

const tags = ['members'];

/** Adds `/members`. */
export function addMemberRoutes(app: ApiRouter, deps: MemberDeps): void {
  const list = {
    operationId: 'listMembers',
    tags,
    summary: 'List the members',
    response: withProblems({ 200: MembersShown }),
  };
  app.get('/members', { schema: list, config: { access: 'view' } }, async (request) => {
    const caller = callerOf(request);
    const members = await deps.access.members.list(caller.workspaceId);
    return { members: members.map((member) => memberShown(member, caller)) };
  });
  const change = {
    operationId: 'changeMember',
    tags,
    summary: 'Give a member another role, from the next call on; the last owner stays one',
    params: MemberPlaceShape,
    body: MemberChange,
    response: withProblems({ 200: MemberShown }),
  };
  app.patch('/members/:personId', { schema: change, config: { access: 'own' } }, async (request) => {
    const caller = callerOf(request);
    const changed = await deps.access.members.change(placeOf(caller, request.params.personId), request.body.role);
    return memberShown(changed, caller);
  });
  addMemberEnds(app, deps);
}

function addMemberEnds(app: ApiRouter, deps: MemberDeps): void {
  const remove = {
    operationId: 'removeMember',
    tags,
    summary: 'Send a member away, from the next call on; the last owner stays',
    params: MemberPlaceShape,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/members/:personId', { schema: remove, config: { access: 'own' } }, async (request) => {
    await deps.access.members.remove(placeOf(callerOf(request), request.params.personId));
    return {};
  });
  const reset = {
    operationId: 'resetLink',
    tags,
    summary: 'Make a link by which a member sets a new password, once, within a day',
    params: MemberPlaceShape,
    response: withProblems({ 200: LinkShown }),
  };
  app.post('/members/:personId/reset-link', { schema: reset, config: { access: 'own' } }, async (request) => {
    const caller = callerOf(request);
    const { personId } = placeOf(caller, request.params.personId);
    const token = await deps.access.members.makeResetToken(caller, personId);
    return { link: `${deps.pageUrl()}/reset#${token.reveal()}` };
  });
}

function placeOf({ workspaceId }: Caller, text: string) {
  const personId = parseId<PersonId>(text);
  if (personId === undefined) throw fail('api.id.malformed', { context: { id: text.slice(0, 64), thing: 'person' } });
  return { workspaceId, personId };
}

function memberShown(member: MemberRow, caller: Caller): MemberShown {
  const { personId, name, email, role, joinedAt, hasSecondFactor } = member;
  const isYou = personId === caller.person?.id;
  return { personId, name, email, role, joinedAt: joinedAt.toISOString(), hasSecondFactor, isYou };
}
