/** Who holds the key that protects all data keys: this machine, a Vault, or the Key Management Service of AWS. */

/** A data key as it may lie in the database. */
export interface WrappedKey {
  /** Names the key-encryption key: `local:1f2e3d4c`, `transit:transit/holdfast:v3`, `aws_kms:<ARN>`. */
  readonly kekId: string;
  readonly bytes: Buffer;
}

export interface KeyProvider {
  readonly id: 'local' | 'transit' | 'aws_kms';
  /** Where the key is, in words. */
  readonly source: string;
  /** Wraps with the present key; `context` is bound in and needed again to unwrap. */
  wrap(key: Uint8Array, context: string): Promise<WrappedKey>;
  /** Unwraps; throws when the key is not here, is not to be used, or did not wrap this. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Buffer>;
  /** True when a key of this name is one to ask this provider for. */
  knows(kekId: string): boolean;
  /** The name of the key that wraps now. */
  presentId(): Promise<string>;
}

/** What a provider wraps to learn the name of its present key, where it cannot be asked for it. */
export const PROBE = { key: Buffer.alloc(32), context: 'probe' };
