/**
 * Shows the other processes that this one lives, by a lock that the database holds for as long as one session stands. A
 * process that is killed loses it at once, so nobody waits out a deadline for the dead.
 */
import type { Database } from '../db/index.ts';
import { randomToken } from '../foundation/index.ts';
import { showPresence } from './token.store.ts';

type Session = Awaited<ReturnType<Database['openSession']>>;

const HOLDER_BYTES = 12;

export class ProcessPresence {
  readonly #database: Database;
  #shown: { readonly session: Session; readonly holder: string } | undefined;
  #opening: Promise<string> | undefined;
  #isClosed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The name under which this process is known to live; another one after its session was lost. */
  holder(): Promise<string> {
    if (this.#shown?.session.isUsable === true) return Promise.resolve(this.#shown.holder);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Gives the session back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening?.catch(() => undefined);
    await this.#shown?.session.close();
    this.#shown = undefined;
  }

  async #open(): Promise<string> {
    const session = await this.#database.openSession();
    const holder = `${process.pid}/${randomToken(HOLDER_BYTES)}`;
    await showPresence(session, holder);
    if (this.#isClosed) await session.close();
    else this.#shown = { session, holder };
    return holder;
  }
}
