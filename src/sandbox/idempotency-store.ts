/** What the vendor answered to the first request with a key. */
export interface SavedAnswer {
  readonly key: string;
  /** Tells whether a later request has the same method, path and body. */
  readonly fingerprint: string;
  readonly status: number;
  /** The JSON text of the answer. */
  readonly body: string;
  readonly atMs: number;
}

/** What is to be done with a request that carries a key. */
export type KeyClaim =
  | { readonly kind: 'new' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'replay'; readonly answer: SavedAnswer };

/**
 * The vendor's memory of idempotency keys: the same key and body gets the first answer again, another body is refused,
 * and while the first request runs the second one has to wait.
 */
export class IdempotencyStore {
  readonly #answers = new Map<string, SavedAnswer>();
  readonly #running = new Map<string, string>();

  /** Decides about a request; after `new` the key is taken until `save` or `release`. */
  claim(request: { key: string; fingerprint: string; nowMs: number; lifeMs: number }): KeyClaim {
    const running = this.#running.get(request.key);
    if (running !== undefined) return { kind: running === request.fingerprint ? 'busy' : 'reused' };
    const answer = this.#answers.get(request.key);
    if (answer !== undefined && request.nowMs - answer.atMs < request.lifeMs) {
      return answer.fingerprint === request.fingerprint ? { kind: 'replay', answer } : { kind: 'reused' };
    }
    this.#running.set(request.key, request.fingerprint);
    return { kind: 'new' };
  }

  /** Keeps the answer of the first request and frees the key. */
  save(answer: SavedAnswer): void {
    this.#running.delete(answer.key);
    this.#answers.set(answer.key, answer);
  }

  /** Frees the key of a request that changed nothing, so that it may be used again. */
  release(key: string): void {
    this.#running.delete(key);
  }
}
