import type { Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { KeyProvider, WrappedKey } from './key-provider.ts';
import type { LocalKeyProvider } from './local-keys.ts';
import type { MasterKey } from './master-key.ts';

export interface KeyRingParts {
  /** Wraps, and unwraps what is its own. */
  readonly present: KeyProvider;
  /** Unwrap what was wrapped before the provider was changed. */
  readonly others?: readonly KeyProvider[];
  /** The one of this machine, present or not, if there is one. */
  readonly local?: LocalKeyProvider;
}

/** All holders of keys that this installation has: one wraps, each unwraps what its keys have wrapped. */
export class KeyRing {
  readonly #present: KeyProvider;
  readonly #all: readonly KeyProvider[];
  readonly local: LocalKeyProvider | undefined;

  constructor({ present, others = [], local }: KeyRingParts) {
    this.#present = present;
    this.#all = [present, ...others];
    this.local = local;
  }

  /** Where the present key is, in words. */
  get source(): string {
    return this.#present.source;
  }

  wrap(key: Uint8Array, context: string): Promise<WrappedKey> {
    return this.#present.wrap(key, context);
  }

  /** Unwraps by the holder of the key; throws `vault.key.wrong` when there is none. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Buffer> {
    const holder = this.#all.find((provider) => provider.knows(wrapped.kekId));
    if (holder === undefined) {
      throw fail('vault.key.wrong', { context: { source: this.source, kekId: wrapped.kekId } });
    }
    return holder.unwrap(wrapped, context);
  }

  /** True when a holder for this key is here. */
  knows(kekId: string): boolean {
    return this.#all.some((provider) => provider.knows(kekId));
  }

  presentId(): Promise<string> {
    return this.#present.presentId();
  }

  /** The master key that sealed a value of format 1; throws `vault.key.wrong`. */
  masterKey(id: string): MasterKey {
    const key = this.local?.find(id);
    if (key === undefined) throw fail('vault.key.wrong', { context: { source: this.source, kekId: `local:${id}` } });
    return key;
  }

  /** A secret that only the present master key of this machine gives; undefined when there is none. */
  deriveSecret(purpose: string): Secret<string> | undefined {
    return this.local?.deriveSecret(purpose);
  }
}
