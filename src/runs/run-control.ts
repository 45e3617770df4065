/** What a person may do with runs: look at them, replay, rerun, cancel, and settle an unknown outcome. */
import type { Database, Tx } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import {
  type FlowId,
  isAppError,
  isObject,
  type JsonObject,
  type JsonValue,
  makeId,
  parseJson,
  type RunId,
  type WorkspaceId,
} from '../foundation/index.ts';
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
  listLinks,
  listSteps,
  type RunEventRow,
  type RunLinkRow,
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
import { countRunsCapped, findDeadLetters, listRuns, type RunFilter } from './run-list.store.ts';
import { type RunList, searchRuns } from './run-search.ts';
import type { RunWatch } from './run-watch.ts';
import { findCallStep, settledOutput, type Verdict } from './settled-output.ts';

/** A run with everything that is recorded of it. */
export interface RunDetails {
  readonly run: RunRow;
  readonly event: RunEventRow;
  readonly steps: readonly StepRunRow[];
  readonly attempts: readonly AttemptRow[];
  readonly links: readonly RunLinkRow[];
  /** The body as mappings see it; absent where it cannot be read. */
  readonly eventJson?: JsonValue;
}

/** Dead letters that one call replays. */
export const MAX_REPLAYED = 500;

/** Which dead letters are replayed: these, or those of a flow, of a code, or of both. */
export interface ReplayManyRequest {
  readonly workspaceId: WorkspaceId;
  readonly ids?: readonly RunId[];
  readonly flowId?: FlowId;
  readonly code?: string;
}

export interface ReplayManyAnswer {
  readonly replayed: number;
  readonly refused: number;
  /** There were more than one call replays. */
  readonly hasMore: boolean;
}

export class RunControl {
  readonly #database: Database;
  readonly #clock: DatabaseClock;
  readonly #flows: FlowLibrary;
  readonly #watch: RunWatch | undefined;

  constructor(deps: { database: Database; clock: DatabaseClock; flows: FlowLibrary; watch?: RunWatch }) {
    this.#watch = deps.watch;
    this.#database = deps.database;
    this.#flows = deps.flows;
    this.#clock = deps.clock;
  }

  /** One page of runs, the newest first; with `text` only those whose event holds it. */
  async list({ text, ...filter }: RunFilter & { readonly text?: string }): Promise<RunList> {
    if (text !== undefined) return searchRuns(this.#database, filter, text);
    const rows = await listRuns(this.#database, { ...filter, limit: filter.limit + 1 });
    const runs = rows.slice(0, filter.limit);
    const last = runs.at(-1);
    return rows.length > runs.length && last !== undefined ? { runs, nextBeforeId: last.id } : { runs };
  }

  /** Counts of unfinished and set-aside runs by state; reads all of them. */
  counts(workspaceId: WorkspaceId): Promise<readonly { state: string; count: number }[]> {
    return countRuns(this.#database, workspaceId);
  }

  /** Counts of unfinished and set-aside runs by state, none above `COUNT_CAP`. */
  cappedCounts(workspaceId: WorkspaceId): Promise<readonly { state: string; count: number }[]> {
    return countRunsCapped(this.#database, workspaceId);
  }

  /** A run with its event, steps and attempts; throws `runs.run.not_found`. */
  async details(place: RunPlace): Promise<RunDetails> {
    const { workspaceId, id } = place;
    const run = await this.#find(this.#database, place);
    const [event, steps, attempts, links] = await Promise.all([
      findEvent(this.#database, workspaceId, run.eventId) as Promise<RunEventRow>,
      listSteps(this.#database, workspaceId, id),
      listAttempts(this.#database, workspaceId, id),
      listLinks(this.#database, workspaceId, id),
    ]);
    const eventJson = await this.#readBody(workspaceId, run, event);
    return { run, event, steps, attempts, links, ...(eventJson === undefined ? {} : { eventJson }) };
  }

  /** What cannot be read, or is too much for a person to look at, is still shown as the bytes it came as. */
  async #readBody(workspaceId: WorkspaceId, run: RunRow, event: RunEventRow): Promise<JsonValue | undefined> {
    if (event.body.byteLength > MAX_READ_BYTES) return undefined;
    try {
      const { document } = await this.#flows.compiled(workspaceId, run.flowId, run.flowVersion);
      return parseEventBody(event.body, document.trigger.bodyFormat ?? 'json');
    } catch (error) {
      if (isAppError(error) && !error.code.startsWith('db.')) return undefined;
      throw error;
    }
  }

  /**
   * Replays up to `MAX_REPLAYED` dead letters, the oldest first, each in a transaction of its own: one that somebody else
   * was faster with, or that cannot be replayed, is counted as refused and keeps nobody up.
   */
  async replayMany(request: ReplayManyRequest): Promise<ReplayManyAnswer> {
    const { workspaceId } = request;
    const ids = request.ids ?? (await findDeadLetters(this.#database, { ...request, limit: MAX_REPLAYED + 1 }));
    const chosen = ids.slice(0, MAX_REPLAYED);
    let replayed = 0;
    for (const id of chosen) if (await this.#tryReplay({ workspaceId, id })) replayed += 1;
    return { replayed, refused: chosen.length - replayed, hasMore: ids.length > chosen.length };
  }

  async #tryReplay(place: RunPlace): Promise<boolean> {
    try {
      await this.replay(place);
      return true;
    } catch (error) {
      if (isAppError(error) && REFUSALS.has(error.code)) return false;
      throw error;
    }
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
    const { workspaceId } = place;
    const run = await this.#find(this.#database, place);
    const event = (await findEvent(this.#database, workspaceId, run.eventId)) as RunEventRow;
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
  async #change(
    place: RunPlace,
    action: { name: string; hint: string },
    change: (tx: Tx, before: RunRow) => Promise<boolean>,
  ): Promise<RunRow> {
    const changed = await this.#database.inTx(async (tx) => {
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
    this.#watch?.changed(place.workspaceId);
    return changed;
  }

  async #find(tx: Tx, place: RunPlace): Promise<RunRow> {
    const run = await findRun(tx, place.workspaceId, place.id);
    if (run === undefined) throw fail('runs.run.not_found', { context: { runId: place.id } });
    return run;
  }
}

/** Events up to this size are read for a person; larger ones are shown as a cut text. */
const MAX_READ_BYTES = 262_144;

const REFUSALS: ReadonlySet<string> = new Set(['runs.run.wrong_state', 'runs.run.not_found']);

const REPLAY_HINT = 'Only a dead letter is replayed; one whose order key failed is rerun, with the mended flow.';

function codeOf(run: RunRow): string | undefined {
  return run.problem === null ? undefined : (JSON.parse(run.problem) as RunProblem).code;
}
