/**
 * Goes through the steps of one leased run. Steps that only compute are evaluated anew whenever a run is resumed (they
 * are functions of what is recorded); calls are made by `CallStepRunner` and never repeated once recorded.
 */
import type { FlowLibrary } from '../flows/index.ts';
import { isAppError, type JsonValue, type Log, makeObject } from '../foundation/index.ts';
import type {
  CompiledBranchStep,
  CompiledCallStep,
  CompiledDelayStep,
  CompiledEachStep,
  CompiledStep,
} from '../language/index.ts';
import type { CallStepRunner } from './call-step-runner.ts';
import type { DatabaseClock } from './database-clock.ts';
import { fail } from './errors.ts';
import type { LeaseGuard } from './lease.ts';
import type { RecordingAnswer, RunRecording } from './ledger.store.ts';
import { MAX_OUTPUT_BYTES, outputBytes } from './output-size.ts';
import type { LeasedRun, NextState } from './run.ts';
import type { RunFrame } from './run-frame.ts';
import { RunJournal } from './run-journal.ts';
import { delayUntilMs, itemScope, nestedKey, rootScope } from './run-scope.ts';
import { done, FILTERED, problemOf, type StepEnd, type StepPlace, stopped } from './step-end.ts';
import { storableKey } from './storable-key.ts';

/** Steps and items one run may go through; beyond it something is wrong with the flow. */
const MAX_STEPS_PER_RUN = 20_000;

export interface RunExecutorDeps {
  readonly flows: FlowLibrary;
  readonly calls: CallStepRunner;
  readonly commit: (recording: RunRecording) => Promise<RecordingAnswer>;
  readonly clock: DatabaseClock;
  readonly log: Log;
}

export class RunExecutor {
  readonly #deps: RunExecutorDeps;

  constructor(deps: RunExecutorDeps) {
    this.#deps = deps;
  }

  /** Runs as far as it goes and records where it stopped. Throws only when the database, or a store of keys or secrets, cannot be reached. */
  async execute(run: LeasedRun, guard: LeaseGuard): Promise<void> {
    const journal = new RunJournal(run, { leaseMs: guard.leaseMs, commit: this.#deps.commit });
    const end = await this.#run(run, { journal, guard });
    if (end.kind !== 'lost') await journal.flush(nextOf(end));
  }

  async #run(run: LeasedRun, held: { journal: RunJournal; guard: LeaseGuard }): Promise<StepEnd> {
    const flow = await this.#deps.flows.compiled(run.workspaceId, run.flowId, run.flowVersion);
    const frame: RunFrame = {
      ...held,
      run,
      flow,
      scope: rootScope(run),
      itemKey: '',
      budget: { stepsLeft: MAX_STEPS_PER_RUN, outputBytesLeft: MAX_OUTPUT_BYTES },
    };
    return this.#guarded({ stepKey: 'trigger', itemKey: '' }, async () =>
      flow.triggerWhen?.(frame.scope) === false ? FILTERED : this.#runSteps(flow.steps, frame),
    );
  }

  async #runSteps(steps: readonly CompiledStep[], frame: RunFrame): Promise<StepEnd> {
    let output: JsonValue = null;
    for (const step of steps) {
      frame.budget.stepsLeft -= 1;
      const place = { stepKey: step.key, itemKey: frame.itemKey };
      if (frame.budget.stepsLeft < 0) {
        return stopped('dead_lettered', problemOf('runs.step.too_many', place, { limit: MAX_STEPS_PER_RUN }));
      }
      const end = await this.#guarded(place, () => this.#runStep(step, frame));
      if (end.kind !== 'done') return end;
      frame.scope.steps[step.key] = end.output;
      output = end.output;
    }
    return done(output);
  }

  async #runStep(step: CompiledStep, frame: RunFrame): Promise<StepEnd> {
    switch (step.kind) {
      case 'call':
        return this.#call(step, frame);
      case 'map':
        return this.#noted(step.key, frame, step.to(frame.scope));
      case 'filter':
        return step.when(frame.scope) ? this.#noted(step.key, frame, true) : FILTERED;
      case 'branch':
        return this.#branch(step, frame);
      case 'each':
        return this.#each(step, frame);
      case 'delay':
        return this.#delay(step, frame);
    }
  }

  /** A recorded call is never made again. */
  async #call(step: CompiledCallStep, frame: RunFrame): Promise<StepEnd> {
    const record = frame.journal.step(step.key, frame.itemKey);
    const isRecorded = record?.state === 'succeeded' || record?.state === 'skipped';
    const end = isRecorded ? done(record.output ?? null) : await this.#deps.calls.run(step, frame);
    // Paid for after it is noted: the call has happened, whatever its answer costs.
    if (end.kind === 'done') payForOutput(step.key, frame, end.output);
    return end;
  }

  async #branch(step: CompiledBranchStep, frame: RunFrame): Promise<StepEnd> {
    const chosen = step.cases.findIndex((candidate) => candidate.when(frame.scope));
    this.#noted(step.key, frame, chosen === -1 ? 'otherwise' : chosen);
    const end = await this.#runSteps(step.cases[chosen]?.steps ?? step.otherwise, frame);
    return end;
  }

  async #each(step: CompiledEachStep, frame: RunFrame): Promise<StepEnd> {
    const outputs: JsonValue[] = [];
    const seen = new Set<string>();
    for (const [position, item] of step.over(frame.scope).entries()) {
      const scope = itemScope(step, frame.scope, { item, position });
      const key = storableKey(step.itemKey(scope));
      if (seen.has(key)) {
        // The same item twice in one list is reported, not sent twice.
        outputs.push(
          makeObject([
            ['key', key],
            ['output', null],
            ['isDuplicate', true],
          ]),
        );
        continue;
      }
      seen.add(key);
      const end = await this.#runSteps(step.steps, { ...frame, scope, itemKey: nestedKey(frame.itemKey, key) });
      if (end.kind === 'filtered')
        outputs.push(
          makeObject([
            ['key', key],
            ['output', null],
            ['isFiltered', true],
          ]),
        );
      else if (end.kind === 'done')
        outputs.push(
          makeObject([
            ['key', key],
            ['output', end.output],
          ]),
        );
      else return end;
    }
    return this.#noted(step.key, frame, outputs);
  }

  /** The instant is computed once and recorded, so that a resumed run does not begin to wait anew. */
  #delay(step: CompiledDelayStep, frame: RunFrame): StepEnd {
    const place = { stepKey: step.key, itemKey: frame.itemKey };
    const record = frame.journal.step(step.key, frame.itemKey);
    const nowMs = this.#deps.clock.nowMs();
    const untilMs =
      typeof record?.input === 'string' ? Date.parse(record.input) : delayUntilMs(step, frame.scope, nowMs);
    if (Number.isNaN(untilMs)) {
      const until = String(step.until?.(frame.scope)).slice(0, 100);
      return stopped('dead_lettered', problemOf('runs.step.delay_malformed', place, { until }));
    }
    const until = new Date(untilMs).toISOString();
    if (untilMs <= nowMs) return this.#noted(step.key, frame, until);
    frame.journal.noteStep({ ...place, state: 'waiting', input: until });
    return { kind: 'stopped', next: { state: 'waiting', dueInMs: untilMs - nowMs } };
  }

  #noted(stepKey: string, frame: RunFrame, output: JsonValue): StepEnd {
    payForOutput(stepKey, frame, output);
    const known = frame.journal.step(stepKey, frame.itemKey);
    if (known?.state !== 'succeeded') {
      frame.journal.noteStep({ stepKey, itemKey: frame.itemKey, state: 'succeeded', output });
    }
    return done(output);
  }

  /** What a mapping or a contract has to say about the data sets the run aside; it is never an exception outside. */
  async #guarded(place: StepPlace, work: () => Promise<StepEnd> | StepEnd): Promise<StepEnd> {
    try {
      return await work();
    } catch (error) {
      if (isAway(error)) throw error;
      if (isAppError(error) && error.kind !== 'bug') {
        const { code, publicMessage: message, fix } = error;
        return stopped('dead_lettered', { code, message, fix, ...place });
      }
      this.#deps.log.error('step.broke', { ...place, error: error instanceof Error ? error.stack : String(error) });
      return stopped('dead_lettered', problemOf('runs.step.broke', place, {}));
    }
  }
}

/** Throws when the outputs of the run have become more than one run may hold. */
function payForOutput(stepKey: string, frame: RunFrame, output: JsonValue): void {
  frame.budget.outputBytesLeft -= outputBytes(output, frame.budget.outputBytesLeft);
  if (frame.budget.outputBytesLeft >= 0) return;
  throw fail('runs.step.output_too_large', { context: { stepKey, limit: MAX_OUTPUT_BYTES } });
}

function nextOf(end: Exclude<StepEnd, { kind: 'lost' }>): NextState {
  if (end.kind === 'stopped') return end.next;
  return { state: end.kind === 'filtered' ? 'filtered' : 'succeeded' };
}

/** The database, or a store of keys or secrets, cannot be reached: the run is given back and not judged. */
function isAway(error: unknown): boolean {
  if (!isAppError(error)) return false;
  return error.code.startsWith('db.') || (error.code.startsWith('vault.') && error.kind === 'unavailable');
}
