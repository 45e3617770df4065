/** Trials: a draft's steps tried with samples, up to one of them. */
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { FlowName } from './flow-shapes.ts';
import { addSampleRoutes } from './samples.routes.ts';
import { callerOf } from './sign-in.ts';
import { TrialDraft, TrialShown } from './trial-shapes.ts';
import { trialShown } from './trial-view.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/flows/:name/trial`, and the samples that trials leave and go by. */
export function addTrialRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'trials' | 'samples'>): void {
  addSampleRoutes(app, deps);
  const { trials } = deps;
  const schema = {
    operationId: 'runTrial',
    tags: ['trials'],
    summary: 'Try the draft up to a step; what writes waits for the choice to send the request shown, or to skip it',
    params: FlowName,
    body: TrialDraft,
    response: withProblems({ 200: TrialShown }),
  };
  app.post('/flows/:name/trial', { schema, config: { access: 'build' } }, async (request) => {
    const { workspaceId, name: by } = callerOf(request);
    const { revision, upTo, choices = {} } = request.body;
    const flowName = request.params.name;
    return trialShown(
      await trials.run({ workspaceId, flowName, by, revision, upTo, choices: Object.entries(choices) }),
    );
  });
}
