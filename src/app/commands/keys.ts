import { type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { type KeyStatus, kekIdOf } from '../../vault/index.ts';
import type { Config } from '../config.ts';
import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { addMasterKey, dropMasterKey, KEY_SETTING, OLD_KEYS_SETTING } from '../master-key.ts';
import { type OperatorKeys, withOperatorKeys } from '../operator-keys.ts';
import { printable, textTable } from '../terminal-text.ts';
import type { Command } from './command.ts';

const keyRotate: Command = {
  name: 'key rotate',
  positionals: [],
  options: {
    new: { type: 'boolean', summary: 'First make a new key in the key file; those that are there stay as old ones.' },
  },
  isLocal: true,
  summary: 'Let the present key protect everything, while Holdfast runs; may be stopped and run again.',
  async run({ config, isJson, out, outJson }, given) {
    if (given.options.new === true) await addKey(config);
    const result = await withOperatorKeys(config, async (keys) => {
      const rotated = await keys.rotation.run();
      await keys.note('key.rotated', rotated.kekId);
      return rotated;
    });
    if (isJson) outJson(makeObject(Object.entries(result)));
    else {
      const { kekId, rewrapped, resealed, leftOver } = result;
      out(
        `Everything is protected by ${printable(kekId)} now: ${rewrapped} data keys and ${resealed} older values moved.`,
      );
      if (leftOver > 0) out(`${leftOver} could not be opened and stay as they were; look at \`holdfast key status\`.`);
    }
    return result.leftOver === 0 ? EXIT.ok : EXIT.failed;
  },
};

const keyStatus: Command = {
  name: 'key status',
  positionals: [],
  options: {},
  isLocal: true,
  summary: 'Show which keys there are and what each still protects.',
  async run({ config, isJson, out, outJson }) {
    const { statuses, source } = await withOperatorKeys(config, async (keys) => {
      return { statuses: await keys.rotation.status(), source: keys.source };
    });
    if (isJson) {
      const keys = statuses.map((status) => ({ ...status, isRemovable: isRemovable(status) }) as JsonObject);
      outJson(makeObject([['keys', keys as JsonValue]]));
      return EXIT.ok;
    }
    out(`The present key comes from ${printable(source)}.`);
    const rows = statuses.map((status) => [
      printable(status.kekId),
      String(status.dataKeys),
      String(status.firstFormatValues),
      wordsOf(status),
    ]);
    for (const line of textTable(['KEY', 'DATA KEYS', 'OLDER VALUES', 'STATE'], rows)) out(line);
    return EXIT.ok;
  },
};

const keyRemove: Command = {
  name: 'key remove',
  positionals: ['<key>'],
  options: {},
  isLocal: true,
  summary: 'Take an old key out of the key file, once it protects nothing any more.',
  async run({ config, isJson, out, outJson }, given) {
    const kekId = given.positionals[0] as string;
    await withOperatorKeys(config, (keys) => removeKey(config, keys, kekId));
    if (isJson) outJson(makeObject([['removed', kekId]]));
    else out(`The key ${printable(kekId)} is removed. Keep your copy of it as long as you keep backups of before.`);
    return EXIT.ok;
  },
};

/** The commands that look after the keys. */
export const KEY_COMMANDS: readonly Command[] = [keyRotate, keyStatus, keyRemove];

/** In the lock of the removal, so that two commands never write the file at once. */
async function addKey(config: Config): Promise<void> {
  if (config.keyProvider !== 'local') throw notOurs(config.keyProvider);
  await withOperatorKeys(config, (keys) => keys.rotation.alone(() => addMasterKey(config)));
}

async function removeKey(config: Config, { ring, rotation, note }: OperatorKeys, kekId: string): Promise<void> {
  const known = (await rotation.status()).find((status) => status.kekId === kekId);
  if (known === undefined) throw fail('app.key.unknown', { context: { kekId: kekId.slice(0, 200) } });
  const key = ring.local?.keys.find((each) => kekIdOf(each) === kekId);
  const isInFile = key !== undefined && key.source !== KEY_SETTING && key.source !== OLD_KEYS_SETTING;
  if (known.isPresent) throw fail('app.key.present', { context: { kekId } });
  if (!isInFile) {
    await rotation.removing(kekId, () => undefined);
    throw notOurs(kekId);
  }
  await rotation.removing(kekId, () => dropMasterKey(config, key.id));
  await note('key.removed', kekId);
}

function notOurs(kekId: string): Error {
  const places: Readonly<Record<string, string>> = { transit: 'your Vault', aws_kms: 'AWS' };
  const holder = kekId.split(':')[0] ?? '';
  return fail('app.key.not_ours', {
    context: { kekId, place: places[holder] ?? `${KEY_SETTING} or ${OLD_KEYS_SETTING}` },
  });
}

function isRemovable({ isPresent, dataKeys, firstFormatValues }: KeyStatus): boolean {
  return !isPresent && dataKeys + firstFormatValues === 0;
}

function wordsOf(status: KeyStatus): string {
  if (status.isPresent) return 'present';
  if (isRemovable(status)) return 'can be removed';
  return status.isKnown ? 'old, still needed' : 'missing: what it protects cannot be opened';
}
