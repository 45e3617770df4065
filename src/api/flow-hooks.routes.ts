/** The webhook of a flow: where it is, whether it takes events, its secret, its registration at the vendor. */
import { Secret } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import { FlowName, HookShown, HookSwitch, SecretDraft } from './flow-shapes.ts';
import { hookShown } from './flow-view.ts';
import type { FlowDeps } from './flows.routes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** A sender that is told of a new secret by hand needs a while. */
const DEFAULT_OVERLAP_MS = 86_400_000;
const tags = ['flows'];

/** Adds `/flows/:name/hook`. */
export function addFlowHookRoutes(app: ApiRouter, deps: FlowDeps): void {
  addHookSwitch(app, deps);
  addHookSecret(app, deps);
  addSubscribing(app, deps);
}

function addHookSwitch(app: ApiRouter, deps: FlowDeps): void {
  const show = {
    operationId: 'getHook',
    tags,
    summary: 'Show where events of the flow come in',
    params: FlowName,
    response: withProblems({ 200: HookShown }),
  };
  app.get('/flows/:name/hook', { schema: show, config: { access: 'view' } }, async (request) => {
    return hookShown(deps, await deps.flows.find(callerOf(request).workspaceId, request.params.name));
  });
  const change = {
    operationId: 'switchHook',
    tags,
    summary: 'Let events in, or refuse them with 503 so that senders come again; path and secret stay',
    params: FlowName,
    body: HookSwitch,
    response: withProblems({ 200: HookShown }),
  };
  app.patch('/flows/:name/hook', { schema: change, config: { access: 'operate' } }, async (request) => {
    const flow = await deps.flows.find(callerOf(request).workspaceId, request.params.name);
    await deps.triggers.setEnabled(flow.workspaceId, flow.id, request.body.isEnabled);
    return hookShown(deps, flow);
  });
}

function addHookSecret(app: ApiRouter, deps: FlowDeps): void {
  const replace = {
    operationId: 'replaceHookSecret',
    tags,
    summary: 'Set the signing secret, or make a new one; the one before stays good for a while',
    params: FlowName,
    body: SecretDraft,
    response: withProblems({ 200: HookShown }),
  };
  app.post('/flows/:name/hook/secret', { schema: replace, config: { access: 'build' } }, async (request) => {
    const flow = await deps.flows.find(callerOf(request).workspaceId, request.params.name);
    const { secret, keepPreviousMs = DEFAULT_OVERLAP_MS } = request.body;
    const given = secret === undefined ? {} : { secret: new Secret(secret) };
    const made = await deps.triggers.rotateSecret(flow.workspaceId, flow.id, { keepPreviousMs, ...given });
    // Where Holdfast registered the webhook itself, it tells the vendor of the new secret as well.
    await subscribe(deps, flow.workspaceId, flow.name);
    // A secret that the caller gave is not repeated.
    return hookShown(deps, flow, secret === undefined ? made : undefined);
  });
}

function addSubscribing(app: ApiRouter, deps: FlowDeps): void {
  const again = {
    operationId: 'subscribeHook',
    tags,
    summary: 'Register the webhook at the vendor once more, after that has failed; one that stands is left alone',
    params: FlowName,
    response: withProblems({ 200: HookShown }),
  };
  app.post('/flows/:name/hook/subscribe', { schema: again, config: { access: 'build' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    await subscribe(deps, workspaceId, request.params.name);
    return hookShown(deps, await deps.flows.find(workspaceId, request.params.name));
  });
}

async function subscribe(deps: FlowDeps, ...[workspaceId, name]: Parameters<FlowDeps['flows']['find']>): Promise<void> {
  const { flow, document } = await deps.flows.live(workspaceId, name);
  const { path } = await deps.triggers.find(workspaceId, flow.id);
  const url = `${deps.publicUrl()}${path}`;
  await deps.subscriptions.ensure({ workspaceId, flowId: flow.id, trigger: document.trigger, url });
}
