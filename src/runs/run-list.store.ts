/**
 * Lists of runs. Every list pages by id, which is ordered by time, and every set of filters is served by an index that
 * gives this order, so that the first page costs the same with ten million runs as with ten.
 *
 * The texts are put together from constant parts: one plan for "any of the filters may be null" would read the workspace.
 */
import type { Tx } from '../db/index.ts';
import type { EventId, FlowId, RunId, WorkspaceId } from '../foundation/index.ts';
import { RUN_COLUMNS, type RunRow } from './run.store.ts';
import type { RunState } from './run.ts';
import { storableKey } from './storable-key.ts';

export interface RunFilter {
  readonly workspaceId: WorkspaceId;
  /** Any of these; all when absent. */
  readonly states?: readonly RunState[];
  readonly flowId?: FlowId;
  readonly orderKey?: string;
  /** Code of the run's problem. */
  readonly code?: string;
  /** Made at this moment or later. */
  readonly from?: Date;
  /** Made before this moment. */
  readonly to?: Date;
  /** Only runs before this one; the last id of the page before. */
  readonly beforeId?: RunId;
  readonly limit: number;
}

/** As the indexes `run_of_code` and `run_of_flow_and_code` have it: the code is what a problem begins with. */
export const CODE_OF_PROBLEM = `substring(run.problem from '^[{]"code":"([^"]+)"')`;

const AFTER_ALL_IDS = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/**
 * An id is made some time before its row (the group commit may wait 10 s for its server) and by another clock. Within
 * this distance the moments are compared themselves.
 */
const ID_SLACK_MS = 15_000;
const MAX_ID_MS = 2 ** 48 - 1;

/** One page of runs, the newest first. */
export function listRuns(tx: Tx, filter: RunFilter): Promise<RunRow[]> {
  return listPage(filter, (state) => listOnce<RunRow>(tx, listStatement(filter, state)));
}

/** What a search needs of a run before it knows that the run is wanted. */
export type RunKeyRow = Pick<RunRow, 'id' | 'eventId' | 'createdAt'>;

/** As `listRuns`, of many runs and little of each. */
export function listRunKeys(tx: Tx, filter: RunFilter): Promise<RunKeyRow[]> {
  return listPage(filter, (state) => listOnce<RunKeyRow>(tx, keysStatement(filter, state)));
}

export const sqlFindRuns = `
select ${RUN_COLUMNS} from run join flow on flow.workspace_id = run.workspace_id and flow.id = run.flow_id
where run.workspace_id = $1 and run.id = any ($2::uuid[]) order by run.id desc`;

/** The runs of these ids, the newest first. */
export function findRuns(tx: Tx, workspaceId: WorkspaceId, ids: readonly RunId[]): Promise<RunRow[]> {
  return tx.query<RunRow>(sqlFindRuns, [workspaceId, ids]);
}

async function listPage<Row extends RunKeyRow>(
  filter: RunFilter,
  list: (state?: RunState) => Promise<Row[]>,
): Promise<Row[]> {
  const { states, limit } = filter;
  if (states === undefined || !isByState(filter)) return list();
  const pages: Row[][] = [];
  for (const state of new Set(states)) pages.push(await list(state));
  const rows = pages.length === 1 ? (pages[0] as Row[]) : pages.flat().toSorted(newestFirst);
  return rows.slice(0, limit);
}

/**
 * Each state is a list of its own in the index, in order only by itself. Where an order key or a code leads to few runs, or
 * where the succeeded ones are wanted, which are most, the state is looked at row by row.
 */
function isByState({ states = [], orderKey, code }: RunFilter): boolean {
  return orderKey === undefined && code === undefined && !states.includes('succeeded');
}

function newestFirst(one: RunKeyRow, other: RunKeyRow): number {
  return one.id < other.id ? 1 : -1;
}

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function listOnce<Row>(tx: Tx, { sql, values }: Statement): Promise<Row[]> {
  return tx.query<Row>(sql, values);
}

/** The page is cut before the join, so that the join costs a page. */
export function listStatement(filter: RunFilter, state?: RunState): Statement {
  const { sql, values } = pageStatement('run.*', filter, state);
  return {
    sql: `
select ${RUN_COLUMNS} from (${sql}) as run
join flow on flow.workspace_id = run.workspace_id and flow.id = run.flow_id order by run.id desc`,
    values,
  };
}

function keysStatement(filter: RunFilter, state: RunState | undefined): Statement {
  return pageStatement('run.id, run.event_id as "eventId", run.created_at as "createdAt"', filter, state);
}

/**
 * A single `state` stands in the text and not among the values, because a partial index serves only what the planner can
 * see.
 */
function pageStatement(columns: string, filter: RunFilter, state: RunState | undefined): Statement {
  const { workspaceId, flowId, orderKey, code, from, to, limit } = filter;
  const values: unknown[] = [workspaceId, lastId(filter), limit];
  const conditions = ['run.workspace_id = $1', 'run.id < $2'];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  if (state !== undefined) conditions.push(`run.state = '${state}'`);
  else if (filter.states !== undefined) add('run.state = any (?)', filter.states);
  if (flowId !== undefined) add('run.flow_id = ?', flowId);
  if (orderKey !== undefined) add('run.order_key = ?', storableKey(orderKey));
  if (code !== undefined) add(`run.problem is not null and ${CODE_OF_PROBLEM} = ?`, code);
  if (from !== undefined) {
    add('run.id >= ?', idAt(from.getTime() - ID_SLACK_MS));
    add('run.created_at >= ?', from);
  }
  if (to !== undefined) add('run.created_at < ?', to);
  const sql = `select ${columns} from run where ${conditions.join(' and ')} order by run.id desc limit $3`;
  return { sql, values };
}

/** The id that a page ends before: the cursor, or what the latest moment allows. */
function lastId({ beforeId, to }: RunFilter): string {
  const latest = to === undefined ? AFTER_ALL_IDS : idAt(to.getTime() + ID_SLACK_MS);
  return beforeId !== undefined && beforeId < latest ? beforeId : latest;
}

/** The smallest id of a millisecond (RFC 9562, 5.7). */
function idAt(ms: number): string {
  const hex = Math.min(Math.max(Math.trunc(ms), 0), MAX_ID_MS)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * Which events hold one of the texts. Bytes are compared as Latin-1, which every byte is, so that a body of any encoding
 * can be looked at; in collation "C" only A to Z lose their capitals. A body with a NUL is no text.
 */
export const sqlFindEventsWithText = `
select event.id from trigger_event event
cross join lateral (select lower(convert_from(event.body, 'LATIN1') collate "C") as body) as shown
where event.workspace_id = $1 and event.id = any ($2::uuid[]) and case when position('\\x00'::bytea in event.body) = 0
  then exists (select from unnest($3::bytea[]) as wanted (bytes)
    where position(lower(convert_from(wanted.bytes, 'LATIN1') collate "C") in shown.body) > 0) end`;

/** Of the given events those whose body holds one of `texts`, each given in the bytes that it may have there. */
export async function findEventsWithText(
  tx: Tx,
  workspaceId: WorkspaceId,
  search: { readonly eventIds: readonly EventId[]; readonly texts: readonly Uint8Array[] },
): Promise<Set<EventId>> {
  const rows = await tx.query<{ id: EventId }>(sqlFindEventsWithText, [workspaceId, search.eventIds, search.texts]);
  return new Set(rows.map((row) => row.id));
}

/** A search is one of many uses of the server; a statement of it that takes longer is given up. */
export const sqlLimitSearch = `select set_config('statement_timeout', '3000', true)`;

/** Bounds the statements of a search in the present transaction. */
export async function limitSearch(tx: Tx): Promise<void> {
  await tx.query(sqlLimitSearch, []);
}

/** Counting ends here, so that a count costs the same however many there are. */
export const COUNT_CAP = 10_000;

/** The states that ask for attention; of the finished ones there are too many to count. */
const COUNTED_STATES: readonly RunState[] = ['queued', 'running', 'waiting', 'held', 'unknown', 'dead_lettered'];

/** Each state from its own part of the index; the running ones are found by their lease. */
export const sqlCountRunsCapped = COUNTED_STATES.map(
  (state) =>
    `select '${state}' as state, count(*)::int as count from (
  select from run where run.workspace_id = $1 and run.state = '${state}' limit ${COUNT_CAP}) as ${state}`,
).join('\nunion all\n');

/** Counts of unfinished and set-aside runs by state, none above `COUNT_CAP`. */
export async function countRunsCapped(tx: Tx, workspaceId: WorkspaceId): Promise<{ state: RunState; count: number }[]> {
  const rows = await tx.query<{ state: RunState; count: number }>(sqlCountRunsCapped, [workspaceId]);
  return rows.filter((row) => row.count > 0);
}

/**
 * Dead letters, the oldest first, for replaying them in the order they came. Those whose order key failed cannot be
 * replayed and would stand before the others for ever.
 */
function deadLetterSql(filter: { readonly hasFlow: boolean; readonly hasCode: boolean }): string {
  const flow = filter.hasFlow ? 'run.flow_id = $3' : '$3::uuid is null';
  const code = filter.hasCode ? `run.problem is not null and ${CODE_OF_PROBLEM} = $4` : '$4::text is null';
  return `
select run.id from run where run.workspace_id = $1 and run.state = 'dead_lettered' and ${flow} and ${code}
  and run.problem not like '{"code":"runs.order_key.failed"%'
order by run.id limit $2`;
}

/** Ids of dead letters that may be replayed, the oldest first. */
export async function findDeadLetters(
  tx: Tx,
  filter: Pick<RunFilter, 'workspaceId' | 'flowId' | 'code' | 'limit'>,
): Promise<RunId[]> {
  const { workspaceId, flowId, code, limit } = filter;
  const sql = deadLetterSql({ hasFlow: flowId !== undefined, hasCode: code !== undefined });
  const rows = await tx.query<{ id: RunId }>(sql, [workspaceId, limit, flowId ?? null, code ?? null]);
  return rows.map((row) => row.id);
}
