/**
 * Seals secrets for storage and opens them again. Each owner of secrets (a connection, a webhook, a workspace) has a data
 * key of its own, which lies in the database wrapped by a key that does not.
 */
import type { Database, Tx } from '../db/index.ts';
import { type Clock, isAppError, type Secret } from '../foundation/index.ts';
import type { KeyOwner } from './data-key.store.ts';
import { DataKeys } from './data-keys.ts';
import { fail } from './errors.ts';
import { findInstallationSecret, insertInstallationSecret } from './installation-secret.store.ts';
import type { KeyRing } from './key-ring.ts';
import { neededKey, openFirstFormat, openWith, type SealPlace, sealWith } from './sealed-value.ts';

/** Called with the place of a value that does not belong there. */
export type ForeignListener = (place: SealPlace) => void;

export interface VaultDeps {
  readonly database: Database;
  readonly ring: KeyRing;
  readonly clock: Clock;
}

/** The installation's own secrets belong to no workspace. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const CANARY = 'canary';
/** A worker that tries again and again must not fill the log. */
const TELL_AGAIN_MS = 600_000;
const MAX_TOLD = 1_000;

export class Vault {
  readonly #deps: VaultDeps;
  readonly #keys: DataKeys;
  readonly #listeners: ForeignListener[] = [];
  readonly #told = new Map<string, number>();

  constructor(deps: VaultDeps) {
    this.#deps = deps;
    this.#keys = new DataKeys(deps);
  }

  /**
   * Seals a text for one place. Give `tx` inside a transaction: the owner's data key is made there if it has none, and no
   * second connection is taken. Throws `vault.key.wrong`, or what the holder of the keys has to say.
   */
  async seal(plain: Secret<string>, place: SealPlace, tx?: Tx): Promise<Buffer> {
    return sealWith(await this.#keys.present(ownerOf(place), this.#own(tx)), plain, place);
  }

  /**
   * Opens what `seal` made for the same place. Throws `vault.sealed.foreign` for a value that does not belong there, and
   * tells the listeners; `vault.key.wrong` when its key is not here; `vault.sealed.malformed`.
   */
  async open(sealed: Uint8Array, place: SealPlace, tx?: Tx): Promise<Secret<string>> {
    const plain = await this.#tryOpen(sealed, place, this.#own(tx)).catch((error: unknown) => {
      if (!isAppError(error, 'vault.sealed.foreign')) throw error;
      return undefined;
    });
    if (plain !== undefined) return plain;
    this.#tell(place);
    throw fail('vault.sealed.foreign', { context: { ...place } });
  }

  /** Deletes the data keys of an owner that is deleted: no copy of its sealed values opens any more. */
  forget(owner: KeyOwner, tx: Tx): Promise<void> {
    return this.#keys.forget(ownerOf(owner), tx);
  }

  /** Hears of values that do not belong where they stand, each place at most every ten minutes. */
  onForeign(listener: ForeignListener): void {
    this.#listeners.push(listener);
  }

  /** A secret of the installation itself; `makeFirst` makes it once for all processes. Throws `vault.secret.missing`. */
  async installationSecret(name: string, makeFirst?: () => Secret<string>): Promise<Secret<string>> {
    const { database } = this.#deps;
    const place = { workspaceId: NOBODY, ownerId: NOBODY, field: `installation_secret.${name}` };
    const known = await findInstallationSecret(database, name);
    if (known !== undefined) return this.open(known, place);
    if (makeFirst === undefined) throw fail('vault.secret.missing', { context: { name } });
    const sealed = await this.seal(makeFirst(), place);
    await insertInstallationSecret(database, name, sealed);
    return this.installationSecret(name);
  }

  /**
   * Proves that the present keys belong to this database, by opening what was sealed for that. False when there is nothing
   * to try them on yet. Writes nothing; throws `vault.key.wrong`.
   */
  async prove(): Promise<boolean> {
    if ((await findInstallationSecret(this.#deps.database, CANARY)) === undefined) return false;
    await this.installationSecret(CANARY);
    return true;
  }

  /** Seals what later starts are proven by; only after this one was proven otherwise, or on an empty database. */
  async makeCanary(text: Secret<string>): Promise<void> {
    await this.installationSecret(CANARY, () => text);
  }

  async #tryOpen(sealed: Uint8Array, place: SealPlace, tx: Tx | undefined): Promise<Secret<string> | undefined> {
    const needed = neededKey(sealed);
    if ('masterKeyId' in needed) return openFirstFormat(this.#deps.ring.masterKey(needed.masterKeyId), sealed, place);
    const key = await this.#keys.find(ownerOf(place), needed.dataKeyNumber, tx);
    return key === undefined ? undefined : openWith(key, sealed, place);
  }

  /** The database itself, given as a transaction, is none. */
  #own(tx: Tx | undefined): Tx | undefined {
    return tx === this.#deps.database ? undefined : tx;
  }

  #tell(place: SealPlace): void {
    const name = `${place.workspaceId}/${place.ownerId}/${place.field}`;
    const nowMs = this.#deps.clock.monotonicMs();
    const toldAtMs = this.#told.get(name);
    if (toldAtMs !== undefined && nowMs - toldAtMs < TELL_AGAIN_MS) return;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    this.#told.set(name, nowMs);
    for (const listener of this.#listeners) listener(place);
  }
}

function ownerOf({ workspaceId, ownerId }: KeyOwner): KeyOwner {
  return { workspaceId, ownerId };
}
