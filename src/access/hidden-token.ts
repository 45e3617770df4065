/** Random tokens that stand in links: given out once, stored as a hash. 32 random bytes leave nothing to guess. */
import { createHash } from 'node:crypto';
import { randomToken, Secret } from '../foundation/index.ts';

const TOKEN_BYTES = 32;

/** A new token and what is stored of it. */
export function makeHiddenToken(prefix = ''): { readonly secret: Secret<string>; readonly hash: Buffer } {
  const text = `${prefix}${randomToken(TOKEN_BYTES)}`;
  return { secret: new Secret(text), hash: hashOf(text) };
}

/** What is stored of a token. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
