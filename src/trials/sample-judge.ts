/** Tells which samples still hold: those whose step, and everything before it, is as it was when they were made. */
import type { JsonValue } from '../foundation/index.ts';
import { type DraftPlan, everyStep } from './draft-plan.ts';
import { DraftWalk, type WalkVisitor } from './draft-walk.ts';
import { chainOfTrigger } from './fingerprint.ts';
import type { JudgedSamples, Sample, Samples } from './sample.ts';
import { trialScope } from './trial-scope.ts';

export interface Judgement {
  readonly samples: JudgedSamples;
  /** What a sample of the step would be made from now; for the steps before which all samples hold. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/**
 * Judges the samples against a draft. Steps that are gone have none to show; when the draft cannot be read at all (`plan`
 * undefined), every sample that is not pinned is stale.
 */
export async function judgeSamples(
  samples: Samples,
  plan: DraftPlan | undefined,
  connectionFacts: (name: string) => JsonValue,
): Promise<Judgement> {
  const { trigger } = samples;
  if (plan === undefined)
    return { samples: { ...samples, stale: staleBeside(samples, new Set()) }, fingerprints: new Map() };
  const kept = { trigger, steps: stepsInOrder(samples, plan) };
  const fingerprints = new Map<string, string>();
  const fresh = new Set<string>();
  if (trigger !== undefined) {
    const visitor = lookingVisitor(kept, { fingerprints, fresh });
    const walk = new DraftWalk(
      { samples: kept.steps, visitor, connectionFacts, upTo: undefined },
      chainOfTrigger(trigger),
    );
    await walk.walk(plan.steps, trialScope(trigger, { id: 'trial', startedAt: trigger.madeAt.toISOString() }));
  }
  return { samples: { ...kept, stale: staleBeside(kept, fresh) }, fingerprints };
}

/** Of the steps that there are, in their order. */
function stepsInOrder({ steps }: Samples, plan: DraftPlan): ReadonlyMap<string, Sample> {
  const found = [...everyStep(plan.steps)].flatMap(({ key }) => {
    const sample = steps.get(key);
    return sample === undefined ? [] : [[key, sample] as const];
  });
  return new Map(found);
}

function staleBeside(samples: Samples, fresh: ReadonlySet<string>): ReadonlySet<string> {
  const stale = [...samples.steps].filter(([key, sample]) => !sample.isPinned && !fresh.has(key));
  return new Set(stale.map(([key]) => key));
}

/** Runs nothing: goes on as long as the samples hold. */
function lookingVisitor(
  { steps }: Samples,
  found: { fingerprints: Map<string, string>; fresh: Set<string> },
): WalkVisitor {
  const holds = (key: string, fingerprint: string): boolean => {
    found.fingerprints.set(key, fingerprint);
    if (steps.get(key)?.fingerprint !== fingerprint) return false;
    found.fresh.add(key);
    return true;
  };
  return {
    pinned() {},
    missed() {},
    enter(_step, evaluate) {
      try {
        return evaluate();
      } catch {
        return undefined;
      }
    },
    leaf({ step, fingerprint }) {
      const sample = steps.get(step.key);
      if (!holds(step.key, fingerprint) || sample === undefined) return { kind: 'stopped' };
      return { kind: 'output', output: sample.output };
    },
    leave({ step, fingerprint }, output) {
      holds(step.key, fingerprint);
      return { kind: 'output', output };
    },
  };
}
