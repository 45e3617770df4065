import { createHash } from 'node:crypto';

/** Longest key stored as it is; a b-tree entry takes about 2,700 bytes and a key must stay readable. */
const MAX_KEY_CHARACTERS = 300;

/**
 * A key from outside (order key, dedupe key, item key, source key) in a form that PostgreSQL can index: no NUL, no lone
 * surrogate, bounded length. What had to be changed carries a hash of the original, so that two keys never meet.
 */
export function storableKey(text: string): string {
  if (text.length <= MAX_KEY_CHARACTERS && text.isWellFormed() && !text.includes('\0')) return text;
  const clean = text.toWellFormed().replaceAll('\0', '').slice(0, 80).toWellFormed();
  const hash = createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex');
  return `${clean}…sha256:${hash}`;
}
