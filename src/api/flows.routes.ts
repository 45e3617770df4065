/** Flows: checked, published as versions, and the webhook that each has. */
import type { FlowRow, FlowVersionRow } from '../flows/index.ts';
import { parseJson, Secret, type WorkspaceId } from '../foundation/index.ts';
import { FLOW_SCHEMA } from '../language/index.ts';
import { AnyJson, withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import {
  FlowCheck,
  FlowDetails,
  FlowDraft,
  FlowList,
  FlowName,
  type FlowSummary,
  HookShown,
  HookSwitch,
  PublishDraft,
  PublishedShown,
  SecretDraft,
  VersionDetails,
  VersionPlace,
} from './flow-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

type FlowDeps = Pick<ApiDeps, 'flows' | 'triggers'> & { readonly publicUrl: () => string };

/** A sender that is told of a new secret by hand needs a while. */
const DEFAULT_OVERLAP_MS = 86_400_000;
const tags = ['flows'];

/** Adds `/flows`. */
export function addFlowRoutes(app: ApiRouter, deps: FlowDeps): void {
  addFlowReads(app, deps);
  addPublishing(app, deps);
  addFlowHook(app, deps);
}

function addFlowReads(app: ApiRouter, { flows }: FlowDeps): void {
  const list = { tags, summary: 'List flows', response: withProblems({ 200: FlowList }) };
  app.get('/flows', { schema: list }, async (request) => {
    const all = await flows.list(callerOf(request).workspaceId);
    return { flows: all.map(flowSummary) };
  });
  const schema = { tags, summary: 'The JSON Schema of flow documents', response: withProblems({ 200: AnyJson }) };
  app.get('/flows/schema', { schema }, async () => FLOW_SCHEMA as never);
  const one = {
    tags,
    summary: 'Show a flow with its versions',
    params: FlowName,
    response: withProblems({ 200: FlowDetails }),
  };
  app.get('/flows/:name', { schema: one }, async (request) => {
    const { workspaceId } = callerOf(request);
    const flow = await flows.find(workspaceId, request.params.name);
    const versions = await flows.versions(workspaceId, flow.id);
    return { ...flowSummary(flow), versions: versions.map((version) => versionSummary(version, flow)) };
  });
  const version = {
    tags,
    summary: 'Show a version with its document',
    params: VersionPlace,
    response: withProblems({ 200: VersionDetails }),
  };
  app.get('/flows/:name/versions/:number', { schema: version }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { name, number } = request.params;
    const flow = await flows.find(workspaceId, name);
    const row = (await flows.versions(workspaceId, flow.id)).find((candidate) => candidate.number === number);
    if (row === undefined) throw fail('api.version.not_found', { context: { name: flow.name, number } });
    return { ...versionSummary(row, flow), document: parseJson(row.document) };
  });
}

function addPublishing(app: ApiRouter, { flows, triggers, publicUrl }: FlowDeps): void {
  const check = {
    tags,
    summary: 'Check a document without publishing it',
    body: FlowDraft,
    response: withProblems({ 200: FlowCheck }),
  };
  app.post('/flows/check', { schema: check }, async (request) => {
    const problems = await flows.check(callerOf(request).workspaceId, request.body.document);
    return { isPublishable: problems.length === 0, problems: problems.map((problem) => ({ ...problem })) };
  });
  const publish = {
    tags,
    summary: 'Publish a document as the live version; runs under way keep theirs',
    body: PublishDraft,
    response: withProblems({ 200: PublishedShown }),
  };
  app.post('/flows/publish', { schema: publish }, async (request) => {
    const { workspaceId, name: publishedBy } = callerOf(request);
    const { document, note = '' } = request.body;
    const published = await flows.publish({ workspaceId, document, note, publishedBy });
    const { id, name } = published.flow;
    const made = await triggers.ensure(workspaceId, id, published.document.trigger);
    const hook = await hookShown({ triggers, publicUrl }, { workspaceId, id });
    const { version, isUnchanged } = published;
    return { flow: name, version, isUnchanged, hook: { ...hook, ...secretOf(made.secret) } };
  });
}

function addFlowHook(app: ApiRouter, { flows, triggers, publicUrl }: FlowDeps): void {
  const show = {
    tags,
    summary: 'Show where events of the flow come in',
    params: FlowName,
    response: withProblems({ 200: HookShown }),
  };
  app.get('/flows/:name/hook', { schema: show }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { id } = await flows.find(workspaceId, request.params.name);
    return hookShown({ triggers, publicUrl }, { workspaceId, id });
  });
  const change = {
    tags,
    summary: 'Let events in, or refuse them with 503 so that senders come again; path and secret stay',
    params: FlowName,
    body: HookSwitch,
    response: withProblems({ 200: HookShown }),
  };
  app.patch('/flows/:name/hook', { schema: change }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { id } = await flows.find(workspaceId, request.params.name);
    await triggers.setEnabled(workspaceId, id, request.body.isEnabled);
    return hookShown({ triggers, publicUrl }, { workspaceId, id });
  });
  const replace = {
    tags,
    summary: 'Set the signing secret, or make a new one; the one before stays good for a while',
    params: FlowName,
    body: SecretDraft,
    response: withProblems({ 200: HookShown }),
  };
  app.post('/flows/:name/hook/secret', { schema: replace }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { id } = await flows.find(workspaceId, request.params.name);
    const { secret, keepPreviousMs = DEFAULT_OVERLAP_MS } = request.body;
    const given = secret === undefined ? {} : { secret: new Secret(secret) };
    const made = await triggers.rotateSecret(workspaceId, id, { keepPreviousMs, ...given });
    const hook = await hookShown({ triggers, publicUrl }, { workspaceId, id });
    // A secret that the caller gave is not repeated.
    return { ...hook, ...(secret === undefined ? secretOf(made) : {}) };
  });
}

async function hookShown(
  { triggers, publicUrl }: Pick<FlowDeps, 'triggers' | 'publicUrl'>,
  flow: { workspaceId: WorkspaceId; id: FlowRow['id'] },
): Promise<HookShown> {
  const { path, signature, hasSecret, isEnabled } = await triggers.find(flow.workspaceId, flow.id);
  return { path, url: `${publicUrl()}${path}`, signature: signature.kind, hasSecret, isEnabled };
}

function secretOf(secret: Secret<string> | undefined): { secret?: string } {
  return secret === undefined ? {} : { secret: secret.reveal() };
}

function flowSummary({ name, title, liveVersion, createdAt }: FlowRow): FlowSummary {
  return { name, title, liveVersion, createdAt: createdAt.toISOString() };
}

function versionSummary({ number, note, publishedBy, publishedAt }: FlowVersionRow, flow: FlowRow) {
  return { number, isLive: number === flow.liveVersion, note, publishedBy, publishedAt: publishedAt.toISOString() };
}
