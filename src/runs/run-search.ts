/**
 * Runs whose event holds a text. No index can answer that for payloads of any kind, so it looks through the runs that
 * the other filters leave, the newest first, for a bounded time and number, says how far it came, and can go on there.
 */
import type { Database } from '../db/index.ts';
import type { RunId } from '../foundation/index.ts';
import type { RunRow } from './run.store.ts';
import {
  findEventsWithText,
  findRuns,
  limitSearch,
  listRunKeys,
  type RunFilter,
  type RunKeyRow,
} from './run-list.store.ts';

/** What one call looks through at most, and about how long. */
const MAX_SEARCHED = 10_000;
const MAX_SEARCH_MS = 500;
/** The first part is small, for bodies may be large; the next ones grow as long as they are quick. */
const FIRST_PART = 100;
const MAX_PART = 2_000;
const QUICK_MS = 100;

/** A page of a list. */
export interface RunList {
  readonly runs: readonly RunRow[];
  /** The next page holds the runs before this one; absent at the end of the list. */
  readonly nextBeforeId?: RunId;
  /** Of a search for a text that is not at its end: runs made before this moment were not looked at. */
  readonly searchedTo?: Date;
}

/** One page of the runs whose event holds `text`; a page may be short, or empty, and still have a next one. */
export async function searchRuns(database: Database, filter: RunFilter, text: string): Promise<RunList> {
  const { workspaceId, limit } = filter;
  const { found, last } = await search(database, filter, wordings(text));
  const shown = found.slice(0, limit);
  const runs = shown.length === 0 ? [] : await findRuns(database, workspaceId, shown.map(idOf));
  const end = found.length > limit ? shown.at(-1) : last;
  return end === undefined ? { runs } : { runs, nextBeforeId: end.id, searchedTo: end.createdAt };
}

interface Found {
  /** May be more than a page. */
  readonly found: readonly RunKeyRow[];
  /** The last run that was looked at; absent when there are no further ones. */
  readonly last?: RunKeyRow | undefined;
}

async function search(database: Database, filter: RunFilter, texts: readonly Uint8Array[]): Promise<Found> {
  const startedMs = performance.now();
  const found: RunKeyRow[] = [];
  let last: RunKeyRow | undefined;
  let part = FIRST_PART;
  for (let searched = 0; searched < MAX_SEARCHED && performance.now() - startedMs < MAX_SEARCH_MS; ) {
    const beganMs = performance.now();
    const beforeId = last?.id ?? filter.beforeId;
    const look = { ...filter, limit: part, ...(beforeId === undefined ? {} : { beforeId }) };
    const { rows, matching } = await searchPart(database, look, texts);
    found.push(...matching);
    if (found.length > filter.limit) break;
    if (rows.length < part) return { found };
    last = rows.at(-1);
    searched += rows.length;
    if (performance.now() - beganMs < QUICK_MS) part = Math.min(part * 2, MAX_PART);
  }
  return { found, last };
}

function searchPart(
  database: Database,
  filter: RunFilter,
  texts: readonly Uint8Array[],
): Promise<{ rows: readonly RunKeyRow[]; matching: readonly RunKeyRow[] }> {
  return database.inTx(async (tx) => {
    await limitSearch(tx);
    const rows = await listRunKeys(tx, filter);
    const eventIds = rows.map((row) => row.eventId);
    const events = await findEventsWithText(tx, filter.workspaceId, { eventIds, texts });
    return { rows, matching: rows.filter((row) => events.has(row.eventId)) };
  });
}

function idOf({ id }: RunKeyRow): RunId {
  return id;
}

/** A text as it may stand in a body: as it is, as a JSON string has it, and as one in ASCII alone has it. */
function wordings(text: string): readonly Uint8Array[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [...new Set([text.toWellFormed(), json, ascii])].map((wording) => Buffer.from(wording));
}
