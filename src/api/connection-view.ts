/** A connection as the API shows it: what it is, how it fares, what uses it, and what to do about it. */
import { type Connection, type ConnectionHealth, type ConnectionHealthRow, decideFix } from '../connections/index.ts';
import { type OAuthScheme, registry } from '../connectors/index.ts';
import type { ConnectionUse } from '../flows/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ConnectionShown } from './connection-shapes.ts';

/** A scope that the live version of a flow needs of a connection. */
type NeededScope = Awaited<ReturnType<ConnectionUse['neededScopes']>>[number];

/** A flow that names a connection. */
export type UsingFlow = ConnectionShown['usedBy'][number];

/** What the routes about connections need. */
export type ConnectionDeps = Pick<
  ApiDeps,
  'connections' | 'connectionDesk' | 'connectionEnding' | 'connectionHealth' | 'connectionUse'
>;

export interface ConnectionViewDeps {
  readonly connectionHealth: Pick<ConnectionHealth, 'all' | 'one'>;
  readonly connectionUse: Pick<ConnectionUse, 'neededScopes' | 'users'>;
}

/** All of these connections of one workspace. */
export async function showConnections(
  { connectionHealth, connectionUse }: ConnectionViewDeps,
  workspaceId: WorkspaceId,
  connections: readonly Connection[],
): Promise<ConnectionShown[]> {
  const [health, needed, users] = await Promise.all([
    connectionHealth.all(workspaceId),
    connectionUse.neededScopes(workspaceId),
    connectionUse.users(workspaceId),
  ]);
  return connections.flatMap((connection) => {
    const row = health.get(connection.id);
    const usedBy = users.get(connection.name) ?? [];
    return row === undefined ? [] : [connectionShown(connection, row, { needed, usedBy })];
  });
}

/** One connection. */
export async function showConnection(
  { connectionHealth, connectionUse }: ConnectionViewDeps,
  connection: Connection,
): Promise<ConnectionShown> {
  const { workspaceId, name } = connection;
  const [row, needed, users] = await Promise.all([
    connectionHealth.one(connection),
    connectionUse.neededScopes(workspaceId, name),
    connectionUse.users(workspaceId),
  ]);
  // Removed between the two reads: what was known of it is still shown.
  const health = row ?? { ...UNKNOWN_HEALTH, id: connection.id };
  return connectionShown(connection, health, { needed, usedBy: users.get(name) ?? [] });
}

const UNKNOWN_HEALTH: Omit<ConnectionHealthRow, 'id'> = {
  ownerId: null,
  ownerName: null,
  provider: null,
  grant: null,
  account: null,
  grantedScopes: null,
  references: [],
  expiresAt: null,
  endsInMs: null,
  problemSide: null,
  problemSince: null,
  verifyProblem: null,
  drainPerSecond: 20,
  revokedAt: null,
  heldCount: 0,
  tokenObtainedAt: null,
  tokenExpiresAt: null,
  refreshDueAt: null,
  tokenFailure: null,
};

interface Use {
  readonly needed: readonly NeededScope[];
  readonly usedBy: readonly UsingFlow[];
}

function connectionShown(connection: Connection, health: ConnectionHealthRow, use: Use): ConnectionShown {
  const { name, authKind, state } = connection;
  const { grant, problemSide, verifyProblem, tokenFailure, endsInMs } = health;
  const scopes = scopesShown(connection, health.grantedScopes, use.needed);
  const missingScopes = scopes.missing;
  return {
    id: connection.id,
    name,
    connector: connection.connector,
    connectorTitle: registry.get(connection.connector)?.title ?? connection.connector,
    authKind,
    provider: health.provider,
    grant,
    account: health.account,
    ownerId: health.ownerId,
    ownerName: health.ownerName,
    state,
    settings: connection.settings,
    references: [...health.references],
    scopes,
    token: tokenShown(health),
    expiresAt: textOf(health.expiresAt),
    createdAt: connection.createdAt.toISOString(),
    verifiedAt: textOf(connection.verifiedAt),
    verifyProblem,
    problem: connection.problem,
    problemSide,
    problemSince: textOf(health.problemSince),
    fix: decideFix({ name, authKind, grant, state, problemSide, verifyProblem, tokenFailure, missingScopes, endsInMs }),
    pausedUntil: textOf(connection.pausedUntil),
    usedBy: [...use.usedBy],
    heldCount: health.heldCount,
    drainPerSecond: health.drainPerSecond,
    revokedAt: textOf(health.revokedAt),
  };
}

function scopesShown(
  { name, connector, authKind }: Connection,
  granted: readonly string[] | null,
  needed: readonly NeededScope[],
): ConnectionShown['scopes'] {
  const flowsOf = new Map<string, string[]>();
  if (authKind === 'oauth2') for (const scope of schemeScopes(connector)) flowsOf.set(scope, []);
  for (const { connection, scope, flow } of authKind === 'oauth2' ? needed : []) {
    if (connection === name) flowsOf.set(scope, [...(flowsOf.get(scope) ?? []), flow]);
  }
  const all = [...flowsOf].map(([scope, flows]) => ({ scope, flows: [...new Set(flows)].sort() }));
  const missing = granted === null ? [] : all.map(({ scope }) => scope).filter((scope) => !granted.includes(scope));
  return { granted: granted === null ? null : [...granted], needed: all, missing };
}

/** What the connector itself asks for. */
function schemeScopes(connector: string): readonly string[] {
  const scheme = registry
    .get(connector)
    ?.auth.find((candidate): candidate is OAuthScheme => candidate.kind === 'oauth2');
  return scheme?.scopes ?? [];
}

/** The scopes that flows need of one connection. */
export async function scopesNeededOf(
  { connectionUse }: Pick<ConnectionViewDeps, 'connectionUse'>,
  workspaceId: WorkspaceId,
  name: string,
): Promise<readonly string[]> {
  const needed = await connectionUse.neededScopes(workspaceId, name);
  return [...new Set(needed.map(({ scope }) => scope))];
}

function tokenShown(health: ConnectionHealthRow): ConnectionShown['token'] {
  if (health.tokenObtainedAt === null) return null;
  return {
    expiresAt: textOf(health.tokenExpiresAt),
    refreshedAt: health.tokenObtainedAt.toISOString(),
    refreshDueAt: textOf(health.refreshDueAt),
    failure: health.tokenFailure,
  };
}

function textOf(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
