/** How a step, or a list of steps, came to its end for now. */
import type { JsonValue } from '../foundation/index.ts';
import { fail, type RUNS_ERRORS } from './errors.ts';
import type { NextState, RunProblem, RunState, StepProgress } from './run.ts';

export type StepEnd =
  | { readonly kind: 'done'; readonly output: JsonValue }
  /** A filter said no: the run, or the item, is not meant to go on. */
  | { readonly kind: 'filtered' }
  /** The run leaves this worker in the given state. */
  | { readonly kind: 'stopped'; readonly next: NextState }
  /** Another worker has the run; nothing more may be done or stored. */
  | { readonly kind: 'lost' };

/** After one turn a step has come to an end for now, or goes on at once with this progress. */
export type Turn =
  | { readonly kind: 'end'; readonly end: StepEnd }
  | { readonly kind: 'again'; readonly progress: StepProgress }
  /** The effect is there, whether a call, a look-up or a person said so. */
  | { readonly kind: 'succeeded'; readonly output: JsonValue };

export const LOST: StepEnd = { kind: 'lost' };
export const FILTERED: StepEnd = { kind: 'filtered' };

/** The step is done and later steps may read its output. */
export function done(output: JsonValue): StepEnd {
  return { kind: 'done', output };
}

/** Where in the run a problem lies. */
export interface StepPlace {
  readonly stepKey: string;
  readonly itemKey: string;
}

/** A problem of a run in the words of the error table. */
export function problemOf(
  code: keyof typeof RUNS_ERRORS,
  place: StepPlace,
  context: Readonly<Record<string, string | number>>,
): RunProblem {
  const error = fail(code, { context: { stepKey: place.stepKey, ...context } });
  return { code, message: error.publicMessage, fix: error.fix, ...placeFields(place) };
}

/** The run stops here in `state`, for the reason given. */
export function stopped(
  state: RunState,
  problem: RunProblem,
  more: Pick<NextState, 'dueInMs' | 'heldConnectionId' | 'heldScopes'> = {},
): StepEnd {
  return {
    kind: 'stopped',
    next: {
      state,
      problem,
      ...more,
    },
  };
}

/** The fields of a place as they stand in a problem: none of them empty. */
export function placeFields(place: StepPlace): { stepKey: string; itemKey?: string } {
  return place.itemKey === '' ? { stepKey: place.stepKey } : { stepKey: place.stepKey, itemKey: place.itemKey };
}
