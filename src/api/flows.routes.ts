/** Flows: listed, checked, published as versions, taken from files and given as files, put away. */
import { makeBundle, readBundle } from '../flows/index.ts';
import { parseJson } from '../foundation/index.ts';
import { FLOW_SCHEMA } from '../language/index.ts';
import { AnyJson, withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import {
  ExportQuery,
  FlowBundle,
  FlowCheck,
  FlowDetails,
  FlowDraft,
  FlowList,
  FlowName,
  FlowSummary,
  ImportDraft,
  ImportShown,
  NewFlowDraft,
  PublishDraft,
  PublishedShown,
  VersionDetails,
  VersionPlace,
} from './flow-shapes.ts';
import {
  consentShown,
  type FlowViewDeps,
  findSummary,
  listSummaries,
  problemsShown,
  versionSummary,
} from './flow-view.ts';
import { publishedShown } from './published-flow.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** What the routes of flows need. */
export type FlowDeps = FlowViewDeps & Pick<ApiDeps, 'flows' | 'drafts'>;

const tags = ['flows'];

/** Adds `/flows`. */
export function addFlowRoutes(app: ApiRouter, deps: FlowDeps): void {
  addFlowReads(app, deps);
  addVersionReads(app, deps);
  addPublishing(app, deps);
  addMaking(app, deps);
  addFiles(app, deps);
}

function addFlowReads(app: ApiRouter, deps: FlowDeps): void {
  const list = { operationId: 'listFlows', tags, summary: 'List flows', response: withProblems({ 200: FlowList }) };
  app.get('/flows', { schema: list, config: { access: 'view' } }, async (request) => {
    return { flows: await listSummaries(deps, callerOf(request).workspaceId) };
  });
  const schema = {
    operationId: 'getFlowSchema',
    tags,
    summary: 'The JSON Schema of flow documents',
    response: withProblems({ 200: AnyJson }),
  };
  app.get('/flows/schema', { schema, config: { access: 'view' } }, async () => FLOW_SCHEMA as never);
  const one = {
    operationId: 'getFlow',
    tags,
    summary: 'Show a flow with its versions',
    params: FlowName,
    response: withProblems({ 200: FlowDetails }),
  };
  app.get('/flows/:name', { schema: one, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const flow = await deps.flows.find(workspaceId, request.params.name);
    const versions = await deps.flows.versions(workspaceId, flow.id);
    const summary = await findSummary(deps, workspaceId, flow.name);
    return { ...summary, versions: versions.map((version) => versionSummary(version, flow)) };
  });
}

function addVersionReads(app: ApiRouter, { flows }: FlowDeps): void {
  const version = {
    operationId: 'getVersion',
    tags,
    summary: 'Show a version with its document',
    params: VersionPlace,
    response: withProblems({ 200: VersionDetails }),
  };
  app.get('/flows/:name/versions/:number', { schema: version, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const flow = await flows.find(workspaceId, request.params.name);
    const row = await flows.version(flow, request.params.number);
    return { ...versionSummary(row, flow), document: parseJson(row.document) };
  });
}

function addPublishing(app: ApiRouter, deps: FlowDeps): void {
  const { flows } = deps;
  const check = {
    operationId: 'checkFlow',
    tags,
    summary: 'Check a document without publishing it',
    body: FlowDraft,
    response: withProblems({ 200: FlowCheck }),
  };
  app.post('/flows/check', { schema: check, config: { access: 'build' } }, async (request) => {
    const { document } = request.body;
    const { workspaceId } = callerOf(request);
    const [problems, consent] = await Promise.all([
      flows.check(workspaceId, document),
      deps.connectionUse.consentFor(workspaceId, document),
    ]);
    const shown = { problems: problemsShown(document, problems), consent: consentShown(consent) };
    return { isPublishable: problems.length === 0, ...shown };
  });
  const publish = {
    operationId: 'publishFlow',
    tags,
    summary: 'Publish a document as the live version; runs under way keep theirs',
    body: PublishDraft,
    response: withProblems({ 200: PublishedShown }),
  };
  app.post('/flows/publish', { schema: publish, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: publishedBy } = callerOf(request);
    const { document, note = '' } = request.body;
    return publishedShown(deps, await flows.publish({ workspaceId, document, note, publishedBy }));
  });
}

function addMaking(app: ApiRouter, deps: FlowDeps): void {
  const create = {
    operationId: 'createFlow',
    tags,
    summary: 'Make a flow with a draft and no live version: empty, from a document or from a template',
    body: NewFlowDraft,
    response: withProblems({ 201: FlowSummary }),
  };
  app.post('/flows', { schema: create, config: { access: 'build' } }, async (request, reply) => {
    const { workspaceId, name: editedBy } = callerOf(request);
    const flow = await deps.drafts.create({ ...request.body, workspaceId, editedBy });
    return reply.code(201).send(await findSummary(deps, workspaceId, flow.name));
  });
  const archive = {
    operationId: 'archiveFlow',
    tags,
    summary: 'Put a flow away: it takes no events any more, its runs and versions stay',
    params: FlowName,
    response: withProblems({ 200: FlowSummary }),
  };
  app.delete('/flows/:name', { schema: archive, config: { access: 'build' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const flow = await deps.flows.find(workspaceId, request.params.name);
    const summary = await findSummary(deps, workspaceId, flow.name);
    await deps.flows.archive(flow);
    await deps.subscriptions.end(workspaceId, flow.id);
    return { ...summary, isEnabled: summary.isEnabled === null ? null : false };
  });
}

function addFiles(app: ApiRouter, deps: FlowDeps): void {
  const give = {
    operationId: 'exportFlow',
    tags,
    summary: 'Give a flow as a file: its document and the connectors of its connections, no credentials',
    params: FlowName,
    querystring: ExportQuery,
    response: withProblems({ 200: FlowBundle }),
  };
  app.get('/flows/:name/export', { schema: give, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const document = await deps.drafts.documentOf(workspaceId, request.params.name, request.query.of);
    return makeBundle(document, await deps.flows.catalog(workspaceId));
  });
  const take = {
    operationId: 'importFlow',
    tags,
    summary: 'Make a flow from a file; connections of other names are named in `connections`',
    body: ImportDraft,
    response: withProblems({ 201: ImportShown }),
  };
  app.post('/flows/import', { schema: take, config: { access: 'build' } }, async (request, reply) => {
    const { workspaceId, name: editedBy } = callerOf(request);
    const { bundle, ...rest } = request.body;
    const made = await deps.drafts.create({ ...rest, ...readBundle(bundle), workspaceId, editedBy });
    const { document } = await deps.drafts.find(workspaceId, made.name);
    const problems = problemsShown(document, await deps.flows.check(workspaceId, document));
    return reply.code(201).send({ flow: await findSummary(deps, workspaceId, made.name), problems });
  });
}
