/**
 * Seals secrets for storage: AES-256-GCM with a fresh 96-bit nonce (NIST SP 800-38D), the place of the value as
 * associated data. A sealed value that is moved to another row, field or workspace no longer opens.
 *
 * Layout of a sealed value: version (1 byte), key id (4), nonce (12), tag (16), ciphertext.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';

/** Where a sealed value belongs; all of it is bound into the seal. */
export interface SealPlace {
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly field: string;
}

export interface MasterKey {
  /** Public name of the key, so that a sealed value says what opens it. */
  readonly id: string;
  readonly bytes: Secret<Uint8Array>;
}

const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** A new random master key in the text form of the key file. */
export function makeMasterKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** Reads a key file's text; `source` names it in the error. Throws `vault.key.malformed`. */
export function parseMasterKey(text: string, source: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== text.trim()) {
    throw fail('vault.key.malformed', { context: { source } });
  }
  const id = createHash('sha256').update('holdfast key id').update(bytes).digest().subarray(0, KEY_ID_BYTES);
  return { id: id.toString('hex'), bytes: new Secret(bytes) };
}

export class Vault {
  readonly #key: MasterKey;

  constructor(key: MasterKey) {
    this.#key = key;
  }

  get keyId(): string {
    return this.#key.id;
  }

  /**
   * A secret of 32 bytes in base64url that only this master key gives, for a part that keeps its own (HKDF, RFC 5869).
   * Another purpose gives another secret, and none of them gives the key.
   */
  deriveSecret(purpose: string): Secret<string> {
    const bytes = hkdfSync('sha256', this.#key.bytes.reveal(), '', `holdfast ${purpose}`, KEY_BYTES);
    return new Secret(Buffer.from(bytes).toString('base64url'));
  }

  /** Seals a text for one place. */
  seal(plain: Secret<string>, place: SealPlace): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key.bytes.reveal(), nonce).setAAD(placeBytes(place));
    const ciphertext = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()]);
    return Buffer.concat([
      Buffer.of(VERSION),
      Buffer.from(this.#key.id, 'hex'),
      nonce,
      cipher.getAuthTag(),
      ciphertext,
    ]);
  }

  /** Opens what `seal` made for the same place; `vault.key.wrong` when key or place differ. */
  open(sealed: Uint8Array, place: SealPlace): Secret<string> {
    const bytes = Buffer.from(sealed);
    if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw fail('vault.sealed.malformed');
    const nonceAt = 1 + KEY_ID_BYTES;
    const tagAt = nonceAt + NONCE_BYTES;
    const nonce = bytes.subarray(nonceAt, tagAt);
    const decipher = createDecipheriv('aes-256-gcm', this.#key.bytes.reveal(), nonce, { authTagLength: TAG_BYTES })
      .setAAD(placeBytes(place))
      .setAuthTag(bytes.subarray(tagAt, HEADER_BYTES));
    try {
      const plain = Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()]);
      return new Secret(plain.toString('utf8'));
    } catch (cause) {
      throw fail('vault.key.wrong', { cause, context: { keyId: this.#key.id } });
    }
  }
}

/** Length-prefixed, so that no two places give the same bytes. */
function placeBytes(place: SealPlace): Buffer {
  const parts = [place.workspaceId, place.ownerId, place.field].map((part) => Buffer.from(part, 'utf8'));
  return Buffer.concat(parts.flatMap((part) => [Buffer.of(part.length >> 8, part.length & 0xff), part]));
}
