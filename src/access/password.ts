/**
 * Passwords are stored as argon2id (RFC 9106) in the PHC text form, which holds its own cost, so that the cost can be
 * raised without a migration.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { fail } from './errors.ts';

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** 19 MiB and two passes: the first choice of OWASP's password storage advice. About 70 ms of one core. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const NONCE_BYTES = 16;
const KEY_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** Side by side; each takes a thread that other work of the process needs, and its memory. */
const MAX_AT_ONCE = 2;
/** Waiting; whoever comes after would wait for seconds. */
const MAX_WAITING = 60;

/** Hashes and compares passwords, few at a time. */
export class PasswordHasher {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** The text to store. Throws `access.sign_in.busy`. */
  async hash(password: string): Promise<string> {
    const nonce = randomBytes(NONCE_BYTES);
    const { memory, passes, parallelism } = COST;
    const key = await this.#inTurn(() => derive(password, nonce, COST));
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(key)}`;
  }

  /** Whether the password is the one that was hashed; false for a text of another form. Throws `access.sign_in.busy`. */
  async matches(password: string, hash: string): Promise<boolean> {
    const [, memory, passes, parallelism, nonce, key] = PHC.exec(hash) ?? [];
    if (nonce === undefined || key === undefined) return false;
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
    const derived = await this.#inTurn(() => derive(password, Buffer.from(nonce, 'base64'), cost));
    return timingSafeEqual(derived, Buffer.from(key, 'base64'));
  }

  async #inTurn(work: () => Promise<Buffer>): Promise<Buffer> {
    if (this.#waiting.length >= MAX_WAITING) throw fail('access.sign_in.busy', { retryAfterSeconds: 5 });
    if (this.#running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The turn is handed on, so that nobody who comes just now goes before those who wait.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

function derive(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The same password may be typed with differently composed accents (RFC 8265, 4.2.2).
  const message = Buffer.from(password.normalize('NFKC'));
  argon2('argon2id', { message, nonce, tagLength: KEY_BYTES, ...cost }, (error, key) =>
    error === null ? resolve(key) : reject(error),
  );
  return promise;
}

/** PHC texts hold base64 without its padding. */
function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
