/** Renews tokens ahead of their end, in every process; which of them does it is settled row by row. */
import type { Database } from '../db/index.ts';
import { type Clock, type Log, Repeating, type Service } from '../foundation/index.ts';
import { findDueTokens } from './token.store.ts';
import type { TokenRenewer } from './token-renewer.ts';

/** Short enough for tokens that live for seconds. */
const EVERY_MS = 1_000;
/** What comes due before the next look is taken now. */
const AHEAD_MS = 250;
const BATCH = 50;

export interface TokenKeeperDeps {
  readonly database: Database;
  readonly renewer: TokenRenewer;
  readonly clock: Clock;
  readonly log: Log;
}

export class TokenKeeper implements Service {
  readonly name = 'token_keeper';
  readonly #deps: TokenKeeperDeps;
  readonly #looks: Repeating;

  constructor(deps: TokenKeeperDeps) {
    this.#deps = deps;
    this.#looks = new Repeating({ clock: deps.clock, everyMs: EVERY_MS, work: () => this.look() });
  }

  async start(): Promise<void> {
    this.#looks.start();
  }

  /** Ends when the renewals under way have ended, so that no new token is lost. */
  async stop(): Promise<void> {
    await this.#looks.stop();
    await this.#deps.renewer.close();
  }

  /** Renews what is due; a failure is logged, and the next look tries again. */
  async look(): Promise<void> {
    const { database, renewer, log } = this.#deps;
    try {
      const due = await findDueTokens(database, AHEAD_MS, BATCH);
      await Promise.all(due.map(({ version, ...key }) => renewer.renew(key, { knownVersion: version, reason: 'due' })));
    } catch (error) {
      log.warn('connections.token_look_failed', { error });
    }
  }
}
