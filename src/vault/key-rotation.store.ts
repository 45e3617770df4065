import type { Tx } from '../db/index.ts';

/** The one row says what the last rotation went to. */
const sqlBegin = `
insert into key_rotation (kek_id) values ($1)
on conflict (is_only) do update set kek_id = excluded.kek_id, begun_at = now(), ended_at = null`;
const sqlEnd = 'update key_rotation set ended_at = now() where kek_id = $1';
const sqlFindOpen = 'select kek_id as "kekId" from key_rotation where ended_at is null';

/** Notes that everything is to go to this key, before anything does. */
export async function beginRotation(tx: Tx, kekId: string): Promise<void> {
  await tx.query(sqlBegin, [kekId]);
}

/** Notes that everything has gone to this key. */
export async function endRotation(tx: Tx, kekId: string): Promise<void> {
  await tx.query(sqlEnd, [kekId]);
}

/** The key of a rotation that was begun and is not ended. */
export async function findOpenRotation(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.query<{ kekId: string }>(sqlFindOpen, []);
  return row?.kekId;
}
