/** The sessions of a person: where they are signed in, and how to end that. */
import type { Database } from '../db/index.ts';
import type { PersonId, SessionId } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { countPasskeys, deleteSession, listSessionRows, type SessionRow } from './person.store.ts';

const MAX_LISTED = 200;

export class SessionBook {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The sessions that are not over, the one that was used last first. */
  list(personId: PersonId): Promise<readonly SessionRow[]> {
    return listSessionRows(this.#database, personId, MAX_LISTED);
  }

  /** Ends a session, from the next call on; throws `access.session.not_found`. */
  async end(personId: PersonId, id: SessionId): Promise<void> {
    if (!(await deleteSession(this.#database, personId, id))) throw fail('access.session.not_found');
  }

  /** How many passkeys a person has. */
  passkeyCount(personId: PersonId): Promise<number> {
    return countPasskeys(this.#database, personId);
  }
}
