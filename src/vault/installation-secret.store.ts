import type { Tx } from '../db/index.ts';

const sqlFindSecret = 'select sealed from installation_secret where name = $1';

/** The sealed secret of the installation of this name. */
export async function findInstallationSecret(tx: Tx, name: string): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ sealed: Buffer }>(sqlFindSecret, [name]);
  return row?.sealed;
}

/** Of two processes that start at once, the first one's secret stays. */
const sqlInsertSecret = 'insert into installation_secret (name, sealed) values ($1, $2) on conflict do nothing';

/** Stores a secret unless there is one of this name. */
export async function insertInstallationSecret(tx: Tx, name: string, sealed: Buffer): Promise<void> {
  await tx.query(sqlInsertSecret, [name, sealed]);
}
