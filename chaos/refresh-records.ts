/** What our own tables say of a refresh play. */
import type { Database } from '../src/db/database.ts';

const sqlStates = `
select run.state, count(*)::int as count from run
join flow on flow.workspace_id = run.workspace_id and flow.id = run.flow_id
where flow.name = $1 group by run.state`;

/** The first token came with the consent; each later version replaced one that was ending. */
const sqlRenewals = `
select token.version - 1 as count, token.refresh_started_at is not null as "isUnderWay"
from connection_token as token
join connection on connection.workspace_id = token.workspace_id and connection.id = token.connection_id
where connection.name = $1`;

/** Why the connection needs a person, if it does. */
const sqlProblem = `select problem from connection where name = $1 and state <> 'active'`;

/** The process that has claimed the renewal stands first in the claim. */
const sqlRenewing = `
select refresh_holder as holder, version || '/' || refresh_started_at as mark
from connection_token where refresh_started_at is not null and refresh_holder is not null limit 1`;

/** Runs of a flow by state. */
export async function countStates(database: Database, flow: string): Promise<Record<string, number>> {
  const rows = await database.query<{ state: string; count: number }>(sqlStates, [flow]);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** How many runs of a flow have not come to an end, for the machine or for a person. */
export async function countUnfinishedOf(database: Database, flow: string): Promise<number> {
  const { queued = 0, running = 0, waiting = 0 } = await countStates(database, flow);
  return queued + running + waiting;
}

/** How often the token of a connection was renewed, and whether it is being renewed right now. */
export async function readRenewals(
  database: Database,
  connection: string,
): Promise<{ readonly count: number; readonly isUnderWay: boolean }> {
  const [row] = await database.query<{ count: string | number; isUnderWay: boolean }>(sqlRenewals, [connection]);
  return { count: Number(row?.count ?? 0), isUnderWay: row?.isUnderWay ?? false };
}

/** What the vendor or the authorization server said that made the connection need a person. */
export async function readProblem(database: Database, connection: string): Promise<string | null> {
  const [row] = await database.query<{ problem: string | null }>(sqlProblem, [connection]);
  return row?.problem ?? null;
}

/** The process that is renewing a token; `mark` tells one renewal from the next. */
export async function renewingProcess(
  database: Database,
): Promise<{ readonly pid: number; readonly mark: string } | undefined> {
  const [row] = await database.query<{ holder: string; mark: string }>(sqlRenewing, []);
  return row === undefined ? undefined : { pid: Number(row.holder.split('/')[0]), mark: row.mark };
}
