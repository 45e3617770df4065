/** Does what a trial does at each step: reuses what still holds, computes, calls, keeps the result, and says what it did. */
import type { Clock, JsonValue, Log } from '../foundation/index.ts';
import type { CompiledDelayStep, CompiledStep } from '../language/index.ts';
import { delayUntilMs } from '../runs/index.ts';
import type { CallTrial } from './call-trial.ts';
import type { DraftStep } from './draft-plan.ts';
import type { Meeting, WalkEnd, WalkVisitor } from './draft-walk.ts';
import { fail } from './errors.ts';
import type { Sample, SampleOrigin } from './sample.ts';
import type { SampleKeeper } from './sample-keeper.ts';
import { MAX_TRIAL_MS, type TrialChoice, type TrialProblem, type TrialStep } from './trial.ts';
import type { TrialContext } from './trial-context.ts';
import { brokenStep, isOfStep, problemOf } from './trial-problem.ts';

export interface StepTrialDeps {
  readonly calls: CallTrial;
  readonly keeper: SampleKeeper;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one trial knows beside its context. */
export interface TrialData {
  readonly samples: ReadonlyMap<string, Sample>;
  readonly choices: ReadonlyMap<string, TrialChoice>;
  readonly upTo: string;
}

/** An output that was just found, and what is said of it. */
interface Found {
  readonly output: JsonValue;
  readonly origin: SampleOrigin;
  readonly note: string;
}

const STOPPED: WalkEnd = { kind: 'stopped' };

export class StepTrial implements WalkVisitor {
  readonly #deps: StepTrialDeps;
  readonly #trial: TrialContext;
  readonly #data: TrialData;
  /** What was done, by the keys of the steps. */
  readonly results = new Map<string, TrialStep>();
  /** The step at which the trial stopped for good. */
  stoppedAt: string | null = null;

  constructor(deps: StepTrialDeps, trial: TrialContext, data: TrialData) {
    this.#deps = deps;
    this.#trial = trial;
    this.#data = data;
  }

  pinned({ key }: DraftStep): void {
    const sample = this.#data.samples.get(key);
    this.results.set(key, { key, state: 'pinned', ...(sample === undefined ? {} : { output: sample.output }) });
  }

  missed({ key }: DraftStep): void {
    this.stoppedAt ??= key;
  }

  enter<T>(step: DraftStep, evaluate: () => T): T | undefined {
    try {
      const result = evaluate();
      this.results.set(step.key, { key: step.key, state: 'ran' });
      return result;
    } catch (error) {
      this.#failed(step, this.#problem(step, error));
      return undefined;
    }
  }

  async leaf(meeting: Meeting): Promise<WalkEnd> {
    const { step } = meeting;
    try {
      this.#requireWhole(step);
      const reused = this.#reusable(meeting);
      if (reused !== undefined) return this.#done(step, { key: step.key, state: 'reused', output: reused.output });
      if (step.compiled.kind === 'call') return await this.#call(meeting);
      if (step.compiled.kind === 'filter' && !step.compiled.when(meeting.scope)) return this.#filtered(step);
      const output = compute(step.compiled, meeting, this.#deps.clock.nowMs());
      await this.#keep(meeting, { output, origin: 'computed', note: noteOf(step.compiled) });
      return this.#done(step, { key: step.key, state: 'ran', output });
    } catch (error) {
      return this.#failed(step, this.#problem(step, error));
    }
  }

  async leave(meeting: Meeting, output: JsonValue, note: string): Promise<WalkEnd> {
    const { step } = meeting;
    const { key } = step;
    try {
      if (this.#reusable(meeting) !== undefined) return this.#done(step, { key, state: 'reused', output });
      await this.#keep(meeting, { output, origin: 'computed', note });
      return this.#done(step, { key, state: 'ran', output });
    } catch (error) {
      return this.#failed(step, this.#problem(step, error));
    }
  }

  async #call(meeting: Meeting): Promise<WalkEnd> {
    const { step } = meeting;
    const { key } = step;
    const end = await this.#deps.calls.run(this.#trial, { ...meeting, choice: this.#data.choices.get(key) });
    if (end.kind === 'failed') return this.#failed(step, end.problem, end.call);
    const { call } = end;
    if (end.kind === 'needs_choice') {
      this.results.set(key, { key, state: 'needs_choice', call });
      this.stoppedAt = key;
      return STOPPED;
    }
    const state = end.origin === 'example' ? 'skipped' : 'ran';
    try {
      await this.#keep(meeting, end);
    } catch (error) {
      // The call was made, whatever becomes of its sample: the person must see it.
      return this.#failed(step, this.#problem(step, error), call);
    }
    return this.#done(step, { key, state, output: end.output, call });
  }

  /**
   * What still holds. A made-up example only fills in for the steps behind it: where its own step is wanted, or is to be
   * sent now, it is no answer.
   */
  #reusable({ step, fingerprint }: Meeting): Sample | undefined {
    const { samples, choices, upTo } = this.#data;
    const sample = samples.get(step.key);
    if (sample?.fingerprint !== fingerprint) return undefined;
    const isWanted = step.key === upTo || choices.get(step.key)?.kind === 'send';
    return sample.origin === 'example' && isWanted ? undefined : sample;
  }

  #requireWhole({ key, problems }: DraftStep): void {
    const [first] = problems;
    if (first !== undefined) throw fail('trials.step.invalid', { problems, context: { key, problem: first.message } });
    if (this.#trial.leftMs() > 0) return;
    throw fail('trials.trial.too_long', { context: { key, seconds: MAX_TRIAL_MS / 1_000 } });
  }

  #keep({ step, fingerprint }: Meeting, { output, origin, note }: Found): Promise<void> {
    const { by: madeBy } = this.#trial;
    const sample = { stepKey: step.key, output, origin, note, fingerprint, isPinned: false, madeBy };
    return this.#deps.keeper.keepFound(this.#trial, sample);
  }

  #filtered({ key }: DraftStep): WalkEnd {
    this.results.set(key, { key, state: 'filtered' });
    return { kind: 'filtered' };
  }

  #done({ key }: DraftStep, result: TrialStep & { output: JsonValue }): WalkEnd {
    this.results.set(key, result);
    return { kind: 'output', output: result.output };
  }

  #failed({ key }: DraftStep, problem: TrialProblem, call?: TrialStep['call']): WalkEnd {
    this.results.set(key, { key, state: 'failed', problem, ...(call === undefined ? {} : { call }) });
    this.stoppedAt = key;
    return STOPPED;
  }

  /** What a mapping, a contract or a connection has to say is the answer; the database's trouble is the caller's. */
  #problem({ key }: DraftStep, error: unknown): TrialProblem {
    if (isOfStep(error)) return problemOf(error);
    const { workspaceId, flowName: flow } = this.#trial;
    this.#deps.log.error('trial.step_broke', { workspaceId, flow, step: key, error });
    return brokenStep(key);
  }
}

function compute(step: CompiledStep, { scope, step: { key } }: Meeting, nowMs: number): JsonValue {
  if (step.kind === 'map') return step.to(scope);
  if (step.kind !== 'delay') return true;
  const untilMs = delayUntilMs(step, scope, nowMs);
  if (!Number.isNaN(untilMs)) return new Date(untilMs).toISOString();
  throw fail('trials.step.delay_malformed', { context: { key, until: untilText(step, scope) } });
}

function untilText(step: CompiledDelayStep, scope: Meeting['scope']): string {
  return String(step.until?.(scope)).slice(0, 100);
}

function noteOf({ kind }: CompiledStep): string {
  return kind === 'delay' ? 'not waited for; a run would wait' : 'computed';
}
