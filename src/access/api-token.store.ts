import type { Tx } from '../db/index.ts';
import type { TokenId, WorkspaceId } from '../foundation/index.ts';
import type { Caller } from './caller.ts';

export interface NewToken {
  readonly workspaceId: WorkspaceId;
  readonly id: TokenId;
  readonly name: string;
  readonly tokenHash: Buffer;
  /** Null: good until it is revoked. */
  readonly expiresAt: Date | null;
}

/** A token as its owners see it: everything but what would let somebody in. */
export interface TokenRow {
  readonly id: TokenId;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** By the database's clock, as at a sign-in. */
  readonly isExpired: boolean;
}

const COLUMNS = `id, name, created_at as "createdAt", expires_at as "expiresAt",
  expires_at is not null and expires_at <= now() as "isExpired"`;

/** Only the hash is stored: a read of the database gives nobody a token. */
export const sqlInsertToken = `
insert into api_token (workspace_id, id, name, token_hash, expires_at) values ($1, $2, $3, $4, $5) returning ${COLUMNS}`;

/** Stores a new token's hash. */
export async function insertToken(tx: Tx, token: NewToken): Promise<TokenRow> {
  const values = [token.workspaceId, token.id, token.name, token.tokenHash, token.expiresAt];
  const [row] = await tx.query<TokenRow>(sqlInsertToken, values);
  return row as TokenRow;
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

/** Ids are ordered by time, so the primary key gives the newest first. */
export const sqlListTokens = `
select ${COLUMNS} from api_token where workspace_id = $1 and revoked_at is null order by id desc limit $2`;

/** The tokens of a workspace that are not revoked, the newest first. */
export function listTokenRows(tx: Tx, workspaceId: WorkspaceId, limit: number): Promise<TokenRow[]> {
  return tx.query<TokenRow>(sqlListTokens, [workspaceId, limit]);
}

/** Those who change the set of a workspace's tokens stand in line, so that two of them cannot revoke the last two. */
export const sqlLockTokens = 'select workspace_id from workspace where workspace_id = $1 for no key update';

/** Lets one transaction at a time change the tokens of a workspace. */
export async function lockTokens(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  await tx.query(sqlLockTokens, [workspaceId]);
}

/** A row is kept: what a token did stays attributed to a name. */
export const sqlRevokeToken = `
update api_token set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null`;

/** Ends a token. */
export async function revokeTokenRow(tx: Tx, workspaceId: WorkspaceId, id: TokenId): Promise<void> {
  await tx.query(sqlRevokeToken, [workspaceId, id]);
}
