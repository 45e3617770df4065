/** Master keys as they lie in a key file or in the environment, and what is derived from them. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from '../foundation/index.ts';
import { fail } from './errors.ts';

export interface MasterKey {
  /** Public name of the key, so that a sealed value says what opens it. */
  readonly id: string;
  readonly bytes: Secret<Uint8Array>;
  /** Where it lies, in words; never the key itself. */
  readonly source: string;
}

export const KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;
/** Far more rotations than anybody keeps old keys for. */
const MAX_KEYS = 50;

/** A new random master key in the text form of the key file. */
export function makeMasterKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** Reads one key; `source` names it in the error. Throws `vault.key.malformed`. */
export function parseMasterKey(text: string, source: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== text.trim()) {
    throw fail('vault.key.malformed', { context: { source } });
  }
  const id = createHash('sha256').update('holdfast key id').update(bytes).digest().subarray(0, KEY_ID_BYTES);
  return { id: id.toString('hex'), bytes: new Secret(bytes), source };
}

/** Reads the lines of a key file, or a list with commas: the present key first, those of before after it. */
export function parseMasterKeys(text: string, source: string): readonly MasterKey[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length > MAX_KEYS) throw fail('vault.key.malformed', { context: { source } });
  return parts.map((part) => parseMasterKey(part, source));
}

/** The text form of a key, for its file. */
export function masterKeyText({ bytes }: MasterKey): string {
  return Buffer.from(bytes.reveal()).toString('base64');
}

/** 32 bytes that only this key gives (HKDF, RFC 5869); another purpose gives others, and none of them gives the key. */
export function deriveBytes(key: MasterKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.bytes.reveal(), '', `holdfast ${purpose}`, KEY_BYTES));
}
