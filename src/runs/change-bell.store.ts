import type { Tx } from '../db/index.ts';

/** Channel on which processes tell each other what has changed: `<workspace id> <topic>`, never more. */
export const CHANGE_CHANNEL = 'holdfast_change';
export const sqlNotifyChanges = `select pg_notify('${CHANGE_CHANNEL}', change) from unnest($1::text[]) as told (change)`;

/** Tells every process that listens, this one too. Writes nothing, so its commit costs no flush. */
export async function notifyChanges(tx: Tx, changes: readonly string[]): Promise<void> {
  await tx.query(sqlNotifyChanges, [changes]);
}
