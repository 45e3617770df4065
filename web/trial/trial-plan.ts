/** What a trial has come to, in the words and numbers that the bar shows. */
import type { Step } from '../../src/language/index.ts';
import type { Answer } from '../api/call.ts';

export type TrialAnswer = Answer<'runTrial'>;
/** A sample as the API shows it. */
export type SampleShown = NonNullable<Answer<'listSamples'>['trigger']>;

export type TrialStep = TrialAnswer['steps'][number];

/** What a person said about the writes of a trial, by the key of the step. */
export type Choices = Readonly<Record<string, { kind: 'send'; requestHash: string } | { kind: 'skip' }>>;

/** The step that waits for a choice, with the call that it is about. */
export function stepToChoose(answer: TrialAnswer | undefined) {
  const step = answer?.steps.find(({ state }) => state === 'needs_choice');
  return step?.call === undefined ? undefined : { key: step.key, call: step.call };
}

/** How many steps did something, and how many had nothing to do. */
export function countSteps({ steps }: TrialAnswer): { readonly ran: number; readonly kept: number } {
  const ran = steps.filter(({ state }) => state === 'ran' || state === 'skipped').length;
  return { ran, kept: steps.filter(({ state }) => state === 'reused' || state === 'pinned').length };
}

/** Titles of all steps by key, those inside of branches and loops too. */
export function stepTitles(steps: readonly Step[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  const visit = (list: readonly Step[]): void => {
    for (const step of list) {
      titles.set(step.key, step.title === undefined || step.title.trim() === '' ? step.key : step.title);
      for (const inner of innerLists(step)) visit(inner);
    }
  };
  visit(steps);
  return titles;
}

/** A draft may be unfinished: what is no list has no steps. */
function innerLists(step: Step): readonly (readonly Step[])[] {
  const { steps, otherwise, cases } = step as { steps?: unknown; otherwise?: unknown; cases?: unknown };
  const ofCases = Array.isArray(cases) ? cases.map((one: { steps?: unknown } | null) => one?.steps) : [];
  return [steps, otherwise, ...ofCases].filter((list): list is readonly Step[] => Array.isArray(list));
}
