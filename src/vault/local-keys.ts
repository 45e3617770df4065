/**
 * Master keys of this machine: the present one wraps, those of before still unwrap. Another process may have changed the
 * key file, so it is read again before each wrapping and when a key is asked for that is not known.
 */
import { Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { KeyProvider, WrappedKey } from './key-provider.ts';
import { deriveBytes, type MasterKey } from './master-key.ts';
import { decrypt, encrypt } from './sealed-value.ts';

const PREFIX = 'local:';
const WRAPPING = 'data key wrapping';

/** The keys there are; the first is the present one. */
export type LocalKeys = readonly [present: MasterKey, ...old: MasterKey[]];

export class LocalKeyProvider implements KeyProvider {
  readonly id = 'local';
  readonly #read: () => LocalKeys;
  #keys: LocalKeys;

  /** `read` gives the keys as they are now, and throws when they cannot be read. */
  constructor(read: () => LocalKeys) {
    this.#read = read;
    this.#keys = read();
  }

  get source(): string {
    return this.#keys[0].source;
  }

  /** The keys as they were read last. */
  get keys(): LocalKeys {
    return this.#keys;
  }

  async presentId(): Promise<string> {
    return kekIdOf(this.#readAgain()[0]);
  }

  knows(kekId: string): boolean {
    return kekId.startsWith(PREFIX) && this.find(kekId.slice(PREFIX.length)) !== undefined;
  }

  async wrap(key: Uint8Array, context: string): Promise<WrappedKey> {
    const [present] = this.#readAgain();
    const bytes = encrypt(deriveBytes(present, WRAPPING), key, Buffer.from(context, 'utf8'));
    return { kekId: kekIdOf(present), bytes };
  }

  async unwrap({ kekId, bytes }: WrappedKey, context: string): Promise<Buffer> {
    const key = this.find(kekId.slice(PREFIX.length));
    if (key === undefined) throw fail('vault.key.wrong', { context: { source: this.source, kekId } });
    const plain = decrypt(deriveBytes(key, WRAPPING), bytes, Buffer.from(context, 'utf8'));
    if (plain === undefined) throw fail('vault.sealed.foreign', { context: { field: 'data_key.wrapped' } });
    return plain;
  }

  /** The key of this id, from the file as it is now when it is not known. */
  find(id: string): MasterKey | undefined {
    const find = (keys: LocalKeys): MasterKey | undefined => keys.find((key) => key.id === id);
    return find(this.#keys) ?? find(this.#readAgain());
  }

  /** A secret that only the present master key gives, for another purpose than any other. */
  deriveSecret(purpose: string): Secret<string> {
    return new Secret(deriveBytes(this.#keys[0], purpose).toString('base64url'));
  }

  #readAgain(): LocalKeys {
    this.#keys = this.#read();
    return this.#keys;
  }
}

/** How a master key is named as what wraps data keys. */
export function kekIdOf({ id }: MasterKey): string {
  return `${PREFIX}${id}`;
}
