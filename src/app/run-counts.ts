/**
 * How many runs there are in each state, for `/metrics`. Counting reads the index of all runs that have not ended, and a
 * page may be read by several scrapers at any pace, so that a count is shared and kept for a while.
 */
import type { Clock, WorkspaceId } from '../foundation/index.ts';

/** About the usual distance between two scrapes. */
const KEPT_MS = 15_000;

type Counts = Readonly<Record<string, number>>;

export interface RunCountsDeps {
  /** All there are now. */
  readonly workspaceIds: () => Promise<readonly WorkspaceId[]>;
  readonly count: (workspaceId: WorkspaceId) => Promise<readonly { readonly state: string; readonly count: number }[]>;
  readonly clock: Clock;
}

export class RunCounts {
  readonly #deps: RunCountsDeps;
  #known: { readonly counts: Counts; readonly atMs: number } | undefined;
  #underWay: Promise<Counts> | undefined;

  constructor(deps: RunCountsDeps) {
    this.#deps = deps;
  }

  /** The counts over all workspaces, 15 s old at most. One that fails is not kept, and asked for again. */
  read(): Promise<Counts> {
    const { clock } = this.#deps;
    if (this.#known !== undefined && clock.monotonicMs() - this.#known.atMs < KEPT_MS) {
      return Promise.resolve(this.#known.counts);
    }
    this.#underWay ??= this.#count().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #count(): Promise<Counts> {
    const { workspaceIds, count, clock } = this.#deps;
    const atMs = clock.monotonicMs();
    const counts: Record<string, number> = {};
    for (const id of await workspaceIds()) {
      for (const row of await count(id)) counts[row.state] = (counts[row.state] ?? 0) + row.count;
    }
    this.#known = { counts, atMs };
    return counts;
  }
}
