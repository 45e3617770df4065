/** What is remembered of what people, tokens and Holdfast itself did to whatever guards secrets. */
import type { Database, Tx } from '../db/index.ts';
import { type JsonObject, makeId, makeObject, type WorkspaceId } from '../foundation/index.ts';
import { type AuditResult, type AuditRow, insertAuditRow, listAuditRows } from './audit.store.ts';

/** Who acts when nobody does. */
export const OWN_ACTOR = 'holdfast';

const MAX_TEXT = 200;

/** One thing to remember. Nothing of it is secret. */
export interface AuditNote {
  readonly workspaceId: WorkspaceId;
  /** A person or token by name. Default `OWN_ACTOR`. */
  readonly actor?: string;
  /** A noun and a past participle, such as `connection.revoked`. */
  readonly action: string;
  /** What it was done to, by name. */
  readonly subject: string;
  readonly details?: JsonObject;
  /** Default `done`. */
  readonly result?: AuditResult;
}

export class AuditBook {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Remembers what was done; inside a transaction it is remembered exactly if that is committed. */
  note(note: AuditNote, tx: Tx = this.#database): Promise<void> {
    const { workspaceId, actor = OWN_ACTOR, action, subject, details = makeObject(), result = 'done' } = note;
    const texts = { actor: actor.slice(0, MAX_TEXT), subject: subject.slice(0, MAX_TEXT) };
    return insertAuditRow(tx, { workspaceId, id: makeId<string>(), action, details, result, ...texts });
  }

  /** Entries of a workspace, the newest first; `before` is the id of the last one seen. */
  list(
    workspaceId: WorkspaceId,
    page: { readonly before: string | undefined; readonly limit: number },
  ): Promise<readonly AuditRow[]> {
    return listAuditRows(this.#database, workspaceId, page);
  }
}
