/** A second workspace with a token of its own, put into the database because there is no door for it yet. */
import { insertWorkspace, makeApiToken } from '../../src/access/index.ts';
import { makeId, type WorkspaceId } from '../../src/foundation/index.ts';
import type { Product } from './product.ts';

/** Makes the workspace; gives back its API token. */
export async function makeForeignWorkspace({ database }: Product): Promise<string> {
  const workspaceId = makeId<WorkspaceId>();
  const token = await database.inTx(async (tx) => {
    await insertWorkspace(tx, { workspaceId, name: 'foreign', sealedKeySeed: Buffer.from('-') });
    return makeApiToken(tx, { workspaceId, name: 'foreign token' });
  });
  return token.reveal();
}
