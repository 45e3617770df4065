import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { exitCodeOf } from './exit-code.ts';
import { decideKeyFile, type KeyFileFacts, readKeyFile } from './key-file.ts';

const US = 1000;
const ROOT = 0;
const ours: Omit<KeyFileFacts, 'mode'> = { ownerId: US, userId: US, isReadOnlyMount: false };
const mountedForUs = { ownerId: ROOT, userId: US, isReadOnlyMount: false };
const mountedForRoot = { ownerId: ROOT, userId: ROOT, isReadOnlyMount: true };

describe('the rights of a key file', () => {
  const cases: readonly [title: string, facts: KeyFileFacts, verdict: ReturnType<typeof decideKeyFile>][] = [
    ['that only its owner may read is private', { ...ours, mode: 0o600 }, 'private'],
    ['that only its owner may read, and not write, is private', { ...ours, mode: 0o400 }, 'private'],
    ['of ours that everybody may read is refused', { ...ours, mode: 0o644 }, 'refused'],
    ['of ours that the group may read is refused', { ...ours, mode: 0o640 }, 'refused'],
    ['of ours that everybody may read is refused although nobody may write it', { ...ours, mode: 0o444 }, 'refused'],
    ["of another's that everybody may write is refused", { ...mountedForUs, mode: 0o666 }, 'refused'],
    ["of another's that the group may write is refused", { ...mountedForUs, mode: 0o660 }, 'refused'],
    ['that root could close is refused to root', { ...ours, userId: ROOT, mode: 0o644 }, 'refused'],
    ['of a Docker secret (0444 of root) is exposed and taken', { ...mountedForUs, mode: 0o444 }, 'exposed'],
    ['of a Docker secret is taken by root from its mount', { ...mountedForRoot, mode: 0o444 }, 'exposed'],
    ['of a Kubernetes secret (0644 of root) is taken', { ...mountedForRoot, mode: 0o644 }, 'exposed'],
    ['of a Kubernetes secret with fsGroup (0440 of root) is private', { ...mountedForUs, mode: 0o440 }, 'private'],
    ["of root's that our group may read is private", { ...mountedForUs, mode: 0o640 }, 'private'],
    ['mean nothing where there are no users', { ...ours, userId: undefined, mode: 0o666 }, 'private'],
  ];
  for (const [title, facts, verdict] of cases) test(title, () => assert.equal(decideKeyFile(facts), verdict));
});

describe('reading a key file', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-key-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('a key that others may read is refused with the command that closes it, and read once it is closed', async () => {
    const file = path.join(folder, 'master.key');
    await writeFile(file, 'the key');
    await chmod(file, 0o644);
    const link = path.join(folder, 'link.key');
    await symlink(file, link);
    for (const name of [file, link]) {
      assert.throws(
        () => readKeyFile(name),
        (error) =>
          isAppError(error, 'app.key.exposed') &&
          error.publicMessage.includes('0644') &&
          error.fix.includes(`\`chmod 600 ${name}\``) &&
          exitCodeOf(error) === 78,
      );
    }
    await chmod(file, 0o600);
    assert.deepEqual(readKeyFile(link), { text: 'the key', isExposed: false });
  });

  test('a key file that is not there is no error, and what cannot be read is a wrong setting', async () => {
    assert.equal(readKeyFile(path.join(folder, 'none')), undefined);
    const inItsPlace = path.join(folder, 'folder.key');
    await mkdir(inItsPlace, { mode: 0o700 });
    assert.throws(
      () => readKeyFile(inItsPlace),
      (error) => isAppError(error, 'app.setting.file_unreadable') && exitCodeOf(error) === 78,
    );
  });
});
