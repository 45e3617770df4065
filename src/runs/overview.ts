/** What stands on the first page: what needs a person, and how each flow has gone in the last 24 hours. */
import type { Database, Tx } from '../db/index.ts';
import type { Clock, RunId, WorkspaceId } from '../foundation/index.ts';
import type { DatabaseClock } from './database-clock.ts';
import {
  type FlowRunsRow,
  readFlowRuns,
  readTally,
  readTroubledConnections,
  type TallyRow,
  type TroubledConnectionRow,
} from './overview.store.ts';
import { countRunsCapped } from './run-list.store.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** Everybody who looks is told of a change at once and asks anew; they share one answer. */
const KEPT_MS = 1_000;
const MAX_KEPT = 1_000;

/** Ended runs of one hour. */
export interface HourTally {
  readonly at: Date;
  readonly succeeded: number;
  readonly failed: number;
}

export interface FlowOverview extends Omit<FlowRunsRow, 'flowId' | 'oldestUnknown' | 'oldestDeadLetter'> {
  /** The last 24 hours, the oldest first. */
  readonly hours: readonly HourTally[];
  readonly unknownSince: Date | null;
  readonly deadSince: Date | null;
}

export interface ConnectionTrouble extends Omit<TroubledConnectionRow, 'oldestHeld'> {
  readonly heldSince: Date | null;
}

export interface WorkspaceOverview {
  readonly flows: readonly FlowOverview[];
  readonly connections: readonly ConnectionTrouble[];
  /** Unfinished and set-aside runs by state, none above `COUNT_CAP`. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface OverviewDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly databaseClock: DatabaseClock;
}

export class Overview {
  readonly #deps: OverviewDeps;
  readonly #known = new Map<WorkspaceId, { readonly answer: Promise<WorkspaceOverview>; readonly atMs: number }>();

  constructor(deps: OverviewDeps) {
    this.#deps = deps;
  }

  /** The overview of a workspace, a second old at most. */
  read(workspaceId: WorkspaceId): Promise<WorkspaceOverview> {
    const nowMs = this.#deps.clock.monotonicMs();
    const known = this.#known.get(workspaceId);
    if (known !== undefined && nowMs - known.atMs < KEPT_MS) return known.answer;
    const answer = this.#deps.database.inTx((tx) => this.#readIn(tx, workspaceId));
    if (this.#known.size >= MAX_KEPT) this.#known.clear();
    this.#known.set(workspaceId, { answer, atMs: nowMs });
    answer.catch(() => this.#known.delete(workspaceId));
    return answer;
  }

  async #readIn(tx: Tx, workspaceId: WorkspaceId): Promise<WorkspaceOverview> {
    const flows = await readFlowRuns(tx, workspaceId);
    const connections = await readTroubledConnections(tx, workspaceId);
    const tally = Map.groupBy(await readTally(tx, workspaceId, HOURS), (row) => row.flowId);
    const counts = await countRunsCapped(tx, workspaceId);
    const nowMs = this.#deps.databaseClock.nowMs();
    return {
      flows: flows.map((flow) => flowOverview(flow, lastHours(tally.get(flow.flowId) ?? [], nowMs))),
      connections: connections.map(({ oldestHeld, ...rest }) => ({ ...rest, heldSince: momentOf(oldestHeld) })),
      counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    };
  }
}

function flowOverview(row: FlowRunsRow, hours: readonly HourTally[]): FlowOverview {
  const { flowId: _known, oldestUnknown, oldestDeadLetter, ...rest } = row;
  return { ...rest, hours, unknownSince: momentOf(oldestUnknown), deadSince: momentOf(oldestDeadLetter) };
}

/** Every hour has its place, also one without an end. */
function lastHours(rows: readonly TallyRow[], nowMs: number): HourTally[] {
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const newestMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, index) => {
    const atMs = newestMs - (HOURS - 1 - index) * HOUR_MS;
    const { succeeded = 0, failed = 0 } = byHour.get(atMs) ?? {};
    return { at: new Date(atMs), succeeded, failed };
  });
}

/** An id begins with the millisecond in which it was made (RFC 9562, 5.7). */
function momentOf(id: RunId | null): Date | null {
  return id === null ? null : new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
