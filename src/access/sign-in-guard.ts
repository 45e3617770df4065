/**
 * Slows down whoever guesses the password of one account from many addresses. The limit is far above what a person
 * mistypes; it ends by itself, and passkeys are not touched by it.
 */
import { createHash } from 'node:crypto';
import type { Tx } from '../db/index.ts';
import { fail } from './errors.ts';
import { countTry, forgetTries } from './sign-in-try.store.ts';

const MAX_TRIES = 20;
const WINDOW_MS = 900_000;

export class SignInGuard {
  readonly #database: Tx;

  constructor(database: Tx) {
    this.#database = database;
  }

  /** Counts a try; throws `access.sign_in.throttled` once there were too many. */
  async enter(email: string): Promise<void> {
    const { count, secondsLeft } = await countTry(this.#database, emailHash(email), WINDOW_MS);
    if (count <= MAX_TRIES) return;
    const minutes = Math.max(1, Math.ceil(secondsLeft / 60));
    throw fail('access.sign_in.throttled', { retryAfterSeconds: secondsLeft, context: { minutes } });
  }

  /** The password was right. */
  passed(email: string): Promise<void> {
    return forgetTries(this.#database, emailHash(email));
  }
}

function emailHash(email: string): Buffer {
  return createHash('sha256').update(email.trim().toLowerCase()).digest();
}
