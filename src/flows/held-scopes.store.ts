import type { Tx } from '../db/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';

/** A scope that held runs of a flow wait for. */
export interface HeldScope {
  /** Name of the connection. */
  readonly connection: string;
  readonly scope: string;
  /** Name of the flow. */
  readonly flow: string;
}

/** Runs of one connection that are looked at; those of one flow wait for the same scopes, as a rule. */
const HELD_LOOK = 5_000;

/** One probe of `run_short_of_scopes` for each connection, which is empty for all but a few. */
export const sqlListHeldScopes = `
select distinct c.name as connection, scope, f.name as flow
from connection c
cross join lateral (select run.flow_id, run.held_scopes from run where run.workspace_id = c.workspace_id
  and run.held_connection_id = c.id and run.state = 'held' and run.held_scopes is not null limit ${HELD_LOOK}) as held
cross join unnest(held.held_scopes) as scope
join flow f on f.workspace_id = c.workspace_id and f.id = held.flow_id
where c.workspace_id = $1 and ($2::text is null or c.name = $2) order by 1, 2, 3`;

/** The scopes that held runs of a workspace wait for; of one connection, when it is named. */
export function listHeldScopes(tx: Tx, workspaceId: WorkspaceId, connection?: string): Promise<HeldScope[]> {
  return tx.query<HeldScope>(sqlListHeldScopes, [workspaceId, connection ?? null]);
}
