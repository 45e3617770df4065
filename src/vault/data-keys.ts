/**
 * The data keys of all owners, unwrapped when they are needed and kept for a while, because unwrapping may be a call to
 * another machine. A rotation changes what wraps a data key and never the key, so nothing that is kept grows wrong.
 */
import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '../db/index.ts';
import { assert, type Clock, isAppError, Secret } from '../foundation/index.ts';
import {
  type DataKeyRow,
  deleteDataKeys,
  findDataKey,
  insertDataKey,
  type KeyOwner,
  shareKeys,
} from './data-key.store.ts';
import type { KeyRing } from './key-ring.ts';
import { KEY_BYTES } from './master-key.ts';
import type { DataKey } from './sealed-value.ts';

const CACHE_MS = 600_000;
const MAX_CACHED = 5_000;
/** The only number so far; a value names it, so that an owner may get a second key one day. */
const FIRST_NUMBER = 1;

export interface DataKeysDeps {
  readonly database: Database;
  readonly ring: KeyRing;
  readonly clock: Clock;
}

export class DataKeys {
  readonly #deps: DataKeysDeps;
  readonly #kept = new Map<string, { readonly key: DataKey; readonly atMs: number }>();
  /** Loads under way, so that a burst for one owner unwraps once. */
  readonly #pending = new Map<string, Promise<DataKey | undefined>>();
  /** What a transaction may yet undo is known to that transaction alone. */
  readonly #inTx = new WeakMap<Tx, Map<string, DataKey>>();

  constructor(deps: DataKeysDeps) {
    this.#deps = deps;
  }

  /** The key that seals for an owner; makes the first. With `tx` it is made, and may be undone, there. */
  async present(owner: KeyOwner, tx?: Tx): Promise<DataKey> {
    const known = await this.find(owner, undefined, tx);
    if (known !== undefined) return known;
    if (tx !== undefined) return this.#make(owner, tx);
    await this.#deps.database.inTx((own) => this.#make(owner, own));
    const made = await this.find(owner);
    assert(made !== undefined, 'a data key that was made is there');
    return made;
  }

  /** The key of a number, or the newest; undefined when the owner has none. Throws as `KeyRing.unwrap` does. */
  async find(owner: KeyOwner, number?: number, tx?: Tx): Promise<DataKey | undefined> {
    const name = nameOf(owner, number);
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#deps.clock.monotonicMs() - kept.atMs < CACHE_MS) return kept.key;
    if (tx !== undefined) return this.#inTx.get(tx)?.get(name) ?? this.#load(owner, { number, tx });
    const pending = this.#pending.get(name) ?? this.#search(owner, number);
    return pending;
  }

  /** Deletes the keys of an owner: whatever they sealed does not open any more, except from a backup that holds them too. */
  async forget(owner: KeyOwner, tx: Tx): Promise<void> {
    await deleteDataKeys(tx, owner);
  }

  async #make(owner: KeyOwner, tx: Tx): Promise<DataKey> {
    await shareKeys(tx);
    const bytes = randomBytes(KEY_BYTES);
    const wrapped = await this.#deps.ring.wrap(bytes, contextOf(owner, FIRST_NUMBER));
    await insertDataKey(tx, { ...owner, number: FIRST_NUMBER, ...wrapped });
    const row = await findDataKey(tx, owner);
    assert(row !== undefined, 'a data key that was stored is there');
    // Somebody else's, who was faster, has to be unwrapped.
    const isOurs = row.bytes.equals(wrapped.bytes);
    const key = isOurs ? { number: row.number, bytes: new Secret<Uint8Array>(bytes) } : await this.#unwrap(row);
    this.#noteInTx(tx, owner, key);
    return key;
  }

  #search(owner: KeyOwner, number: number | undefined): Promise<DataKey | undefined> {
    const name = nameOf(owner, number);
    const search = this.#load(owner, { number, tx: this.#deps.database })
      .then((key) => {
        if (key !== undefined) this.#keep(name, key);
        return key;
      })
      .finally(() => this.#pending.delete(name));
    this.#pending.set(name, search);
    return search;
  }

  async #load(owner: KeyOwner, from: { number: number | undefined; tx: Tx }): Promise<DataKey | undefined> {
    const row = await findDataKey(from.tx, owner, from.number);
    if (row === undefined) return undefined;
    try {
      return await this.#unwrap(row);
    } catch (error) {
      // A rotation may have rewrapped it, and its old key gone, since it was read.
      const newer = isAppError(error, 'vault.key.wrong') ? await findDataKey(from.tx, owner, row.number) : undefined;
      if (newer === undefined || newer.bytes.equals(row.bytes)) throw error;
      return this.#unwrap(newer);
    }
  }

  async #unwrap(row: DataKeyRow): Promise<DataKey> {
    const bytes = await this.#deps.ring.unwrap(row, contextOf(row, row.number));
    return { number: row.number, bytes: new Secret<Uint8Array>(bytes) };
  }

  #noteInTx(tx: Tx, owner: KeyOwner, key: DataKey): void {
    const known = this.#inTx.get(tx) ?? new Map<string, DataKey>();
    known.set(nameOf(owner, undefined), key).set(nameOf(owner, key.number), key);
    this.#inTx.set(tx, known);
  }

  #keep(name: string, key: DataKey): void {
    this.#kept.delete(name);
    this.#kept.set(name, { key, atMs: this.#deps.clock.monotonicMs() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_CACHED && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** What is bound into a wrapped data key, so that no row's can stand in the place of another's. */
export function contextOf({ workspaceId, ownerId }: KeyOwner, number: number): string {
  return `${workspaceId}/${ownerId}/${number}`;
}

function nameOf({ workspaceId, ownerId }: KeyOwner, number: number | undefined): string {
  return `${workspaceId}/${ownerId}/${number ?? 'newest'}`;
}
