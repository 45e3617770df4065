export { TRIALS_ERRORS } from './errors.ts';
export { makeTrials } from './make-trials.ts';
export { type JudgedSamples, SAMPLE_ORIGINS, type Sample, type SampleOrigin, type SamplePlace } from './sample.ts';
export type { SampleBook } from './sample-book.ts';
export type { FlowEvent } from './sample-source.ts';
export { TRIAL_STATES, type TrialMessage, type TrialResult, type TrialStep } from './trial.ts';
export type { TrialRunner } from './trial-runner.ts';
