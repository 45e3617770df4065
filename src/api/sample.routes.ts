/** The stand-in vendors of the sample workspace: broken and mended by switches, made to do something, looked into. */
import Type from 'typebox';
import type { JsonObject, WorkspaceId } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import { fail } from './errors.ts';
import { ActionDone, ActionDraft, ActionPlace, SampleShown, SwitchDraft, VendorPlace } from './sample-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** The stand-ins as the API needs them; the application has them, where it made a sample workspace. */
export interface SamplePanel {
  readonly workspaceId: WorkspaceId;
  show(): Promise<SampleShown>;
  /** Turns a switch of a vendor on; throws what the stand-in has to say about a wrong one. */
  setSwitch(vendor: string, setting: JsonObject): Promise<void>;
  /** Turns all switches of a vendor off. */
  clearSwitches(vendor: string): Promise<void>;
  /** Makes something happen at a vendor; gives how many webhooks it sends for it. */
  play(action: string, body: JsonObject): Promise<number>;
}

const tags = ['sample'];

/** Adds `/sample`. */
export function addSampleRoutes(app: ApiRouter, { sample }: { readonly sample?: SamplePanel }): void {
  const panelOf = (workspaceId: WorkspaceId): SamplePanel => {
    if (sample?.workspaceId !== workspaceId) throw fail('api.sample.missing');
    return sample;
  };
  const show = {
    tags,
    operationId: 'getSample',
    summary: 'Show the stand-in vendors; null where there are none',
    response: withProblems({ 200: Type.Union([SampleShown, Type.Null()]) }),
  };
  app.get('/sample', { schema: show, config: { access: 'view' } }, async (request) =>
    sample?.workspaceId === callerOf(request).workspaceId ? sample.show() : null,
  );
  const set = {
    tags,
    operationId: 'setSwitch',
    summary: 'Break a stand-in vendor by a switch',
    params: VendorPlace,
    body: SwitchDraft,
    response: withProblems({ 200: SampleShown }),
  };
  app.put('/sample/vendors/:vendor/switches', { schema: set, config: { access: 'operate' } }, async (request) => {
    const panel = panelOf(callerOf(request).workspaceId);
    await panel.setSwitch(request.params.vendor, request.body.setting);
    return panel.show();
  });
  const clear = {
    tags,
    operationId: 'clearSwitches',
    summary: 'Mend a stand-in vendor: all its switches off',
    params: VendorPlace,
    response: withProblems({ 200: SampleShown }),
  };
  app.delete('/sample/vendors/:vendor/switches', { schema: clear, config: { access: 'operate' } }, async (request) => {
    const panel = panelOf(callerOf(request).workspaceId);
    await panel.clearSwitches(request.params.vendor);
    return panel.show();
  });
  const play = {
    tags,
    operationId: 'playAction',
    summary: 'Make something happen at a stand-in vendor',
    params: ActionPlace,
    body: ActionDraft,
    response: withProblems({ 200: ActionDone }),
  };
  app.post('/sample/actions/:action', { schema: play, config: { access: 'operate' } }, async (request) => {
    const panel = panelOf(callerOf(request).workspaceId);
    return { deliveries: await panel.play(request.params.action, request.body.body) };
  });
}
