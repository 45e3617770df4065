/**
 * Finds the trigger behind a path. What was found, and that nothing was found, is kept for a moment: a burst of
 * deliveries costs one query, and so does a guesser who tries one path again and again. A change made by another process
 * is seen within `CACHE_MS`, a change made here at once (`forget`).
 */
import type { Database } from '../db/index.ts';
import type { Clock } from '../foundation/index.ts';
import type { Vault } from '../vault/index.ts';
import { findTriggerByToken, type SealedTriggerRow } from './open-trigger.store.ts';
import { hashPathToken, type LiveSecret, type OpenTrigger, sealPlace } from './webhook-trigger.ts';

const CACHE_MS = 1_000;
const MAX_CACHED = 2_000;
/** Ours have 32 characters; nothing much longer is worth a hash. */
const MAX_TOKEN_CHARACTERS = 128;

export interface TriggerFinderDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
}

interface Found {
  readonly trigger: OpenTrigger;
  readonly atMs: number;
}

export class TriggerFinder {
  readonly #deps: TriggerFinderDeps;
  readonly #found = new Map<string, Found>();
  /** Kept apart, so that a scan of random paths drives no real trigger out. */
  readonly #unknown = new Map<string, number>();
  /** Queries under way; no more than there are requests. */
  readonly #pending = new Map<string, Promise<OpenTrigger | undefined>>();

  constructor(deps: TriggerFinderDeps) {
    this.#deps = deps;
  }

  /** The trigger with this path token, or undefined; throws `db.*` when nobody can tell. */
  async find(token: string): Promise<OpenTrigger | undefined> {
    if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
    if (this.#isFresh(this.#unknown.get(token))) return undefined;
    const found = this.#found.get(token);
    if (found !== undefined && this.#isFresh(found.atMs)) return found.trigger;
    return this.#pending.get(token) ?? this.#search(token);
  }

  /** Forgets everything, because something has changed. */
  forget(): void {
    this.#found.clear();
    this.#unknown.clear();
    this.#pending.clear();
  }

  #search(token: string): Promise<OpenTrigger | undefined> {
    const atMs = this.#deps.clock.monotonicMs();
    const search = this.#load(hashPathToken(token)).then((trigger) => {
      // Not after `forget`: what was read before a change must not outlive it.
      if (this.#pending.get(token) !== search) return trigger;
      if (trigger === undefined) keep(this.#unknown, token, atMs);
      else keep(this.#found, token, { trigger, atMs });
      return trigger;
    });
    this.#pending.set(token, search);
    return search.finally(() => {
      if (this.#pending.get(token) === search) this.#pending.delete(token);
    });
  }

  async #load(hash: Buffer): Promise<OpenTrigger | undefined> {
    const row = await findTriggerByToken(this.#deps.database, hash);
    return row === undefined ? undefined : this.#openRow(row);
  }

  async #openRow(row: SealedTriggerRow): Promise<OpenTrigger> {
    const { workspaceId, id, flowId, liveVersion, isEnabled } = row;
    const secrets: LiveSecret[] = [];
    if (row.sealedSecret !== null) {
      const secret = await this.#deps.vault.open(row.sealedSecret, sealPlace(row, 'secret'));
      secrets.push({ secret, untilMs: null });
    }
    if (row.sealedPreviousSecret !== null && row.previousSecretUntil !== null) {
      const secret = await this.#deps.vault.open(row.sealedPreviousSecret, sealPlace(row, 'previous_secret'));
      secrets.push({ secret, untilMs: row.previousSecretUntil.getTime() });
    }
    return { workspaceId, id, flowId, liveVersion, isEnabled, secrets };
  }

  #isFresh(atMs: number | undefined): boolean {
    return atMs !== undefined && this.#deps.clock.monotonicMs() - atMs < CACHE_MS;
  }
}

/** Puts an entry last; at the bound the oldest goes. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_CACHED && oldest !== undefined) map.delete(oldest);
}
