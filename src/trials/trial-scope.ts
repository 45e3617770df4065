import type { JsonObject, RunId } from '../foundation/index.ts';
import { type RunScope, rootScope } from '../runs/index.ts';
import type { Sample } from './sample.ts';
import { NO_EVENT } from './sample.ts';

/** What the mappings of a trial see: the trigger's sample as the event, and the trial as the run. */
export function trialScope(trigger: Sample, trial: { id: string; startedAt: string }): RunScope {
  const event = { ...(trigger.event ?? NO_EVENT), body: trigger.output };
  return rootScope({ id: trial.id as RunId, startedAt: trial.startedAt, event });
}

/** The same scope with another trial as the run; the outputs so far are shared. */
export function withTrial(scope: RunScope, trial: { id: string; startedAt: string }): RunScope {
  return { ...scope, run: { id: trial.id, startedAt: trial.startedAt } as JsonObject };
}
