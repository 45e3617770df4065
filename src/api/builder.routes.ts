/** Everything that flows are built with: drafts, versions, hooks, templates, samples and trials. */
import type { ApiDeps } from './api-deps.ts';
import { addDraftRoutes } from './drafts.routes.ts';
import { addFlowHookRoutes } from './flow-hooks.routes.ts';
import { addFlowRoutes } from './flows.routes.ts';
import { addTemplateRoutes } from './templates.routes.ts';
import { addTrialRoutes } from './trial.routes.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds what the builder of the web app works with. */
export function addBuilderRoutes(app: ApiRouter, deps: ApiDeps & { readonly publicUrl: () => string }): void {
  addFlowRoutes(app, deps);
  addFlowHookRoutes(app, deps);
  addDraftRoutes(app, deps);
  addTemplateRoutes(app);
  addTrialRoutes(app, deps);
}
