/**
 * The form of a sealed value: AES-256-GCM with a fresh 96-bit nonce (NIST SP 800-38D), its place as associated data, so
 * that one that is moved to another row, field or workspace no longer opens.
 *
 * Layout: format (1 byte, 2), algorithm (1), data key number (4), nonce (12), tag (16), ciphertext. Format 1, of before
 * there were data keys: format (1 byte, 1), id of the master key (4), nonce (12), tag (16), ciphertext.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { KEY_ID_BYTES, type MasterKey } from './master-key.ts';

/** Where a sealed value belongs; all of it is bound into the seal. */
export interface SealPlace {
  readonly workspaceId: string;
  readonly ownerId: string;
  readonly field: string;
}

/** The key of one owner's secrets, unwrapped. */
export interface DataKey {
  readonly number: number;
  readonly bytes: Secret<Uint8Array>;
}

const CIPHER = 'aes-256-gcm';
const FIRST_FORMAT = 1;
const FORMAT = 2;
const AES_256_GCM = 1;
const NUMBER_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 2 + NUMBER_BYTES;
const FIRST_HEADER_BYTES = 1 + KEY_ID_BYTES;

/** What opens a sealed value: a data key by number, or for format 1 a master key by id. */
export type NeededKey = { readonly dataKeyNumber: number } | { readonly masterKeyId: string };

/** Encrypts bytes: nonce, tag, ciphertext. */
export function encrypt(key: Uint8Array, plain: Uint8Array, associated: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(associated);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** Decrypts what `encrypt` made; undefined when key, bytes or associated data are others. */
export function decrypt(key: Uint8Array, box: Uint8Array, associated: Uint8Array): Buffer | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = box.subarray(0, NONCE_BYTES);
  const tag = box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(associated)
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** Seals a text for one place. */
export function sealWith(key: DataKey, plain: Secret<string>, place: SealPlace): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT, 0);
  header.writeUInt8(AES_256_GCM, 1);
  header.writeUInt32BE(key.number, 2);
  const box = encrypt(key.bytes.reveal(), Buffer.from(plain.reveal(), 'utf8'), placeBytes(place, key.number));
  return Buffer.concat([header, box]);
}

/** Reads which key opens a sealed value; throws `vault.sealed.malformed`. */
export function neededKey(sealed: Uint8Array): NeededKey {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] === FIRST_FORMAT && bytes.length >= FIRST_HEADER_BYTES + NONCE_BYTES + TAG_BYTES) {
    return { masterKeyId: bytes.toString('hex', 1, FIRST_HEADER_BYTES) };
  }
  const isRead = bytes[0] === FORMAT && bytes[1] === AES_256_GCM;
  if (!isRead || bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES) throw fail('vault.sealed.malformed');
  return { dataKeyNumber: bytes.readUInt32BE(2) };
}

/** Opens what `sealWith` made; undefined when it was made with another key or for another place. */
export function openWith(key: DataKey, sealed: Uint8Array, place: SealPlace): Secret<string> | undefined {
  return secretOf(decrypt(key.bytes.reveal(), sealed.subarray(HEADER_BYTES), placeBytes(place, key.number)));
}

/** Opens a value of format 1, which the master key sealed itself; undefined as `openWith`. */
export function openFirstFormat(key: MasterKey, sealed: Uint8Array, place: SealPlace): Secret<string> | undefined {
  return secretOf(decrypt(key.bytes.reveal(), sealed.subarray(FIRST_HEADER_BYTES), placeBytes(place)));
}

function secretOf(plain: Buffer | undefined): Secret<string> | undefined {
  return plain === undefined ? undefined : new Secret(plain.toString('utf8'));
}

/** Length-prefixed, so that no two places give the same bytes. Format 1 knew no number. */
function placeBytes({ workspaceId, ownerId, field }: SealPlace, number?: number): Buffer {
  const texts = [workspaceId, ownerId, field, ...(number === undefined ? [] : [String(number)])];
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  return Buffer.concat(parts.flatMap((part) => [Buffer.of(part.length >> 8, part.length & 0xff), part]));
}
