/** Where the master key comes from: the environment, the key file, or, for an embedded database that is empty, it is made. */

import { type MasterKey, makeMasterKeyText, parseMasterKey } from '../vault/index.ts';
import type { Config } from './config.ts';
import { readTextFile, writePrivateFile } from './data-folder.ts';
import { fail } from './errors.ts';

export interface FoundKey {
  readonly key: MasterKey;
  /** Names it in messages; never the key itself. */
  readonly source: string;
  readonly isNew: boolean;
}

/** What decides whether a missing key may be made. */
export interface KeyFacts {
  readonly isEmbedded: boolean;
  readonly hasWorkspaces: boolean;
}

/** Finds or makes the key; throws `app.key.missing`, `app.key.lost` or `vault.key.malformed`. */
export function findMasterKey(config: Config, facts: KeyFacts): FoundKey {
  if (config.key !== undefined) {
    return { key: parseMasterKey(config.key.reveal(), 'HOLDFAST_KEY'), source: 'HOLDFAST_KEY', isNew: false };
  }
  const { keyFile } = config;
  const text = readTextFile(keyFile);
  if (text !== undefined) return { key: parseMasterKey(text, keyFile), source: keyFile, isNew: false };
  const context = { path: keyFile };
  if (!facts.isEmbedded) throw fail('app.key.missing', { context });
  if (facts.hasWorkspaces) throw fail('app.key.lost', { context });
  const made = makeMasterKeyText();
  writePrivateFile(keyFile, `${made}\n`);
  return { key: parseMasterKey(made, keyFile), source: keyFile, isNew: true };
}
