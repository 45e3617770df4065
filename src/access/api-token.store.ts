import type { Tx } from '../db/index.ts';
import type { TokenId, WorkspaceId } from '../foundation/index.ts';
import type { Caller } from './caller.ts';
import type { Role } from './role.ts';

export interface NewToken {
  readonly workspaceId: WorkspaceId;
  readonly id: TokenId;
  readonly name: string;
  readonly role: Role;
  readonly tokenHash: Buffer;
  readonly prefix: string;
  /** Null: good until it is revoked. */
  readonly expiresAt: Date | null;
}

/** A token as its owners see it: everything but what would let somebody in. */
export interface TokenRow {
  readonly id: TokenId;
  readonly name: string;
  readonly role: Role;
  /** Its first characters; empty for one from before they were kept. */
  readonly prefix: string;
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  /** By the database's clock, as at a sign-in. */
  readonly isExpired: boolean;
}

const COLUMNS = `id, name, role, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt",
  expires_at is not null and expires_at <= now() as "isExpired"`;

/** Only the hash is stored: a read of the database gives nobody a token. */
export const sqlInsertToken = `
insert into api_token (workspace_id, id, name, role, token_hash, prefix, expires_at)
values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`;

/** Stores a new token's hash. */
export async function insertToken(tx: Tx, token: NewToken): Promise<TokenRow> {
  const { workspaceId, id, name, role, tokenHash, prefix, expiresAt } = token;
  const [row] = await tx.query<TokenRow>(sqlInsertToken, [workspaceId, id, name, role, tokenHash, prefix, expiresAt]);
  return row as TokenRow;
}

/**
 * The one search that does not begin with a workspace: the token is what names it. Index `api_token_by_hash`. Its last use
 * is noted once a minute, because a write for every call would cost more than the call.
 */
export const sqlFindTokenByHash = `
with found as (
  select workspace_id, id, name, role from api_token
  where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())
), used as (
  update api_token set last_used_at = now() from found
  where api_token.workspace_id = found.workspace_id and api_token.id = found.id
    and (last_used_at is null or last_used_at < now() - interval '1 minute')
)
select workspace_id as "workspaceId", id as "tokenId", name, role from found`;

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

/** A row is kept: what a token did stays attributed to a name. */
export const sqlRevokeToken = `
update api_token set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null`;

/** Ends a token. */
export async function revokeTokenRow(tx: Tx, workspaceId: WorkspaceId, id: TokenId): Promise<void> {
  await tx.query(sqlRevokeToken, [workspaceId, id]);
}
