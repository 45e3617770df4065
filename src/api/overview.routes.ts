/** Is anything wrong, and how does it go: what the first page of the web app asks. */
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { type FlowViewDeps, listSummaries } from './flow-view.ts';
import { OverviewShown } from './overview-shapes.ts';
import { overviewShown } from './overview-view.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/overview`. */
export function addOverviewRoute(
  app: ApiRouter,
  deps: FlowViewDeps & Pick<ApiDeps, 'overview' | 'subscriptions'>,
): void {
  const schema = {
    operationId: 'overview',
    tags: ['runs'],
    summary: 'What needs a person, and how each flow goes',
    response: withProblems({ 200: OverviewShown }),
  };
  app.get('/overview', { schema, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const [overview, flows, missing] = await Promise.all([
      deps.overview.read(workspaceId),
      listSummaries(deps, workspaceId),
      deps.subscriptions.missing(workspaceId),
    ]);
    return overviewShown(overview, flows, missing);
  });
}
