/**
 * Looks once a day whether each active connection still works, so that what has ended is known before the next event
 * needs it. Every serving process takes its share; what one has taken no other does.
 */
import type { AuditBook } from '../access/index.ts';
import type { Database } from '../db/index.ts';
import { type Clock, isAppError, type Log, Repeating, type Service, type WorkspaceId } from '../foundation/index.ts';
import type { ConnectionBook } from './connection-book.ts';
import type { ConnectionVerifier } from './connection-verifier.ts';
import { claimDue } from './verification.store.ts';

const EVERY_MS = 30_000;
/** Looked at in one turn, one after the other: there is a day's time for all. */
const MAX_PER_TURN = 20;

export interface VerificationKeeperDeps {
  readonly database: Database;
  readonly book: ConnectionBook;
  readonly verifier: ConnectionVerifier;
  readonly audit: AuditBook;
  /** Whoever shows connections shows them anew. */
  readonly onChange: (workspaceId: WorkspaceId) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export class VerificationKeeper implements Service {
  readonly name = 'verification_keeper';
  readonly #deps: VerificationKeeperDeps;
  readonly #turns: Repeating;
  #isStopping = false;

  constructor(deps: VerificationKeeperDeps) {
    this.#deps = deps;
    this.#turns = new Repeating({ clock: deps.clock, everyMs: EVERY_MS, work: () => this.turn() });
  }

  async start(): Promise<void> {
    this.#isStopping = false;
    this.#turns.start();
  }

  stop(): Promise<void> {
    this.#isStopping = true;
    return this.#turns.stop();
  }

  /** Looks at those that are due; a failure is logged, and the next turn goes on. */
  async turn(): Promise<void> {
    const { database, log } = this.#deps;
    try {
      for (let count = 0; count < MAX_PER_TURN && !this.#isStopping; count += 1) {
        const [due] = await claimDue(database, 1);
        if (due === undefined) return;
        await this.#look(due);
      }
    } catch (error) {
      log.warn('connections.look_failed', { error });
    }
  }

  async #look({ workspaceId, name }: { readonly workspaceId: WorkspaceId; readonly name: string }): Promise<void> {
    const { book, verifier, audit, onChange, log } = this.#deps;
    try {
      await verifier.verify(await book.reopen(workspaceId, name));
    } catch (error) {
      log.info('connections.look_refused', { workspaceId, connection: name, error });
      if (!isAppError(error, 'connections.verification.refused')) return;
      await audit.note({ workspaceId, action: 'connection.verified', subject: name, result: 'refused' });
    } finally {
      onChange(workspaceId);
    }
  }
}
