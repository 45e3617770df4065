/** Deletes sessions, links and counts whose time is over; nothing depends on when it does. */
import type { Database } from '../db/index.ts';
import type { Log, Service } from '../foundation/index.ts';
import { sweepAccess } from './sign-in-try.store.ts';

const EVERY_MS = 600_000;

export class AccessSweeper implements Service {
  readonly name = 'access_sweeper';
  readonly #deps: { readonly database: Database; readonly log: Log };
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: { readonly database: Database; readonly log: Log }) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.sweep(), EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
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
