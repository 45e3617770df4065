import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { secretFolder } from './secret-folder.ts';

const place = mkdtempSync(path.join(tmpdir(), 'holdfast-secrets-'));
const root = path.join(place, 'secrets');
after(() => rmSync(place, { recursive: true, force: true }));

test('files below the folder are read, also by links as Kubernetes makes them, and nothing outside of it is', async () => {
  mkdirSync(path.join(root, '..2026', 'deep'), { recursive: true });
  writeFileSync(path.join(root, '..2026', 'key'), 'by link');
  writeFileSync(path.join(root, '..2026', 'deep', 'key'), 'deep');
  symlinkSync('..2026', path.join(root, '..data'));
  symlinkSync('..data/key', path.join(root, 'key'));
  symlinkSync('..data/deep', path.join(root, 'deep'));
  mkdirSync(`${root}-next-door`);
  writeFileSync(path.join(`${root}-next-door`, 'key'), 'outside');
  symlinkSync(path.join(`${root}-next-door`, 'key'), path.join(root, 'out'));
  const { read } = secretFolder(root);
  assert.deepEqual(await read('key'), { kind: 'found', text: 'by link' });
  assert.deepEqual(await read('deep/key'), { kind: 'found', text: 'deep' });
  assert.deepEqual(await read('none'), { kind: 'missing' });
  assert.deepEqual(await read('key/below'), { kind: 'missing' });
  for (const name of ['out', '../secrets-next-door/key', '..']) {
    assert.equal((await read(name)).kind, 'refused', name);
  }
  assert.equal((await read('deep')).kind, 'refused');
});

test('a file that may not be read, or that is too large, is refused with its path', async () => {
  mkdirSync(root, { recursive: true });
  const large = path.join(root, 'large');
  writeFileSync(large, 'x'.repeat(300_000));
  const found = await secretFolder(root).read('large');
  assert.deepEqual(found, { kind: 'refused', path: large, reason: 'it is larger than 262144 bytes' });
  const locked = path.join(root, 'locked');
  writeFileSync(locked, 'x');
  chmodSync(locked, 0o000);
  // Root reads what nobody may.
  const asRoot = process.getuid?.() === 0;
  assert.deepEqual(
    await secretFolder(root).read('locked'),
    asRoot ? { kind: 'found', text: 'x' } : { kind: 'refused', path: locked, reason: 'EACCES' },
  );
});

test('a folder that is not there holds nothing', async () => {
  assert.deepEqual(await secretFolder(path.join(place, 'nowhere')).read('key'), { kind: 'missing' });
});

test('files of Holdfast itself and of Kubernetes are never read, by whatever link they are named', async () => {
  const folder = path.join(place, 'shared');
  mkdirSync(path.join(folder, 'kubernetes.io', 'serviceaccount'), { recursive: true });
  mkdirSync(path.join(folder, 'data'));
  for (const name of ['key', 'crm', 'kubernetes.io/serviceaccount/token', 'data/cli.token']) {
    writeFileSync(path.join(folder, name), 'x');
  }
  symlinkSync('key', path.join(folder, 'by-link'));
  symlinkSync(folder, path.join(place, 'other-way'));
  const { read } = secretFolder(folder, [path.join(place, 'other-way', 'key'), path.join(folder, 'data'), '/nowhere']);
  for (const name of ['key', 'by-link', 'kubernetes.io/serviceaccount/token', 'data/cli.token']) {
    assert.deepEqual(await read(name), { kind: 'reserved', path: path.join(folder, name) });
  }
  assert.deepEqual(await read('crm'), { kind: 'found', text: 'x' });
});
