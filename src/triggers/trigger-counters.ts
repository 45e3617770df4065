/**
 * Counts duplicates and refusals of triggers in memory and writes them every few seconds, so that a flood of either
 * costs the database nothing. What was not written yet is lost with the process; no decision depends on it.
 */
import type { Database } from '../db/index.ts';
import {
  type Clock,
  type Log,
  Repeating,
  type Service,
  type TriggerId,
  type WorkspaceId,
} from '../foundation/index.ts';
import { addCounts, type TriggerCount } from './open-trigger.store.ts';

const WRITE_EVERY_MS = 5_000;
/** Triggers counted between two writes; further ones are not counted until then. */
const MAX_COUNTED = 10_000;

export interface TriggerCountersDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export class TriggerCounters implements Service {
  readonly name = 'trigger_counters';
  readonly #deps: TriggerCountersDeps;
  readonly #writes: Repeating;
  #counts = new Map<string, TriggerCount>();

  constructor(deps: TriggerCountersDeps) {
    this.#deps = deps;
    this.#writes = new Repeating({ clock: deps.clock, everyMs: WRITE_EVERY_MS, work: () => this.runOnce() });
  }

  async start(): Promise<void> {
    this.#writes.start();
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    await this.#writes.stop();
    await this.runOnce();
  }

  /** Notes one delivery; writes nothing. */
  note(trigger: { workspaceId: WorkspaceId; id: TriggerId }, what: 'duplicate' | 'refusal'): void {
    const { workspaceId, id } = trigger;
    this.#add({ workspaceId, id, duplicates: what === 'duplicate' ? 1 : 0, refusals: what === 'refusal' ? 1 : 0 });
  }

  /** Writes what has been counted. When the database is away the counts stay for the next time. */
  async runOnce(): Promise<void> {
    const counts = [...this.#counts.values()];
    if (counts.length === 0) return;
    this.#counts = new Map();
    try {
      await addCounts(this.#deps.database, counts);
    } catch (error) {
      for (const count of counts) this.#add(count);
      this.#deps.log.warn('trigger.counts_not_written', { triggerCount: counts.length, error: String(error) });
    }
  }

  #add(count: TriggerCount): void {
    const known = this.#counts.get(count.id);
    if (known === undefined && this.#counts.size >= MAX_COUNTED) return;
    const duplicates = (known?.duplicates ?? 0) + count.duplicates;
    const refusals = (known?.refusals ?? 0) + count.refusals;
    this.#counts.set(count.id, { ...count, duplicates, refusals });
  }
}
