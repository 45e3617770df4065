/** Tries the steps of a plan, and says of each step that was wanted what became of it. */
import { type DraftPlan, type DraftStep, everyStep } from './draft-plan.ts';
import type { DraftWalk, WalkEnd } from './draft-walk.ts';
import { fail } from './errors.ts';
import { type Sample, TRIGGER_KEY } from './sample.ts';
import type { StepTrial } from './step-trial.ts';
import type { TrialResult, TrialStep } from './trial.ts';
import { isOfStep, problemOf } from './trial-problem.ts';
import { trialScope } from './trial-scope.ts';

/** What one trial goes by. */
export interface PlannedTrial {
  readonly plan: DraftPlan;
  readonly trigger: Sample;
  readonly visitor: StepTrial;
  readonly walk: DraftWalk;
  readonly wanted: readonly DraftStep[];
}

/** Walks the plan unless its trigger refuses the event. */
export async function tryPlan({
  plan,
  trigger,
  visitor,
  walk,
  wanted,
}: PlannedTrial): Promise<Omit<TrialResult, 'samples'>> {
  const scope = trialScope(trigger, { id: 'trial', startedAt: trigger.madeAt.toISOString() });
  const gate = triggerGate(plan, () => plan.triggerWhen?.(scope) ?? true);
  const end: WalkEnd = gate === undefined ? await walk.walk(plan.steps, scope) : { kind: 'stopped' };
  const { results } = visitor;
  const steps = wanted.map(({ key }): TrialStep => results.get(key) ?? { key, state: 'not_reached' });
  if (gate !== undefined) return { steps: [gate, ...steps], stoppedAt: TRIGGER_KEY };
  if (end.kind === 'reached') return { steps, stoppedAt: null };
  const filtered = steps.findLast(({ state }) => state === 'filtered')?.key ?? null;
  return { steps, stoppedAt: end.kind === 'filtered' ? filtered : visitor.stoppedAt };
}

/** What keeps the event from becoming a run at all; undefined when nothing does. */
function triggerGate({ triggerProblems }: DraftPlan, isTaken: () => boolean): TrialStep | undefined {
  const key = TRIGGER_KEY;
  try {
    const [first] = triggerProblems;
    if (first !== undefined) {
      throw fail('trials.trigger.invalid', { problems: triggerProblems, context: { problem: first.message } });
    }
    return isTaken() ? undefined : { key, state: 'filtered' };
  } catch (error) {
    if (!isOfStep(error)) throw error;
    return { key, state: 'failed', problem: problemOf(error) };
  }
}

/** The steps that a trial up to `upTo` may come to, in their order; throws `trials.step.not_found`. */
export function stepsUpTo(steps: readonly DraftStep[], upTo: string): readonly DraftStep[] {
  const all = [...everyStep(steps)];
  const last = all.findIndex(({ key }) => key === upTo);
  const wanted = all[last];
  if (wanted === undefined) throw fail('trials.step.not_found', { context: { key: upTo.slice(0, 100) } });
  return all.slice(0, last + 1 + [...everyStep(wanted.inner.flat())].length);
}
