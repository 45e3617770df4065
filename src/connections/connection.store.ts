import type { Tx } from '../db/index.ts';
import { type ConnectionId, type JsonObject, parseJson, stringifyJson, type WorkspaceId } from '../foundation/index.ts';
import type { Connection } from './connection.ts';

export interface NewConnection {
  readonly workspaceId: WorkspaceId;
  readonly id: ConnectionId;
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly authKind: string;
  readonly sealedCredential: Buffer;
}

export type ConnectionRow = Connection & { readonly sealedCredential: Buffer };

type RawRow = Omit<ConnectionRow, 'settings'> & { readonly settings: string };

const COLUMNS = `workspace_id as "workspaceId", id, name, connector, settings, auth_kind as "authKind",
  sealed_credential as "sealedCredential", state, paused_until as "pausedUntil", problem, created_at as "createdAt",
  verified_at as "verifiedAt"`;

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

export const sqlFindConnection = `select ${COLUMNS} from connection where workspace_id = $1 and name = $2`;

/** The connection of this name, with its credential still sealed. */
export async function findConnectionRow(
  tx: Tx,
  key: { workspaceId: WorkspaceId; name: string },
): Promise<ConnectionRow | undefined> {
  const [row] = await tx.query<RawRow>(sqlFindConnection, [key.workspaceId, key.name]);
  return row === undefined ? undefined : fromRow(row);
}

export const sqlListConnections = `select ${COLUMNS} from connection where workspace_id = $1 order by name limit 1000`;

/** All connections of a workspace by name. */
export async function listConnectionRows(tx: Tx, workspaceId: WorkspaceId): Promise<ConnectionRow[]> {
  return (await tx.query<RawRow>(sqlListConnections, [workspaceId])).map(fromRow);
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
update connection set state = 'needs_reconnect', problem = $3 where workspace_id = $1 and id = $2 and state = 'active'
returning id`;

/** Marks a connection as refused by its vendor; true for the caller that was first to do so. */
export async function markNeedsReconnect(
  tx: Tx,
  mark: { workspaceId: WorkspaceId; id: ConnectionId; problem: string },
): Promise<boolean> {
  return (await tx.query(sqlMarkNeedsReconnect, [mark.workspaceId, mark.id, mark.problem])).length > 0;
}

export const sqlMarkVerified = `
update connection set state = 'active', problem = null, verified_at = now() where workspace_id = $1 and id = $2`;

/** Marks a connection as proven good; its held runs may go on. */
export async function markVerified(tx: Tx, key: { workspaceId: WorkspaceId; id: ConnectionId }): Promise<void> {
  await tx.query(sqlMarkVerified, [key.workspaceId, key.id]);
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

function fromRow(row: RawRow): ConnectionRow {
  return { ...row, settings: parseJson(row.settings) as JsonObject };
}
