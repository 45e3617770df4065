/** The first owner: the link that makes one, and its use. */
import { Empty, LinkShown, SetUpDraft, SetUpState } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { signInTo } from './signed-in-reply.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['people'];

/** Adds `/set-up`. */
export function addSetUpRoutes(
  app: ApiRouter,
  deps: Pick<ApiDeps, 'access'> & { readonly pageUrl: () => string },
): void {
  const state = {
    operationId: 'getSetUp',
    tags,
    summary: 'Whether Holdfast still waits for its first owner',
    security: [],
    response: withProblems({ 200: SetUpState }),
  };
  app.get('/set-up', { schema: state, config: { access: 'open' } }, async () => ({
    isNeeded: await deps.access.setUp.isNeeded(),
  }));
  const complete = {
    operationId: 'setUp',
    tags,
    summary: 'Make the first owner by the set-up link, and sign them in; works once',
    security: [],
    body: SetUpDraft,
    response: withProblems({ 201: Empty }),
  };
  app.post('/set-up', { schema: complete, config: { access: 'open' } }, async (request, reply) => {
    const { token, ...draft } = request.body;
    // What signs them in must work before the link is used up.
    await deps.access.people.load();
    const owner = await deps.access.setUp.complete(token, draft);
    await signInTo(deps.access.people, { request, reply }, owner);
    return reply.code(201).send({});
  });
  const link = {
    operationId: 'makeSetUpLink',
    tags,
    summary: 'Make a set-up link, as long as there is no owner',
    response: withProblems({ 201: LinkShown }),
  };
  app.post('/set-up/link', { schema: link, config: { access: 'own' } }, async (_request, reply) => {
    const token = await deps.access.setUp.makeLink();
    return reply.code(201).send({ link: `${deps.pageUrl()}/set-up#${token.reveal()}` });
  });
}
