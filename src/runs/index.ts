export type { Acceptance } from './acceptance.store.ts';
export { AttemptMaker, type AttemptObserver } from './attempt-maker.ts';
export { type AttemptFacts, endedRecord, intentRecord } from './attempt-record.ts';
export { CallStepRunner, withoutSecrets } from './call-step-runner.ts';
export { ChangeBell, type ChangeTopic } from './change-bell.ts';
export { DatabaseClock } from './database-clock.ts';
export { RUNS_ERRORS } from './errors.ts';
export { type BodyFormat, parseEventBody } from './event-body.ts';
export { type Failure, judgeCall } from './failure.ts';
export { FailureSettler } from './failure-settler.ts';
export { recordRuns } from './ledger.store.ts';
export { findLink } from './link.store.ts';
export { type ConnectionTrouble, type FlowOverview, Overview, type WorkspaceOverview } from './overview.ts';
export { type PlannedCall, planCall, requestOf } from './planned-call.ts';
export { QuestionAsker } from './question-asker.ts';
export { isInDoubt } from './retry-decision.ts';
export {
  type AttemptRow,
  findEvent,
  findRun,
  listSteps,
  type RunEventRow,
  type RunRow,
  type StepRunRow,
} from './run.store.ts';
export { initialProgress, RUN_STATES, type RunState } from './run.ts';
export { RunAcceptor } from './run-acceptor.ts';
export { MAX_REPLAYED, RunControl, type RunDetails } from './run-control.ts';
export { RunExecutor } from './run-executor.ts';
export { COUNT_CAP, type RunFilter } from './run-list.store.ts';
export { RunLoader } from './run-loader.ts';
export { delayUntilMs, itemScope, nestedKey, type RunScope, rootScope } from './run-scope.ts';
export { RunTally } from './run-tally.ts';
export { RunWatch } from './run-watch.ts';
export type { Verdict } from './settled-output.ts';
export { storableKey } from './storable-key.ts';
export { Worker, type WorkerConfig } from './worker.ts';
