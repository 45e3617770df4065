/** What a fresh clone needs to install and start, looked at without installing anything. */

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../scripts/source-tree.ts';

interface Manifest {
  readonly license: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const MAX_RUNTIME_DEPENDENCIES = 25;
const EXECUTABLE_BY_ALL = 0o111;

const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const manifest: Manifest = JSON.parse(read('package.json'));
interface LockEntry extends Partial<Manifest> {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, LockEntry> } = JSON.parse(read('package-lock.json'));

test('the lock file names no registry, so that an install works with any', () => {
  const bound = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
  assert.deepEqual(
    bound.map(([name]) => name),
    [],
  );
  assert.ok(Object.keys(lock.packages).length > 50);
});

test('the lock file was made from this package.json', () => {
  const root = lock.packages[''];
  assert.deepEqual(root?.dependencies, manifest.dependencies);
  assert.deepEqual(root?.devDependencies, manifest.devDependencies);
});

test('the lock file holds every platform of every package, without which npm ci refuses it', () => {
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => lock.packages[`node_modules/${name}`] === undefined),
  );
  assert.deepEqual(missing, []);
});

test('runtime dependencies are pinned and few', () => {
  const versions = Object.values(manifest.dependencies);
  assert.ok(versions.length <= MAX_RUNTIME_DEPENDENCIES, `${versions.length} runtime dependencies`);
  assert.deepEqual(
    versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
    [],
  );
});

test('the command and the CI script can be executed', () => {
  for (const path of [String(manifest.bin.holdfast), '.ci/run']) {
    assert.equal(statSync(resolve(ROOT, path)).mode & EXECUTABLE_BY_ALL, EXECUTABLE_BY_ALL, path);
    assert.match(read(path), /^#!\/usr\/bin\/env /);
  }
});

test('the licence is Apache-2.0 in full', () => {
  assert.equal(manifest.license, 'Apache-2.0');
  assert.match(read('LICENSE'), /Apache License\s+Version 2\.0, January 2004[\s\S]+END OF TERMS AND CONDITIONS/);
});
