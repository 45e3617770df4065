import type { Tx } from '../db/index.ts';
import type { TokenId, WorkspaceId } from '../foundation/index.ts';
import type { Caller } from './caller.ts';

export interface NewToken {
  readonly workspaceId: WorkspaceId;
  readonly id: TokenId;
  readonly name: string;
  readonly tokenHash: Buffer;
}

/** Only the hash is stored: a read of the database gives nobody a token. */
export const sqlInsertToken = `
insert into api_token (workspace_id, id, name, token_hash) values ($1, $2, $3, $4)`;

/** Stores a new token's hash. */
export async function insertToken(tx: Tx, token: NewToken): Promise<void> {
  await tx.query(sqlInsertToken, [token.workspaceId, token.id, token.name, token.tokenHash]);
}

/** The one search that does not begin with a workspace: the token is what names it. Index `api_token_by_hash`. */
export const sqlFindTokenByHash = `
select workspace_id as "workspaceId", id as "tokenId", name from api_token
where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`;

/** The good token with this hash, if there is one. */
export async function findTokenByHash(tx: Tx, tokenHash: Buffer): Promise<Caller | undefined> {
  const [row] = await tx.query<Caller>(sqlFindTokenByHash, [tokenHash]);
  return row;
}
