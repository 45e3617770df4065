/** Tries to sign in to an account, whatever addresses they come from, and what is swept once its time is over. */
import type { Tx } from '../db/index.ts';

/**
 * The try is counted before the password is looked at: many at once could all pass a count that is only read. Tries that
 * are refused do not lengthen the wait, or whoever means harm could keep a person out for good.
 */
export const sqlCountTry = `
insert into sign_in_try (email_hash, count) values ($1, 1)
on conflict (email_hash) do update set
  count = case when sign_in_try.since < now() - $2 * interval '1 millisecond' then 1 else sign_in_try.count + 1 end,
  since = case when sign_in_try.since < now() - $2 * interval '1 millisecond' then now() else sign_in_try.since end
returning count, ceil(extract(epoch from since + $2 * interval '1 millisecond' - now()))::int as "secondsLeft"`;

/** Counts one try; gives how many there were in this window, and when it ends. */
export async function countTry(tx: Tx, emailHash: Buffer, windowMs: number) {
  const [row] = await tx.query<{ count: number; secondsLeft: number }>(sqlCountTry, [emailHash, windowMs]);
  return row as { count: number; secondsLeft: number };
}

export const sqlForgetTries = 'delete from sign_in_try where email_hash = $1';

/** A right password clears the count. */
export async function forgetTries(tx: Tx, emailHash: Buffer): Promise<void> {
  await tx.query(sqlForgetTries, [emailHash]);
}

/** What lets nobody in any longer. Rates are kept a day because their windows are minutes; invitations a month, to be seen. */
export const SWEEPS: readonly string[] = [
  'delete from person_session where expires_at < now()',
  'delete from person_challenge where expires_at < now()',
  "delete from sign_in_rate where last_request < (extract(epoch from now() - interval '1 day') * 1000)::bigint",
  "delete from sign_in_try where since < now() - interval '1 day'",
  'delete from set_up_link where expires_at < now()',
  "delete from invitation where expires_at < now() - interval '30 days'",
];

/** Deletes what is over. */
export async function sweepAccess(tx: Tx): Promise<void> {
  for (const sql of SWEEPS) await tx.query(sql, []);
}
