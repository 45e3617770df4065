/**
 * API tokens: shown once when made, stored as a hash. `hf_` makes a leaked one findable; 32 random bytes need no slow
 * hash, because there is nothing to guess.
 */
import type { Tx } from '../db/index.ts';
import { makeId, type Secret, type TokenId, type WorkspaceId } from '../foundation/index.ts';
import { findTokenByHash, insertToken, type NewToken, type TokenRow } from './api-token.store.ts';
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';
import { hashOf, makeHiddenToken } from './hidden-token.ts';

const PREFIX = 'hf_';
/** Enough to tell tokens apart; what stays hidden is still far too much to guess. */
const SHOWN_CHARACTERS = PREFIX.length + 6;
const MAX_TOKEN_CHARACTERS = 200;

/** Makes a token of an owner that does not expire and gives back its only readable form. */
export async function makeApiToken(tx: Tx, token: { workspaceId: WorkspaceId; name: string }): Promise<Secret<string>> {
  return (await makeToken(tx, { ...token, role: 'owner', expiresAt: null })).secret;
}

/** Makes a token and stores its hash; `secret` is its only readable form. */
export async function makeToken(
  tx: Tx,
  draft: Pick<NewToken, 'workspaceId' | 'name' | 'role' | 'expiresAt'>,
): Promise<{ token: TokenRow; secret: Secret<string> }> {
  const { secret, hash: tokenHash } = makeHiddenToken(PREFIX);
  const prefix = secret.reveal().slice(0, SHOWN_CHARACTERS);
  const token = await insertToken(tx, { ...draft, id: makeId<TokenId>(), tokenHash, prefix });
  return { token, secret };
}

/** The caller behind a token; throws `access.token.rejected`. */
export async function authenticate(tx: Tx, token: string): Promise<Caller> {
  if (token.length > MAX_TOKEN_CHARACTERS || !token.startsWith(PREFIX)) throw fail('access.token.rejected');
  const row = await findTokenByHash(tx, hashOf(token));
  if (row === undefined) throw fail('access.token.rejected');
  return row;
}

/** Reads `Authorization: Bearer …` (RFC 6750, 2.1); throws `access.token.missing`. */
export function readBearer(header: string | undefined): string {
  const match = /^Bearer +(\S+)$/i.exec(header ?? '');
  if (match === null) throw fail('access.token.missing');
  return match[1] as string;
}
