import type { Tx } from '../db/index.ts';

export const sqlInsertSetUpLink = 'insert into set_up_link (token_hash, expires_at) values ($1, $2)';

/** Stores the hash of a set-up link's token. */
export async function insertSetUpLink(tx: Tx, link: { tokenHash: Buffer; expiresAt: Date }): Promise<void> {
  await tx.query(sqlInsertSetUpLink, [link.tokenHash, link.expiresAt]);
}

export const sqlFindSetUpLink = 'select 1 from set_up_link where token_hash = $1 and expires_at > now()';

/** Whether a link is good. */
export async function isGoodSetUpLink(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (await tx.query(sqlFindSetUpLink, [tokenHash])).length > 0;
}

/** One statement decides: of two who use a link at once, one gets the row. */
export const sqlTakeSetUpLink = 'delete from set_up_link where token_hash = $1 and expires_at > now() returning 1';

/** Uses a link up; false when it is not good, or no longer. */
export async function takeSetUpLink(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (await tx.query(sqlTakeSetUpLink, [tokenHash])).length > 0;
}

export const sqlDeleteSetUpLinks = 'delete from set_up_link';

/** Ends every link. */
export async function deleteSetUpLinks(tx: Tx): Promise<void> {
  await tx.query(sqlDeleteSetUpLinks, []);
}
