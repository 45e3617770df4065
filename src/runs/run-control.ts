/** What a person may do with runs: look at them, replay, rerun, cancel, and settle an unknown outcome. */
import type { Database, Tx } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import { isObject, type JsonObject, makeId, parseJson, type RunId, type WorkspaceId } from '../foundation/index.ts';
import type { DatabaseClock } from './database-clock.ts';
import { fail } from './errors.ts';
import { parseEventBody } from './event-body.ts';
import { orderKeyOf } from './order-key.ts';
import { lockLanes, notifyRunDue, releaseLanes } from './order-lane.store.ts';
import {
  type AttemptRow,
  countRuns,
  findEvent,
  findRun,
  listAttempts,
  listRuns,
  listSteps,
  type RunEventRow,
  type RunFilter,
  type RunRow,
  type StepRunRow,
} from './run.store.ts';
import { initialProgress, type RunProblem, type StepProgress, withoutDoubt } from './run.ts';
import {
  cancelRun,
  findOpenSteps,
  insertRerun,
  insertVerdict,
  type OpenStep,
  type RunPlace,
  requestCancel,
  requeueRun,
  setStepProgress,
} from './run-control.store.ts';
import { findCallStep, settledOutput, type Verdict } from './settled-output.ts';

/** A run with everything that is recorded of it. */
export interface RunDetails {
  readonly run: RunRow;
  readonly event: RunEventRow;
  readonly steps: readonly StepRunRow[];
  readonly attempts: readonly AttemptRow[];
}

export class RunControl {
  readonly #database: Database;
  readonly #clock: DatabaseClock;
  readonly #flows: FlowLibrary;

  constructor(deps: { database: Database; clock: DatabaseClock; flows: FlowLibrary }) {
    this.#database = deps.database;
    this.#flows = deps.flows;
    this.#clock = deps.clock;
  }

  /** One page of runs, the newest first. */
  list(filter: RunFilter): Promise<readonly RunRow[]> {
    return listRuns(this.#database, filter);
  }

  /** Counts of unfinished and set-aside runs by state. */
  counts(workspaceId: WorkspaceId): Promise<readonly { state: string; count: number }[]> {
    return countRuns(this.#database, workspaceId);
  }

  /** A run with its event, steps and attempts; throws `runs.run.not_found`. */
  async details(place: RunPlace): Promise<RunDetails> {
    const { workspaceId, id } = place;
    const run = await this.#find(this.#database, place);
    const [event, steps, attempts] = await Promise.all([
      findEvent(this.#database, workspaceId, run.eventId),
      listSteps(this.#database, workspaceId, id),
      listAttempts(this.#database, workspaceId, id),
    ]);
    return { run, event: event as RunEventRow, steps, attempts };
  }

  /** A dead letter goes on at the step where it stopped, with the flow version it began with. */
  replay(place: RunPlace): Promise<RunRow> {
    return this.#change(place, { name: 'replayed', hint: REPLAY_HINT }, async (tx, before) => {
      if (codeOf(before) === 'runs.order_key.failed') return false;
      if (!(await requeueRun(tx, place, 'dead_lettered'))) return false;
      // A waiting step keeps its progress: an intent without an end, or a look-up under way, must still be settled.
      for (const step of await findOpenSteps(tx, place)) {
        if (step.state === 'failed') await setStepProgress(tx, place, { ...step, progress: this.#freshProgress(step) });
      }
      return true;
    });
  }

  /** Cancels a run: at once when it waits, at its next step when it is running. */
  cancel(place: RunPlace): Promise<RunRow> {
    return this.#change(place, { name: 'cancelled', hint: 'It has ended already.' }, async (tx) => {
      return (await cancelRun(tx, place)) || (await requestCancel(tx, place));
    });
  }

  /** A new run of the same event, with the flow's live version and the order key that this version gives. */
  async rerun(place: RunPlace): Promise<RunRow> {
    const { run, event } = await this.details(place);
    const { workspaceId } = place;
    const flow = await this.#flows.findById(workspaceId, run.flowId);
    const flowVersion = flow?.liveVersion ?? run.flowVersion;
    const compiled = await this.#flows.compiled(workspaceId, run.flowId, flowVersion);
    const body = parseEventBody(event.body, compiled.document.trigger.bodyFormat ?? 'json');
    const headers = parseJson(event.headers) as Record<string, string>;
    const orderKey = orderKeyOf(compiled, { id: event.id, headers, body });
    const newId = makeId<RunId>();
    await this.#change(
      place,
      { name: 'rerun', hint: 'Settle it, cancel it or wait for its end first.' },
      async (tx) => {
        await lockLanes(tx, orderKey === null ? [] : [{ workspaceId, flowId: run.flowId, orderKey }]);
        return insertRerun(tx, place, { newId, flowVersion, orderKey });
      },
    );
    return this.#find(this.#database, { ...place, id: newId });
  }

  /** Settles an unknown outcome: the run goes on with what happened, or sends the write again under the same key. */
  settle(place: RunPlace, verdict: Verdict): Promise<RunRow> {
    const action = { name: 'settled', hint: 'Only a run of unknown outcome is settled.' };
    return this.#change(place, action, async (tx, run) => {
      if (!(await requeueRun(tx, place, 'unknown'))) return false;
      const { steps } = await this.#flows.compiled(place.workspaceId, run.flowId, run.flowVersion);
      for (const step of await findOpenSteps(tx, place)) {
        if (step.state !== 'unknown') continue;
        const output = settledOutput(verdict, findCallStep(steps, step.stepKey)?.link?.idPath);
        await this.#settleStep(tx, place, { step, verdict, output });
      }
      return true;
    });
  }

  async #settleStep(
    tx: Tx,
    place: RunPlace,
    { step, verdict, output }: { step: OpenStep; verdict: Verdict; output: JsonObject | undefined },
  ): Promise<void> {
    const fresh = this.#freshProgress(step);
    const attempts = fresh.attempts + 1;
    const known = { ...withoutDoubt(fresh), attempts };
    const progress: StepProgress = output === undefined ? known : { ...known, phase: 'settled', settledOutput: output };
    await setStepProgress(tx, place, { ...step, progress });
    const text = verdict.happened
      ? `${verdict.by} says: it happened${verdict.id === undefined ? '' : `, record ${verdict.id}`}; the run goes on`
      : `${verdict.by} says: it did not happen; it is sent again with the same key`;
    await insertVerdict(tx, place, { ...step, number: attempts, text });
  }

  /**
   * Counters begin anew; the number of attempts goes on, and with it the record of each. A doubt stays, with the time it
   * began: a keyed write is then looked up when the vendor may have forgotten the key.
   */
  #freshProgress(step: OpenStep): StepProgress {
    const known = step.progress === null ? undefined : parseJson(step.progress);
    const fresh = initialProgress(this.#clock.nowMs());
    if (!isObject(known)) return fresh;
    const { attempts, subKey, items, isInDoubt, doubtSinceMs } = known as unknown as StepProgress;
    const kept = isInDoubt && doubtSinceMs !== undefined ? { isInDoubt, doubtSinceMs } : {};
    return { ...fresh, ...kept, attempts, subKey, ...(items === undefined ? {} : { items }) };
  }

  /** Runs one change under the lock of the run's order lane, and says clearly why when the state has moved on. */
  #change(
    place: RunPlace,
    action: { name: string; hint: string },
    change: (tx: Tx, before: RunRow) => Promise<boolean>,
  ): Promise<RunRow> {
    return this.#database.inTx(async (tx) => {
      const before = await this.#find(tx, place);
      const { workspaceId } = place;
      const lanes = before.orderKey === null ? [] : [{ workspaceId, flowId: before.flowId, orderKey: before.orderKey }];
      await lockLanes(tx, lanes);
      if (!(await change(tx, before))) {
        const { state } = await this.#find(tx, place);
        throw fail('runs.run.wrong_state', { context: { state, action: action.name, hint: action.hint } });
      }
      await releaseLanes(tx, lanes);
      await notifyRunDue(tx);
      return this.#find(tx, place);
    });
  }

  async #find(tx: Tx, place: RunPlace): Promise<RunRow> {
    const run = await findRun(tx, place.workspaceId, place.id);
    if (run === undefined) throw fail('runs.run.not_found', { context: { runId: place.id } });
    return run;
  }
}

const REPLAY_HINT = 'Only a dead letter is replayed; one whose order key failed is rerun, with the mended flow.';

function codeOf(run: RunRow): string | undefined {
  return run.problem === null ? undefined : (JSON.parse(run.problem) as RunProblem).code;
}
