/** What a past run has to give for samples: its event, and what its steps gave. */
import type { Database } from '../db/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import { type FlowId, type JsonValue, parseJson, type RunId, type WorkspaceId } from '../foundation/index.ts';
import { findEvent, findRun, listSteps, parseEventBody } from '../runs/index.ts';
import { fail } from './errors.ts';
import type { EventFacts } from './sample.ts';

export interface PastRun {
  readonly flowId: FlowId;
  readonly event: EventFacts;
  readonly body: JsonValue;
  /** Of the succeeded steps, by key; of a step that ran once per item, the first. */
  readonly outputs: ReadonlyMap<string, JsonValue>;
}

export class PastRunReader {
  readonly #deps: { readonly database: Database; readonly flows: FlowLibrary };

  constructor(deps: { database: Database; flows: FlowLibrary }) {
    this.#deps = deps;
  }

  /** Reads a run in whatever state; throws `trials.event.not_found` when the workspace has none of this id. */
  async read(workspaceId: WorkspaceId, runId: RunId): Promise<PastRun> {
    const { database, flows } = this.#deps;
    const run = await findRun(database, workspaceId, runId);
    const event = run === undefined ? undefined : await findEvent(database, workspaceId, run.eventId);
    if (run === undefined || event === undefined) throw fail('trials.event.not_found', { context: { id: runId } });
    const { document } = await flows.compiled(workspaceId, run.flowId, run.flowVersion);
    return {
      flowId: run.flowId,
      event: {
        id: event.id,
        receivedAt: event.receivedAt.toISOString(),
        headers: parseJson(event.headers) as Record<string, string>,
      },
      body: parseEventBody(event.body, document.trigger.bodyFormat ?? 'json'),
      outputs: await this.#outputs(workspaceId, runId),
    };
  }

  async #outputs(workspaceId: WorkspaceId, runId: RunId): Promise<ReadonlyMap<string, JsonValue>> {
    const outputs = new Map<string, JsonValue>();
    for (const { stepKey, state, output } of await listSteps(this.#deps.database, workspaceId, runId)) {
      if (state === 'succeeded' && output !== null && !outputs.has(stepKey)) outputs.set(stepKey, parseJson(output));
    }
    return outputs;
  }
}
