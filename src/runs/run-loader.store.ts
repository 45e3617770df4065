import type { Tx } from '../db/index.ts';
import type { EventId, RunId } from '../foundation/index.ts';

export interface EventRow {
  readonly id: EventId;
  readonly headers: string;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** Events of a batch of claimed runs, by primary key. */
export const sqlLoadEvents = `
select e.id, e.headers, e.body, e.received_at as "receivedAt"
from unnest($1::uuid[], $2::uuid[]) as wanted (workspace_id, id)
join trigger_event e on e.workspace_id = wanted.workspace_id and e.id = wanted.id`;

/** Loads the events of runs; `ids` go together with `workspaceIds`. */
export function loadEvents(tx: Tx, workspaceIds: readonly string[], ids: readonly EventId[]): Promise<EventRow[]> {
  return tx.query<EventRow>(sqlLoadEvents, [workspaceIds, ids]);
}

export interface StepRow {
  readonly runId: RunId;
  readonly stepKey: string;
  readonly itemKey: string;
  readonly state: 'waiting' | 'unknown' | 'failed' | 'succeeded' | 'skipped';
  readonly operationClass: string | null;
  readonly input: string | null;
  readonly output: string | null;
  readonly progress: string | null;
}

/** Recorded steps of a batch of claimed runs, by the leading columns of the primary key. */
export const sqlLoadSteps = `
select s.run_id as "runId", s.step_key as "stepKey", s.item_key as "itemKey", s.state,
  s.operation_class as "operationClass", s.input, s.output, s.progress
from unnest($1::uuid[], $2::uuid[]) as wanted (workspace_id, id)
join step_run s on s.workspace_id = wanted.workspace_id and s.run_id = wanted.id`;

/** Loads the recorded steps of runs; `ids` go together with `workspaceIds`. */
export function loadSteps(tx: Tx, workspaceIds: readonly string[], ids: readonly RunId[]): Promise<StepRow[]> {
  return tx.query<StepRow>(sqlLoadSteps, [workspaceIds, ids]);
}
