import type { Tx } from '../db/index.ts';
import { type ConnectionId, type JsonObject, parseJson, stringifyJson, type WorkspaceId } from '../foundation/index.ts';
import type { Connection } from './connection.ts';

/** Whose move it is: of the person who owns the account, or of whoever runs the OAuth app (F70). */
export type ProblemSide = 'account' | 'app';

export interface NewConnection {
  readonly workspaceId: WorkspaceId;
  readonly id: ConnectionId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly authKind: string;
  readonly sealedCredential: Buffer;
}

/** The token beside a connection, still sealed; times are by the database. */
export interface TokenRow {
  readonly version: number;
  readonly sealed: Buffer;
  /** null: it does not expire. */
  readonly lifeMs: number | null;
  /** Until it ends; negative when it has. */
  readonly leftMs: number | null;
}

export type ConnectionRow = Connection & {
  readonly sealedCredential: Buffer;
  /** null: the connection holds no token. */
  readonly token: TokenRow | null;
  readonly verifyProblem: string | null;
};

interface RawRow extends Omit<ConnectionRow, 'settings' | 'token'> {
  readonly settings: string;
  readonly tokenVersion: number | null;
  readonly sealedTokens: Buffer | null;
  readonly tokenLifeMs: number | null;
  readonly tokenLeftMs: number | null;
}

const COLUMNS = `c.workspace_id as "workspaceId", c.id, c.name, c.connector, c.settings, c.auth_kind as "authKind",
  c.sealed_credential as "sealedCredential", c.state, c.paused_until as "pausedUntil", c.problem,
  c.created_at as "createdAt", c.verified_at as "verifiedAt", c.granted_scopes as "grantedScopes"`;

/** Every call needs a connection, so its token comes along in the same query. */
const TOKEN_COLUMNS = `c.verify_problem as "verifyProblem", t.version::integer as "tokenVersion", t.sealed_tokens as "sealedTokens",
  (extract(epoch from t.expires_at - t.obtained_at) * 1000)::double precision as "tokenLifeMs",
  (extract(epoch from t.expires_at - clock_timestamp()) * 1000)::double precision as "tokenLeftMs"`;
const TOKEN_JOIN = `left join connection_token t on t.workspace_id = c.workspace_id and t.connection_id = c.id`;

export const sqlInsertConnection = `
insert into connection (workspace_id, id, name, connector, settings, auth_kind, sealed_credential)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (workspace_id, name) do nothing returning id`;

/** Stores a connection; false when the name is taken. */
export async function insertConnection(tx: Tx, connection: NewConnection): Promise<boolean> {
  const rows = await tx.query(sqlInsertConnection, [
    connection.workspaceId,
    connection.id,
    connection.name,
    connection.connector,
    stringifyJson(connection.settings),
    connection.authKind,
    connection.sealedCredential,
  ]);
  return rows.length > 0;
}

export const sqlFindConnection = `
select ${COLUMNS}, ${TOKEN_COLUMNS} from connection c ${TOKEN_JOIN} where c.workspace_id = $1 and c.name = $2`;

/** The connection of this name, with its credential still sealed. */
export async function findConnectionRow(
  tx: Tx,
  key: { workspaceId: WorkspaceId; name: string },
): Promise<ConnectionRow | undefined> {
  const [row] = await tx.query<RawRow>(sqlFindConnection, [key.workspaceId, key.name]);
  return row === undefined ? undefined : fromRow(row);
}

export const sqlListConnections = `
select ${COLUMNS} from connection c where c.workspace_id = $1 order by c.name limit 1000`;

/** All connections of a workspace by name. */
export async function listConnectionRows(tx: Tx, workspaceId: WorkspaceId): Promise<Connection[]> {
  return (await tx.query<RawRow>(sqlListConnections, [workspaceId])).map((row) => withoutSealed(fromRow(row)));
}

/** A pause is only ever made longer: two runs that were told different times both hold. */
export const sqlPauseConnection = `
update connection set paused_until = greatest(paused_until, now() + $3 * interval '1 millisecond')
where workspace_id = $1 and id = $2 returning paused_until as "pausedUntil"`;

/** Pauses a connection for all workers; gives back until when. */
export async function pauseConnectionRow(
  tx: Tx,
  pause: { workspaceId: WorkspaceId; id: ConnectionId; delayMs: number },
): Promise<Date | undefined> {
  const [row] = await tx.query<{ pausedUntil: Date }>(sqlPauseConnection, [pause.workspaceId, pause.id, pause.delayMs]);
  return row?.pausedUntil;
}

/** Only an active connection can begin to need a reconnect, so that the first reason is the one that stays. */
export const sqlMarkNeedsReconnect = `
update connection set state = 'needs_reconnect', problem = $3, problem_side = $4, problem_since = now()
where workspace_id = $1 and id = $2 and state = 'active' and sealed_credential = coalesce($5, sealed_credential)
returning id`;

/**
 * Marks a connection as refused by its vendor; true for the caller that was first to do so. With `sealedCredential` it is
 * marked only while that is the one it has.
 */
export async function markNeedsReconnect(
  tx: Tx,
  mark: { workspaceId: WorkspaceId; id: ConnectionId; problem: string; side: ProblemSide; sealedCredential?: Buffer },
): Promise<boolean> {
  const { workspaceId, id, problem, side, sealedCredential = null } = mark;
  return (await tx.query(sqlMarkNeedsReconnect, [workspaceId, id, problem, side, sealedCredential])).length > 0;
}

/** A look that was under way while the connection was revoked must not bring it back. */
export const sqlMarkVerified = `
update connection set state = 'active', problem = null, problem_side = null, problem_since = null, verified_at = now()
where workspace_id = $1 and id = $2 and state <> 'revoked'`;

/** Marks a connection as proven good, unless it was revoked; its held runs may go on. */
export async function markVerified(tx: Tx, key: { workspaceId: WorkspaceId; id: ConnectionId }): Promise<void> {
  await tx.query(sqlMarkVerified, [key.workspaceId, key.id]);
}

/** With a new credential, proven, a revoked connection comes back as well. */
export const sqlMarkReconnected = `
update connection set state = 'active', problem = null, problem_side = null, problem_since = null, revoked_at = null,
  verified_at = now() where workspace_id = $1 and id = $2`;

/** Marks a connection as good whose new credential was proven; its held runs may go on. */
export async function markReconnected(tx: Tx, key: { workspaceId: WorkspaceId; id: ConnectionId }): Promise<void> {
  await tx.query(sqlMarkReconnected, [key.workspaceId, key.id]);
}

export const sqlReplaceCredential = `
update connection set auth_kind = $3, sealed_credential = $4 where workspace_id = $1 and id = $2`;

/** Replaces the credential and nothing else, so that no flow has to change. */
export async function replaceCredentialRow(
  tx: Tx,
  change: { workspaceId: WorkspaceId; id: ConnectionId; authKind: string; sealedCredential: Buffer },
): Promise<void> {
  await tx.query(sqlReplaceCredential, [change.workspaceId, change.id, change.authKind, change.sealedCredential]);
}

/** What the operator mended is tried at once; what waits for the owner of the account stays as it is. */
export const sqlWakeConnection = `
update connection set state = 'active', problem = null, problem_side = null, problem_since = null
where workspace_id = $1 and id = $2 and state = 'needs_reconnect' and problem_side = 'app'`;

/** Lets a connection go on whose OAuth app was given anew. */
export async function wakeConnection(tx: Tx, key: { workspaceId: WorkspaceId; id: ConnectionId }): Promise<void> {
  await tx.query(sqlWakeConnection, [key.workspaceId, key.id]);
}

/** The connection as it may be shown. */
export function withoutSealed(row: ConnectionRow): Connection {
  const { sealedCredential: _credential, token: _token, verifyProblem: _problem, ...connection } = row;
  return connection;
}

function fromRow(raw: RawRow): ConnectionRow {
  const { settings, tokenVersion, sealedTokens, tokenLifeMs, tokenLeftMs, ...row } = raw;
  const isToken = tokenVersion !== null && tokenVersion !== undefined && sealedTokens !== null;
  const token = isToken
    ? { version: tokenVersion, sealed: sealedTokens, lifeMs: tokenLifeMs, leftMs: tokenLeftMs }
    : null;
  return { ...row, settings: parseJson(settings) as JsonObject, token };
}
