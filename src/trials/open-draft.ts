/** A draft as its samples see it: what steps there are, and which of what happened fits them. */
import type { ConnectionBook } from '../connections/index.ts';
import type { Database } from '../db/index.ts';
import type { JsonValue, WorkspaceId } from '../foundation/index.ts';
import { connectionFacts } from './connection-facts.ts';
import { type DraftPlan, type DraftStep, everyStep, planDraft } from './draft-plan.ts';
import type { DraftSource, TriedDraft } from './draft-source.ts';
import { fail } from './errors.ts';
import type { PastRun } from './past-run.ts';
import { listSamples } from './sample.store.ts';
import { TRIGGER_KEY } from './sample.ts';
import { type Judgement, judgeSamples } from './sample-judge.ts';

/** A draft with what it takes to judge its samples. */
export interface OpenDraft extends TriedDraft {
  readonly workspaceId: WorkspaceId;
  /** Undefined when the document cannot be read at all. */
  readonly plan: DraftPlan | undefined;
}

/** Opens a draft; throws `flows.flow.not_found`. */
export async function openDraft(draftOf: DraftSource, workspaceId: WorkspaceId, flowName: string): Promise<OpenDraft> {
  const draft = await draftOf(workspaceId, flowName);
  return { ...draft, workspaceId, plan: planIfReadable(draft.document) };
}

function planIfReadable(document: JsonValue): DraftPlan | undefined {
  try {
    return planDraft(document);
  } catch {
    return undefined;
  }
}

/** The stored samples of a draft, with those that no longer hold told apart. */
export async function judgeStored(
  { database, connections }: { database: Database; connections: ConnectionBook },
  draft: OpenDraft,
): Promise<Judgement> {
  const [samples, facts] = await Promise.all([
    listSamples(database, draft),
    connectionFacts(connections, draft.workspaceId),
  ]);
  return judgeSamples(samples, draft.plan, facts);
}

/** Undefined for the trigger; throws when the draft has no such step. */
export function stepKeyOf({ plan }: OpenDraft, key: string): string | undefined {
  if (key === TRIGGER_KEY) return undefined;
  if (stepsOf(plan).some((step) => step.key === key)) return key;
  throw fail('trials.step.not_found', { context: { key: key.slice(0, 100) } });
}

function stepsOf(plan: DraftPlan | undefined): readonly DraftStep[] {
  return plan === undefined ? [] : [...everyStep(plan.steps)];
}

/** What a run gave, by the steps of the draft. A branch records which case it took, not what its steps gave, so it is left to be tried. */
export function stepOutputs(
  plan: DraftPlan | undefined,
  { outputs }: PastRun,
): { stepKey: string; output: JsonValue }[] {
  return stepsOf(plan).flatMap(({ key: stepKey, compiled }) => {
    const output = outputs.get(stepKey);
    return output === undefined || compiled.kind === 'branch' ? [] : [{ stepKey, output }];
  });
}
