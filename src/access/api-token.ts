/**
 * API tokens: shown once when made, stored as a hash. `hf_` makes a leaked one findable; 32 random bytes need no slow
 * hash, because there is nothing to guess.
 */
import { createHash } from 'node:crypto';
import type { Tx } from '../db/index.ts';
import { makeId, randomToken, Secret, type TokenId, type WorkspaceId } from '../foundation/index.ts';
import { findTokenByHash, insertToken, type NewToken, type TokenRow } from './api-token.store.ts';
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';

const PREFIX = 'hf_';
const TOKEN_BYTES = 32;
const MAX_TOKEN_CHARACTERS = 200;

/** Makes a token that does not expire and gives back its only readable form. */
export async function makeApiToken(tx: Tx, token: { workspaceId: WorkspaceId; name: string }): Promise<Secret<string>> {
  return (await makeToken(tx, { ...token, expiresAt: null })).secret;
}

/** Makes a token and stores its hash; `secret` is its only readable form. */
export async function makeToken(
  tx: Tx,
  draft: Pick<NewToken, 'workspaceId' | 'name' | 'expiresAt'>,
): Promise<{ token: TokenRow; secret: Secret<string> }> {
  const text = `${PREFIX}${randomToken(TOKEN_BYTES)}`;
  const token = await insertToken(tx, { ...draft, id: makeId<TokenId>(), tokenHash: hashToken(text) });
  return { token, secret: new Secret(text) };
}

/** The caller behind a token; throws `access.token.rejected`. */
export async function authenticate(tx: Tx, token: string): Promise<Caller> {
  if (token.length > MAX_TOKEN_CHARACTERS || !token.startsWith(PREFIX)) throw fail('access.token.rejected');
  const row = await findTokenByHash(tx, hashToken(token));
  if (row === undefined) throw fail('access.token.rejected');
  return row;
}

/** Reads `Authorization: Bearer …` (RFC 6750, 2.1); throws `access.token.missing`. */
export function readBearer(header: string | undefined): string {
  const match = /^Bearer +(\S+)$/i.exec(header ?? '');
  if (match === null) throw fail('access.token.missing');
  return match[1] as string;
}

function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
