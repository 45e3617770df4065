export type { Acceptance } from './acceptance.store.ts';
export { AttemptMaker, type AttemptObserver } from './attempt-maker.ts';
export { CallStepRunner } from './call-step-runner.ts';
export { DatabaseClock } from './database-clock.ts';

export { type BodyFormat, parseEventBody } from './event-body.ts';
export { FailureSettler } from './failure-settler.ts';
export { recordRuns } from './ledger.store.ts';
export { findLink } from './link.store.ts';
export { QuestionAsker } from './question-asker.ts';
export type { AttemptRow, RunEventRow, RunRow, StepRunRow } from './run.store.ts';
export { RUN_STATES, type RunState } from './run.ts';
export { RunAcceptor } from './run-acceptor.ts';
export { outputOfId, RunControl, type RunDetails, type Verdict } from './run-control.ts';
export { RunExecutor } from './run-executor.ts';
export { RunLoader } from './run-loader.ts';
export { Worker, type WorkerConfig } from './worker.ts';
