/**
 * Says that something has changed, to whoever looks: a topic of a workspace, never what or how. What rings here is heard
 * in every process that listens, this one too, at most twice a second for each topic and workspace, so that a thousand
 * runs a second cost no more than one. A ring may get lost with its process or its database; what it tells of is stored.
 */
import type { Database } from '../db/index.ts';
import type { Clock, Log, Service, WorkspaceId } from '../foundation/index.ts';
import { CHANGE_CHANNEL, notifyChanges } from './change-bell.store.ts';
import { Gathering } from './gathering.ts';

export const CHANGE_TOPICS = ['runs', 'flows', 'connections', 'members', 'samples', 'notices'] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

const EVERY_MS = 500;
/** Topics times workspaces that wait to be told. */
const MAX_WAITING = 10_000;

export interface ChangeBellDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** False in a process that nobody looks at: it rings, and hears nothing. */
  readonly isHeard: boolean;
}

type Hearer = (topic: ChangeTopic) => void;

export class ChangeBell implements Service {
  readonly name = 'change_bell';
  readonly #deps: ChangeBellDeps;
  readonly #hearers = new Map<string, Set<Hearer>>();
  readonly #rung: Gathering;
  readonly #heard: Gathering;
  #stopListening: (() => Promise<void>) | undefined;

  constructor(deps: ChangeBellDeps) {
    this.#deps = deps;
    const bounds = { clock: deps.clock, everyMs: EVERY_MS, maxWaiting: MAX_WAITING };
    this.#rung = new Gathering({ ...bounds, deliver: (changes) => this.#tell(changes) });
    // Gathered once more: many processes may ring about one workspace.
    this.#heard = new Gathering({ ...bounds, deliver: (changes) => this.#pass(changes) });
  }

  async start(): Promise<void> {
    if (!this.#deps.isHeard || this.#stopListening !== undefined) return;
    this.#stopListening = await this.#deps.database.listen(CHANGE_CHANNEL, (change) => this.#hear(change));
  }

  async stop(): Promise<void> {
    this.#rung.stop();
    this.#heard.stop();
    await this.#stopListening?.();
    this.#stopListening = undefined;
  }

  /** Notes a change; never throws, and waits for nothing. */
  ring(workspaceId: WorkspaceId, topic: ChangeTopic): void {
    this.#rung.add(`${workspaceId} ${topic}`);
  }

  /** Calls `hearer` for changes of a workspace until the function that it gives back is called. */
  subscribe(workspaceId: WorkspaceId, hearer: Hearer): () => void {
    const hearers = this.#hearers.get(workspaceId) ?? new Set();
    this.#hearers.set(workspaceId, hearers.add(hearer));
    return () => {
      hearers.delete(hearer);
      if (hearers.size === 0 && this.#hearers.get(workspaceId) === hearers) this.#hearers.delete(workspaceId);
    };
  }

  async #tell(changes: readonly string[]): Promise<void> {
    try {
      await notifyChanges(this.#deps.database, changes);
    } catch (error) {
      this.#deps.log.warn('change_bell.not_told', { changeCount: changes.length, error: String(error) });
    }
  }

  /** Without a change the connection was lost for a while: nobody knows what was missed. */
  #hear(change: string | undefined): void {
    const missed = () => [...this.#hearers.keys()].flatMap((id) => CHANGE_TOPICS.map((topic) => `${id} ${topic}`));
    for (const heard of change === undefined ? missed() : [change]) this.#heard.add(heard);
  }

  #pass(changes: readonly string[]): void {
    for (const change of changes) {
      const [workspaceId = '', name] = change.split(' ');
      const topic = CHANGE_TOPICS.find((known) => known === name);
      if (topic === undefined) continue;
      for (const hearer of this.#hearers.get(workspaceId) ?? []) this.#call(hearer, topic);
    }
  }

  #call(hearer: Hearer, topic: ChangeTopic): void {
    try {
      hearer(topic);
    } catch (error) {
      this.#deps.log.error('change_bell.hearer_failed', { topic, error: String(error) });
    }
  }
}
