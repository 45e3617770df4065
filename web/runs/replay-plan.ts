/**
 * Replaying many dead letters: found first, all of them, and then sent in small calls, the oldest first. That way each is
 * replayed once, also when one fails again at once and is a dead letter anew, and a person can stop between two calls.
 */
import { call } from '../api/call.ts';

/** Which dead letters: these, or all of a flow, of a code, of both, or all there are. */
export interface ReplayChoice {
  readonly ids?: readonly string[];
  readonly flow?: string;
  readonly code?: string;
}

export interface ReplayProgress {
  readonly phase: 'gathering' | 'replaying' | 'done' | 'stopped';
  /** Found so far, and all of them once `phase` is no longer `gathering`. */
  readonly found: number;
  readonly replayed: number;
  readonly refused: number;
  /** There are newer ones that were left for another time. */
  readonly isBounded: boolean;
}

/** Dead letters of one go; what a person waits for has an end. */
export const MAX_AT_ONCE = 10_000;
const PAGE = 200;
const CHUNK = 50;

/** What the plan needs of the API. */
export interface ReplayCalls {
  readonly list: (query: { flow?: string; code?: string; cursor?: string; limit: number }) => Promise<{
    readonly runs: readonly { readonly id: string }[];
    readonly nextCursor: string | null;
  }>;
  readonly replay: (ids: readonly string[]) => Promise<{ readonly replayed: number; readonly refused: number }>;
}

export const apiCalls: ReplayCalls = {
  list: (query) => call('listRuns', { query: { ...query, state: 'dead_lettered' } }),
  replay: (ids) => call('replayMany', { body: { ids } }),
};

interface ReplayRun {
  readonly calls: ReplayCalls;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/** Replays the chosen ones until they are through or the signal stops it; throws what the API says. */
export async function replayAll(choice: ReplayChoice, run: ReplayRun): Promise<ReplayProgress> {
  const { ids, isBounded } = await gather(choice, run);
  let progress: ReplayProgress = { phase: 'replaying', found: ids.length, replayed: 0, refused: 0, isBounded };
  run.onProgress(progress);
  for (let at = 0; at < ids.length && !run.signal.aborted; at += CHUNK) {
    const answer = await run.calls.replay(ids.slice(at, at + CHUNK));
    const { replayed, refused } = progress;
    progress = { ...progress, replayed: replayed + answer.replayed, refused: refused + answer.refused };
    run.onProgress(progress);
  }
  const last: ReplayProgress = { ...progress, phase: run.signal.aborted ? 'stopped' : 'done' };
  run.onProgress(last);
  return last;
}

/** Ids, the oldest first; of too many the oldest. Lists begin with the newest, so that all of it has to be walked. */
async function gather(
  { ids, flow, code }: ReplayChoice,
  { calls, signal, onProgress }: ReplayRun,
): Promise<{ readonly ids: readonly string[]; readonly isBounded: boolean }> {
  if (ids !== undefined) return { ids: ids.toSorted(), isBounded: false };
  const found: string[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < MAX_PAGES && cursor !== null && !signal.aborted; page += 1) {
    const filter = { ...(flow === undefined ? {} : { flow }), ...(code === undefined ? {} : { code }), limit: PAGE };
    const answer = await calls.list({ ...filter, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...answer.runs.map(({ id }) => id));
    cursor = answer.nextCursor;
    onProgress({ phase: 'gathering', found: found.length, replayed: 0, refused: 0, isBounded: false });
  }
  const oldestFirst = found.toReversed();
  return { ids: oldestFirst.slice(0, MAX_AT_ONCE), isBounded: oldestFirst.length > MAX_AT_ONCE };
}

/** Lists end here even if runs fall into them faster than they are read. */
const MAX_PAGES = 500;
