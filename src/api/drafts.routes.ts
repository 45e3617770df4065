/** Drafts and versions: worked on, published, taken back, compared. */
import type { WorkspaceId } from '../foundation/index.ts';
import { compareFlows } from '../language/index.ts';
import { withProblems } from './answer-shapes.ts';
import { ChangesQuery, ChangesShown, DraftPublish, DraftSave, DraftShown } from './draft-shapes.ts';
import { FlowName, FlowSummary, PublishedShown, VersionPlace } from './flow-shapes.ts';
import { draftShown, findSummary } from './flow-view.ts';
import type { FlowDeps } from './flows.routes.ts';
import { publishedShown } from './published-flow.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['drafts'];

/** Adds `/flows/:name/draft` and what is done with versions. */
export function addDraftRoutes(app: ApiRouter, deps: FlowDeps): void {
  addDraft(app, deps);
  addDraftPublishing(app, deps);
  addVersionChoice(app, deps);
  addComparing(app, deps);
}

function addDraft(app: ApiRouter, deps: FlowDeps): void {
  const show = {
    operationId: 'getDraft',
    tags,
    summary: 'Show the draft of a flow, or the live document where there is none, with its problems',
    params: FlowName,
    response: withProblems({ 200: DraftShown }),
  };
  app.get('/flows/:name/draft', { schema: show, config: { access: 'build' } }, async (request) =>
    showDraft(deps, callerOf(request).workspaceId, request.params.name),
  );
  const save = {
    operationId: 'saveDraft',
    tags,
    summary: 'Keep a document as the draft, problems and all; refused with 409 when somebody saved in between',
    params: FlowName,
    body: DraftSave,
    response: withProblems({ 200: DraftShown }),
  };
  app.put('/flows/:name/draft', { schema: save, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: editedBy } = callerOf(request);
    const { name } = request.params;
    await deps.drafts.save({ workspaceId, name, editedBy, ...request.body });
    return showDraft(deps, workspaceId, name);
  });
  const discard = {
    operationId: 'discardDraft',
    tags,
    summary: 'Drop the draft; the live document stands in its place',
    params: FlowName,
    response: withProblems({ 200: DraftShown }),
  };
  app.delete('/flows/:name/draft', { schema: discard, config: { access: 'build' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    await deps.drafts.discard(workspaceId, request.params.name);
    return showDraft(deps, workspaceId, request.params.name);
  });
}

function addDraftPublishing(app: ApiRouter, deps: FlowDeps): void {
  const publish = {
    operationId: 'publishDraft',
    tags,
    summary: 'Publish the draft of this revision as the live version; refused while a problem stands',
    params: FlowName,
    body: DraftPublish,
    response: withProblems({ 200: PublishedShown }),
  };
  app.post('/flows/:name/draft/publish', { schema: publish, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: publishedBy } = callerOf(request);
    const { revision, note = '' } = request.body;
    const { name } = request.params;
    return publishedShown(deps, await deps.drafts.publish({ workspaceId, name, revision, note, publishedBy }));
  });
}

function addVersionChoice(app: ApiRouter, deps: FlowDeps): void {
  const use = {
    operationId: 'useVersion',
    tags,
    summary: "Make a version's document the draft",
    params: VersionPlace,
    response: withProblems({ 200: DraftShown }),
  };
  app.post('/flows/:name/versions/:number/use', { schema: use, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: editedBy } = callerOf(request);
    const { name, number } = request.params;
    await deps.drafts.useVersion({ workspaceId, name, number, editedBy });
    return showDraft(deps, workspaceId, name);
  });
  const back = {
    operationId: 'rollBack',
    tags,
    summary: 'Make a version live again; runs under way keep theirs',
    params: VersionPlace,
    response: withProblems({ 200: FlowSummary }),
  };
  app.post(
    '/flows/:name/versions/:number/roll-back',
    { schema: back, config: { access: 'build' } },
    async (request) => {
      const { workspaceId } = callerOf(request);
      const { name, number } = request.params;
      await publishedShown(deps, await deps.flows.rollBack(workspaceId, name, number));
      return findSummary(deps, workspaceId, name);
    },
  );
}

function addComparing(app: ApiRouter, deps: FlowDeps): void {
  const compare = {
    operationId: 'compareVersions',
    tags,
    summary: 'Say in sentences what differs between two versions, or a version and the draft',
    params: FlowName,
    querystring: ChangesQuery,
    response: withProblems({ 200: ChangesShown }),
  };
  app.get('/flows/:name/changes', { schema: compare, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { name } = request.params;
    const [from, to] = await Promise.all([
      deps.drafts.documentOf(workspaceId, name, request.query.from),
      deps.drafts.documentOf(workspaceId, name, request.query.to),
    ]);
    return { changes: compareFlows(from, to).map((change) => ({ ...change })) };
  });
}

async function showDraft(deps: FlowDeps, workspaceId: WorkspaceId, name: string): Promise<DraftShown> {
  const draft = await deps.drafts.find(workspaceId, name);
  const [problems, consent] = await Promise.all([
    deps.flows.check(workspaceId, draft.document),
    deps.connectionUse.consentFor(workspaceId, draft.document),
  ]);
  return draftShown(draft, { problems, consent });
}
