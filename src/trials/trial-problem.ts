import { type AppError, isAppError } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { TrialProblem } from './trial.ts';

/** An error as a trial shows it. */
export function problemOf({ code, publicMessage: message, fix, problems }: AppError): TrialProblem {
  return { code, message, fix, ...(problems.length === 0 ? {} : { problems }) };
}

/** True for what a step's own data or definition is the reason of; the database speaks for itself, and a bug is ours. */
export function isOfStep(error: unknown): error is AppError {
  return isAppError(error) && error.kind !== 'bug' && !error.code.startsWith('db.');
}

/** What is shown where a step failed through a defect of ours. */
export function brokenStep(key: string): TrialProblem {
  return problemOf(fail('trials.step.broke', { context: { key } }));
}
