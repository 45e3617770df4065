/**
 * Counts ended runs by flow and hour, in memory, and adds them to the table `run_tally` every few seconds: the charts of
 * ten million runs are read from a few hundred rows, and the write of a run costs nothing more. What was not written yet
 * is lost when the process is killed, so that a chart may miss its last seconds; nothing is decided by it.
 */
import type { Database } from '../db/index.ts';
import { type Clock, type FlowId, type Log, Repeating, type Service, type WorkspaceId } from '../foundation/index.ts';
import { addTally, forgetTally, type TallyCount } from './run-tally.store.ts';

const WRITE_EVERY_MS = 3_000;
const FORGET_EVERY_MS = 3_600_000;
/** Flows counted between two writes; further ones are not counted until then. */
const MAX_COUNTED = 10_000;

export interface RunTallyDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export class RunTally implements Service {
  readonly name = 'run_tally';
  readonly #deps: RunTallyDeps;
  readonly #writes: Repeating;
  #counts = new Map<string, TallyCount>();
  #forgottenAtMs: number;

  constructor(deps: RunTallyDeps) {
    this.#deps = deps;
    this.#writes = new Repeating({ clock: deps.clock, everyMs: WRITE_EVERY_MS, work: () => this.runOnce() });
    this.#forgottenAtMs = deps.clock.monotonicMs();
  }

  async start(): Promise<void> {
    this.#writes.start();
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    await this.#writes.stop();
    await this.runOnce();
  }

  /** Notes the end of a run; writes nothing. */
  note(flow: { workspaceId: WorkspaceId; flowId: FlowId }, end: 'succeeded' | 'failed'): void {
    const { workspaceId, flowId } = flow;
    this.#add({ workspaceId, flowId, succeeded: end === 'succeeded' ? 1 : 0, failed: end === 'failed' ? 1 : 0 });
  }

  /** Writes what has been counted. When the database is away the counts stay for the next time. */
  async runOnce(): Promise<void> {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    try {
      if (counts.length > 0) await addTally(this.#deps.database, counts);
      await this.#forget();
    } catch (error) {
      for (const count of counts) this.#add(count);
      this.#deps.log.warn('run_tally.not_written', { flowCount: counts.length, error: String(error) });
    }
  }

  async #forget(): Promise<void> {
    const nowMs = this.#deps.clock.monotonicMs();
    if (nowMs - this.#forgottenAtMs < FORGET_EVERY_MS) return;
    this.#forgottenAtMs = nowMs;
    await forgetTally(this.#deps.database).catch((error: unknown) =>
      this.#deps.log.warn('run_tally.not_forgotten', { error: String(error) }),
    );
  }

  #add(count: TallyCount): void {
    const key = `${count.workspaceId} ${count.flowId}`;
    const known = this.#counts.get(key);
    if (known === undefined && this.#counts.size >= MAX_COUNTED) return;
    const succeeded = (known?.succeeded ?? 0) + count.succeeded;
    const failed = (known?.failed ?? 0) + count.failed;
    this.#counts.set(key, { ...count, succeeded, failed });
  }
}
