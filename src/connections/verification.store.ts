import type { Tx } from '../db/index.ts';
import type { ConnectionId, WorkspaceId } from '../foundation/index.ts';

type Key = { readonly workspaceId: WorkspaceId; readonly id: ConnectionId };

/** The next look is a day away, an eighth more or less, so that connections made together do not stay together. */
const NEXT_DAY = `now() + interval '1 day' * (0.875 + random() / 4)`;

export const sqlNoteProven = `
update connection set verify_problem = null, verify_due_at = ${NEXT_DAY}, account = coalesce($3, account)
where workspace_id = $1 and id = $2`;

/** A look at the connection went well; `account` is as whom, if that became known. */
export async function noteProven(tx: Tx, key: Key, account: string | undefined): Promise<void> {
  await tx.query(sqlNoteProven, [key.workspaceId, key.id, account ?? null]);
}

export const sqlNoteUnanswered = `
update connection set verify_problem = $3, verify_due_at = now() + interval '15 minutes' * (0.875 + random() / 4)
where workspace_id = $1 and id = $2`;

/** The vendor could not be asked; it is tried again soon. */
export async function noteUnanswered(tx: Tx, key: Key, problem: string): Promise<void> {
  await tx.query(sqlNoteUnanswered, [key.workspaceId, key.id, problem]);
}

/** Only the words that were read: a look may have found something else meanwhile. */
export const sqlForgetUnanswered = `
update connection set verify_problem = null where workspace_id = $1 and id = $2 and verify_problem = $3`;

/** What kept the connection from being looked at is over. */
export async function forgetUnanswered(tx: Tx, key: Key, problem: string): Promise<void> {
  await tx.query(sqlForgetUnanswered, [key.workspaceId, key.id, problem]);
}

/**
 * Puts the next look off for as long as one may take, and is committed before it: of several processes one looks, and
 * when that one dies another does later. Index `connection_verify_due`.
 */
export const sqlClaimDue = `
update connection set verify_due_at = now() + interval '10 minutes'
from (select workspace_id, id from connection where state = 'active' and verify_due_at <= now()
  order by verify_due_at limit $1 for update skip locked) as due
where connection.workspace_id = due.workspace_id and connection.id = due.id
returning connection.workspace_id as "workspaceId", connection.name`;

/** Takes connections whose daily look is due. */
export function claimDue(tx: Tx, limit: number): Promise<{ workspaceId: WorkspaceId; name: string }[]> {
  return tx.query(sqlClaimDue, [limit]);
}
