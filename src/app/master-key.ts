/** Where the master key comes from: the environment, the key file, or, for an embedded database that is empty, it is made. */

import { type MasterKey, makeMasterKeyText, parseMasterKey } from '../vault/index.ts';
import type { Config } from './config.ts';
import { writePrivateFile } from './data-folder.ts';
import { fail } from './errors.ts';
import { readKeyFile } from './key-file.ts';

export interface FoundKey {
  readonly key: MasterKey;
  /** Names it in messages; never the key itself. */
  readonly source: string;
  readonly isNew: boolean;
  /** It lies in a file that everybody on this machine may read and that is not ours to close. */
  readonly isExposed: boolean;
}

/** What decides whether a missing key may be made. */
export interface KeyFacts {
  readonly isEmbedded: boolean;
  readonly hasWorkspaces: boolean;
}

/** Finds or makes the key; throws as `readMasterKey` does. */
export function findMasterKey(config: Config, facts: KeyFacts): FoundKey {
  const found = readMasterKey(config, facts);
  if (found !== undefined) return found;
  const { keyFile } = config;
  const made = makeMasterKeyText();
  writePrivateFile(keyFile, `${made}\n`);
  return { key: parseMasterKey(made, keyFile), source: keyFile, isNew: true, isExposed: false };
}

/**
 * The key that there is; undefined where a start would make one. Throws `app.key.missing`, `app.key.lost`,
 * `app.key.exposed` or `vault.key.malformed`.
 */
export function readMasterKey(config: Config, facts: KeyFacts): FoundKey | undefined {
  const { key, keyFile } = config;
  const found = { isNew: false, isExposed: false };
  if (key !== undefined) {
    return { ...found, key: parseMasterKey(key.reveal(), 'HOLDFAST_KEY'), source: 'HOLDFAST_KEY' };
  }
  const file = readKeyFile(keyFile);
  if (file !== undefined) {
    return { ...found, isExposed: file.isExposed, key: parseMasterKey(file.text, keyFile), source: keyFile };
  }
  const context = { path: keyFile };
  if (!facts.isEmbedded) throw fail('app.key.missing', { context });
  if (facts.hasWorkspaces) throw fail('app.key.lost', { context });
  return undefined;
}
