/** Deletes sessions, links and counts whose time is over; nothing depends on when it does. */
import type { Database } from '../db/index.ts';
import { type Clock, type Log, Repeating, type Service } from '../foundation/index.ts';
import { sweepAccess } from './sign-in-try.store.ts';

const EVERY_MS = 600_000;

export interface AccessSweeperDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export class AccessSweeper implements Service {
  readonly name = 'access_sweeper';
  readonly #deps: AccessSweeperDeps;
  readonly #sweeps: Repeating;

  constructor(deps: AccessSweeperDeps) {
    this.#deps = deps;
    this.#sweeps = new Repeating({ clock: deps.clock, everyMs: EVERY_MS, work: () => this.sweep() });
  }

  async start(): Promise<void> {
    this.#sweeps.start();
  }

  stop(): Promise<void> {
    return this.#sweeps.stop();
  }

  /** Sweeps once; a failure is logged, and the next turn tries again. */
  async sweep(): Promise<void> {
    const { database, log } = this.#deps;
    try {
      await sweepAccess(database);
    } catch (error) {
      log.warn('access.sweep_failed', { error });
    }
  }
}
