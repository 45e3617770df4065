/** Turns claimed rows into runs that can be executed: with their event and with what is recorded of their steps. */

import type { Tx } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import { parseJson } from '../foundation/index.ts';
import { parseEventBody } from './event-body.ts';
import type { ClaimedRun } from './ledger.store.ts';
import { type LeasedRun, type StepProgress, type StepRecord, stepRecordKey } from './run.ts';
import { type EventRow, loadEvents, loadSteps, type StepRow } from './run-loader.store.ts';

export class RunLoader {
  readonly #database: Tx;
  readonly #flows: FlowLibrary;

  constructor(deps: { database: Tx; flows: FlowLibrary }) {
    this.#database = deps.database;
    this.#flows = deps.flows;
  }

  /** Loads a batch with two queries, however many runs it has. */
  async load(claimed: readonly ClaimedRun[]): Promise<LeasedRun[]> {
    const workspaceIds = claimed.map((run) => run.workspaceId);
    const [events, steps] = await Promise.all([
      loadEvents(
        this.#database,
        workspaceIds,
        claimed.map((run) => run.eventId),
      ),
      loadSteps(
        this.#database,
        workspaceIds,
        claimed.map((run) => run.id),
      ),
    ]);
    const eventById = new Map(events.map((event) => [event.id, event]));
    const stepsByRun = Map.groupBy(steps, (step) => step.runId);
    return Promise.all(
      claimed.map((run) => this.#toRun(run, eventById.get(run.eventId) as EventRow, stepsByRun.get(run.id) ?? [])),
    );
  }

  async #toRun(claimed: ClaimedRun, event: EventRow, steps: readonly StepRow[]): Promise<LeasedRun> {
    const flow = await this.#flows.compiled(claimed.workspaceId, claimed.flowId, claimed.flowVersion);
    const { workspaceId, id, flowId, flowVersion, orderKey, leaseEpoch, payloadVersion } = claimed;
    return {
      workspaceId,
      id,
      flowId,
      flowVersion,
      orderKey,
      leaseEpoch,
      payloadVersion,
      startedAt: claimed.createdAt.toISOString(),
      event: {
        id: event.id,
        receivedAt: event.receivedAt.toISOString(),
        headers: parseJson(event.headers) as Record<string, string>,
        body: parseEventBody(event.body, flow.document.trigger.bodyFormat ?? 'json'),
      },
      steps: new Map(steps.map((step) => [stepRecordKey(step.stepKey, step.itemKey), toRecord(step)])),
      ...(claimed.crashedAt === null ? {} : { crashedAtMs: claimed.crashedAt.getTime() }),
    };
  }
}

function toRecord(row: StepRow): StepRecord {
  const { stepKey, itemKey, state } = row;
  return {
    stepKey,
    itemKey,
    state,
    ...(row.operationClass === null ? {} : { operationClass: row.operationClass }),
    ...(row.input === null ? {} : { input: parseJson(row.input) }),
    ...(row.output === null ? {} : { output: parseJson(row.output) }),
    ...(row.progress === null ? {} : { progress: parseJson(row.progress) as unknown as StepProgress }),
  };
}
