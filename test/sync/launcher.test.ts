/** What `bin/holdfast.js` promises: the pinned Node, and nothing lost between it and the shell. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT } from '../../scripts/source-tree.ts';

/** A package whose `main.ts` is ours to write; its packages lie `above`, as npm hoists them, or are missing. */
function makePackage(t: TestContext, main: string, above: 'linked' | 'missing' = 'linked'): string {
  const top = mkdtempSync(join(tmpdir(), 'holdfast-sync-'));
  t.after(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, 'packages', 'holdfast');
  mkdirSync(join(folder, 'src/app'), { recursive: true });
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'src/app/main.ts'), main);
  mkdirSync(join(top, 'node_modules'));
  if (above === 'linked') symlinkSync(join(ROOT, 'node_modules/node'), join(top, 'node_modules/node'));
  return join(folder, 'bin/holdfast.js');
}

function launch(bin: string, ...options: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('holdfast runs on the pinned Node with all arguments, and ends with the same exit code', (t) => {
  const main = 'console.log(JSON.stringify([process.version, ...process.argv.slice(2)]));\nprocess.exitCode = 7;\n';
  const result = spawnSync(process.execPath, [makePackage(t, main), 'run', 'show', '--json'], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(result.stdout), [process.version, 'run', 'show', '--json']);
  assert.equal(result.status, 7);
});

test('holdfast passes its standard input on', (t) => {
  const bin = makePackage(t, 'process.stdin.pipe(process.stdout);\n');
  const result = spawnSync(process.execPath, [bin], { input: '{"a":1}', encoding: 'utf8' });
  assert.equal(result.stdout, '{"a":1}');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`holdfast passes ${signal} on and waits for an orderly end`, async (t) => {
    const main = `process.on('${signal}', () => process.exit(5));\nsetInterval(() => {}, 1000);\nconsole.log('ready');\n`;
    const child = launch(makePackage(t, main));
    assert.ok(child.stdout);
    await once(child.stdout, 'data', { signal: AbortSignal.timeout(20_000) });
    child.kill(signal);
    const [code] = await once(child, 'exit');
    assert.equal(code, 5);
  });
}

test('holdfast reports a death by signal as a shell does', (t) => {
  const bin = makePackage(t, "process.kill(process.pid, 'SIGKILL');\nsetInterval(() => {}, 1000);\n");
  assert.equal(spawnSync(process.execPath, [bin]).status, 137);
});

test('holdfast says what to do when the pinned Node is missing', (t) => {
  const bin = makePackage(t, '', 'missing');
  const result = spawnSync(process.execPath, [bin], { encoding: 'utf8' });
  assert.equal(result.status, 78);
  assert.match(result.stderr, /^Holdfast cannot find its own Node\. Run "npm ci"/);
  assert.doesNotMatch(result.stderr, /\n\s+at /);
});
