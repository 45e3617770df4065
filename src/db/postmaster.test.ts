import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { disarmStaleLocks, findPostmaster } from './postmaster.ts';

async function folderWithLocks(t: { after(run: () => Promise<void>): void }, pid: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-pid-'));
  t.after(() => rm(folder, { recursive: true }));
  const text = `${pid}\n${folder}\n1700000000\n5432\n`;
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) await writeFile(path.join(folder, name), text);
  return folder;
}

test('a number that now belongs to another process is not taken for the server and no longer blocks the start', async (t) => {
  const folder = await folderWithLocks(t, process.pid);
  assert.equal(await findPostmaster(folder), undefined);
  await disarmStaleLocks({ cluster: folder, socketFolder: folder });
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    const [pid, ...rest] = (await readFile(path.join(folder, name), 'utf8')).split('\n');
    assert.throws(() => process.kill(Number(pid), 0), { code: 'ESRCH' });
    assert.deepEqual(rest, [folder, '1700000000', '5432', '']);
  }
});

test('the file of a dead server is left to PostgreSQL', async (t) => {
  const folder = await folderWithLocks(t, 2_147_483_640);
  await disarmStaleLocks({ cluster: folder, socketFolder: folder });
  assert.match(await readFile(path.join(folder, 'postmaster.pid'), 'utf8'), /^2147483640\n/);
});

test('no file means no server', async (t) => {
  const folder = await folderWithLocks(t, process.pid);
  await rm(path.join(folder, 'postmaster.pid'));
  assert.equal(await findPostmaster(folder), undefined);
});
