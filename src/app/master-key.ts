/** Where the master keys of this machine come from: the environment, the key file, or, for an embedded database that is empty, one is made. */
import {
  type LocalKeys,
  type MasterKey,
  makeMasterKeyText,
  masterKeyText,
  parseMasterKey,
  parseMasterKeys,
} from '../vault/index.ts';
import type { Config } from './config.ts';
import { writePrivateFile } from './data-folder.ts';
import { fail } from './errors.ts';
import { readKeyFile, rewriteKeyFile } from './key-file.ts';

/** How `MasterKey.source` names the settings. */
export const KEY_SETTING = 'HOLDFAST_KEY';
export const OLD_KEYS_SETTING = 'HOLDFAST_OLD_KEYS';

export interface FoundKeys {
  readonly keys: LocalKeys;
  /** Names where the present key lies; never the key itself. */
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

type KeySettings = Pick<Config, 'key' | 'keyFile' | 'oldKeys'>;

/** Finds or makes the master key; throws as `requireMasterKeys` does. */
export function findMasterKeys(config: KeySettings, facts: KeyFacts): FoundKeys {
  const found = requireMasterKeys(config, facts);
  if (found !== undefined) return found;
  writePrivateFile(config.keyFile, `${makeMasterKeyText()}\n`);
  return { ...(readMasterKeys(config) as FoundKeys), isNew: true };
}

/** The keys that there are; undefined where a start would make one. Throws `app.key.missing` and `app.key.lost` besides. */
export function requireMasterKeys(config: KeySettings, facts: KeyFacts): FoundKeys | undefined {
  const found = readMasterKeys(config);
  const context = { path: config.keyFile };
  if (found === undefined && !facts.isEmbedded) throw fail('app.key.missing', { context });
  if (found === undefined && facts.hasWorkspaces) throw fail('app.key.lost', { context });
  return found;
}

/** The keys as environment and key file have them now. Throws `app.key.exposed` and `vault.key.malformed`. */
export function readMasterKeys({ key, keyFile, oldKeys }: KeySettings): FoundKeys | undefined {
  const old = oldKeys === undefined ? [] : parseMasterKeys(oldKeys.reveal(), OLD_KEYS_SETTING);
  if (key !== undefined) {
    const present = parseMasterKey(key.reveal(), KEY_SETTING);
    return { keys: [present, ...old], source: KEY_SETTING, isNew: false, isExposed: false };
  }
  const file = readKeyFile(keyFile);
  if (file === undefined) return undefined;
  const [present, ...further] = parseMasterKeys(file.text, keyFile);
  // An empty file is refused as a key that is malformed.
  const first = present ?? parseMasterKey(file.text, keyFile);
  return { keys: [first, ...further, ...old], source: keyFile, isNew: false, isExposed: file.isExposed };
}

/** Puts a new key first into the key file, before those that are there. Throws `app.key.not_in_file`. */
export function addMasterKey(config: KeySettings): void {
  if (config.key !== undefined) throw fail('app.key.not_in_file');
  const found = readMasterKeys(config);
  if (found === undefined) throw fail('app.key.missing', { context: { path: config.keyFile } });
  const texts = keysOfFile(found.keys, config.keyFile).map(masterKeyText);
  rewriteKeyFile(config.keyFile, linesOf([makeMasterKeyText(), ...texts]));
}

/** Takes a key of before out of the key file. */
export function dropMasterKey(config: KeySettings, keyId: string): void {
  const { keys } = readMasterKeys(config) as FoundKeys;
  const kept = keysOfFile(keys, config.keyFile).filter(({ id }) => id !== keyId);
  rewriteKeyFile(config.keyFile, linesOf(kept.map(masterKeyText)));
}

function keysOfFile(keys: readonly MasterKey[], keyFile: string): readonly MasterKey[] {
  return keys.filter(({ source }) => source === keyFile);
}

function linesOf(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
