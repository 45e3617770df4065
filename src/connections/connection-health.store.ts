import type { OAuthGrant } from '../connectors/index.ts';
import type { Tx } from '../db/index.ts';
import type { ConnectionId, PersonId, WorkspaceId } from '../foundation/index.ts';

/** What is known of how a connection fares, beside what it is. */
export interface ConnectionHealthRow {
  readonly id: ConnectionId;
  readonly ownerId: PersonId | null;
  readonly ownerName: string | null;
  readonly provider: string | null;
  /** null: it does not sign in by OAuth. */
  readonly grant: OAuthGrant | null;
  readonly account: string | null;
  readonly grantedScopes: readonly string[] | null;
  readonly references: readonly string[];
  readonly expiresAt: Date | null;
  /** Until then, by the database. */
  readonly endsInMs: number | null;
  readonly problemSide: 'account' | 'app' | null;
  readonly problemSince: Date | null;
  readonly verifyProblem: string | null;
  readonly drainPerSecond: number;
  readonly revokedAt: Date | null;
  readonly heldCount: number;
  /** null: it holds no token. */
  readonly tokenObtainedAt: Date | null;
  readonly tokenExpiresAt: Date | null;
  readonly refreshDueAt: Date | null;
  readonly tokenFailure: string | null;
}

/** Held runs are counted up to this. */
const HELD_CAP = 10_000;

/**
 * Held runs are found by the index `run_held`, which holds nothing else. Of a token only the times are read: it is sealed
 * in the same row, and stays there.
 */
export const sqlReadHealth = `
select c.id, c.owner_id as "ownerId", person.name as "ownerName", c.provider, c.oauth_grant as "grant", c.account,
  c.granted_scopes as "grantedScopes", c.secret_references as "references", c.expires_at as "expiresAt",
  (extract(epoch from c.expires_at - now()) * 1000)::double precision as "endsInMs",
  c.problem_side as "problemSide", c.problem_since as "problemSince", c.verify_problem as "verifyProblem",
  c.drain_per_second as "drainPerSecond", c.revoked_at as "revokedAt",
  (select count(*)::integer from (select 1 from run where run.workspace_id = c.workspace_id
    and run.held_connection_id = c.id and run.state = 'held' limit ${HELD_CAP}) as held) as "heldCount",
  t.obtained_at as "tokenObtainedAt", t.expires_at as "tokenExpiresAt", t.refresh_due_at as "refreshDueAt",
  t.failure as "tokenFailure"
from connection c
left join person on person.id = c.owner_id
left join connection_token t on t.workspace_id = c.workspace_id and t.connection_id = c.id
where c.workspace_id = $1 and ($2::uuid is null or c.id = $2)`;

/** How the connections of a workspace fare, or one of them. */
export function readHealthRows(tx: Tx, workspaceId: WorkspaceId, id?: ConnectionId): Promise<ConnectionHealthRow[]> {
  return tx.query<ConnectionHealthRow>(sqlReadHealth, [workspaceId, id ?? null]);
}
