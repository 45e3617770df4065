/** What our own tables say at the end of a chaos run. */
import type { Database } from '../src/db/database.ts';
import type { RunState } from '../src/runs/index.ts';

export interface RunRecord {
  readonly id: string;
  readonly eventId: string;
  readonly flow: string;
  readonly state: RunState;
  /** JSON text of the problem. */
  readonly problem: string | null;
  readonly crashCount: number;
}

export interface FailedAttempt {
  readonly runId: string;
  readonly kind: 'call' | 'look_up' | 'status_poll' | 'verdict';
  readonly operationClass: string;
  /** The word of the decision table. */
  readonly failure: string;
  readonly outcome: string | null;
}

/** Every run with the id under which its sender knows the event. */
const sqlRuns = `
select r.id, regexp_replace(coalesce(e.dedupe_key, ''), '^header:', '') as "eventId", f.name as flow, r.state, r.problem,
  r.crash_count as "crashCount"
from run r join trigger_event e on e.workspace_id = r.workspace_id and e.id = r.event_id
join flow f on f.workspace_id = r.workspace_id and f.id = r.flow_id`;

/** Attempts that did not succeed, those without an end among them. */
const sqlFailedAttempts = `
select run_id as "runId", kind, operation_class as "operationClass", outcome,
  coalesce(failure::json ->> 'kind', 'open') as failure
from attempt where outcome is distinct from 'succeeded'`;

const UNFINISHED = "('queued', 'running', 'waiting', 'held')";
const sqlUnfinished = `select count(*)::int as count from run where state in ${UNFINISHED}`;

/** All runs there are. */
export function readRuns(database: Database): Promise<RunRecord[]> {
  return database.query<RunRecord>(sqlRuns);
}

/** All attempts that failed, were deferred, or stayed open. */
export function readFailedAttempts(database: Database): Promise<FailedAttempt[]> {
  return database.query<FailedAttempt>(sqlFailedAttempts);
}

/** How many runs have not come to an end, for the machine. */
export async function countUnfinished(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(sqlUnfinished);
  return row?.count ?? 0;
}
