import type { Tx } from '../db/index.ts';
import type { WrappedKey } from './key-provider.ts';

/** Whose secrets a data key seals. */
export interface KeyOwner {
  readonly workspaceId: string;
  readonly ownerId: string;
}

export interface DataKeyRow extends KeyOwner, WrappedKey {
  readonly number: number;
}

const COLUMNS = 'workspace_id as "workspaceId", owner_id as "ownerId", number, kek_id as "kekId", wrapped as bytes';

/** The one of a number, or without a number the newest. */
const sqlFindDataKey = `
select ${COLUMNS} from data_key
where workspace_id = $1 and owner_id = $2 and ($3::integer is null or number = $3) order by number desc limit 1`;

/** Finds a data key of an owner: that of a number, or the newest. */
export async function findDataKey(tx: Tx, owner: KeyOwner, number?: number): Promise<DataKeyRow | undefined> {
  const [row] = await tx.query<DataKeyRow>(sqlFindDataKey, [owner.workspaceId, owner.ownerId, number ?? null]);
  return row;
}

/** Of two that seal for a new owner at once, one makes the key; the other waits for it and finds it. */
const sqlInsertDataKey = `
insert into data_key (workspace_id, owner_id, number, kek_id, wrapped) values ($1, $2, $3, $4, $5)
on conflict do nothing`;

/** Stores a new data key, unless there is one of this number. */
export async function insertDataKey(tx: Tx, row: DataKeyRow): Promise<void> {
  await tx.query(sqlInsertDataKey, [row.workspaceId, row.ownerId, row.number, row.kekId, row.bytes]);
}

const sqlDeleteDataKeys = 'delete from data_key where workspace_id = $1 and owner_id = $2';

/** Deletes the keys of an owner, and with them for good whatever they sealed. */
export async function deleteDataKeys(tx: Tx, owner: KeyOwner): Promise<void> {
  await tx.query(sqlDeleteDataKeys, [owner.workspaceId, owner.ownerId]);
}

/** In the order of the primary key, after the row seen last, so that one that cannot be rewrapped blocks no other. */
const sqlListOtherKeys = `
select ${COLUMNS} from data_key
where kek_id <> $1 and (workspace_id, owner_id, number) > ($2::uuid, $3::uuid, $4::integer)
order by workspace_id, owner_id, number limit $5`;

/** Data keys that another key than the given one wraps. */
export function listOtherKeys(
  tx: Tx,
  kekId: string,
  page: { readonly after: Pick<DataKeyRow, 'workspaceId' | 'ownerId' | 'number'>; readonly limit: number },
): Promise<DataKeyRow[]> {
  const { workspaceId, ownerId, number } = page.after;
  return tx.query(sqlListOtherKeys, [kekId, workspaceId, ownerId, number, page.limit]);
}

/** Compares what was unwrapped: two rotations at once change each row once. */
const sqlRewrap = `
update data_key set kek_id = $4, wrapped = $5, wrapped_at = now()
where workspace_id = $1 and owner_id = $2 and number = $3 and wrapped = $6 returning 1`;

/** Puts a data key that is wrapped anew in the place of the one that was read; false when somebody else was faster. */
export async function rewrapDataKey(tx: Tx, read: DataKeyRow, rewrapped: WrappedKey): Promise<boolean> {
  const { workspaceId, ownerId, number, bytes } = read;
  const params = [workspaceId, ownerId, number, rewrapped.kekId, rewrapped.bytes, bytes];
  return (await tx.query(sqlRewrap, params)).length > 0;
}

const sqlCountKeys = 'select kek_id as "kekId", count(*)::integer as count from data_key group by kek_id';

/** How many data keys each key-encryption key wraps. */
export function countByKek(tx: Tx): Promise<{ kekId: string; count: number }[]> {
  return tx.query(sqlCountKeys, []);
}

/**
 * Whoever stores a wrapped key shares the lock, and whoever takes a key-encryption key away has it alone: none is taken
 * away between the wrapping and the row that needs it.
 */
const sqlShareKeys = 'select pg_advisory_xact_lock_shared(7305021)';
const sqlLockKeys = 'select pg_advisory_xact_lock(7305021)';

/** Keeps all key-encryption keys until the transaction ends. */
export async function shareKeys(tx: Tx): Promise<void> {
  await tx.query(sqlShareKeys, []);
}

/** Waits until nobody wraps, and keeps it so until the transaction ends. */
export async function lockKeys(tx: Tx): Promise<void> {
  await tx.query(sqlLockKeys, []);
}
