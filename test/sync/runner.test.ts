/** Proves that `npm test` and `npm run check` fail when they must: each is run on a small repository of its own. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ROOT } from '../../scripts/source-tree.ts';

const PASSING = "import { test } from 'node:test';\ntest('holds', () => {});\n";

/** A repository in a temporary folder with our tools, our packages and the given files. */
function makeRepository(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sync-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of [
    'package.json',
    'tsconfig.json',
    'biome.json',
    'knip.json',
    'scripts',
    'test/run.ts',
    'test/chromium.ts',
    'web/tsconfig.json',
  ]) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['src', 'web', 'test', 'bench', 'chaos']) mkdirSync(join(folder, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs a tool of that repository; the marks of the test runner we are in are kept from it. */
function runTool(folder: string, command: string, ...options: string[]): { code: number | null; output: string } {
  const env = { ...process.env, NO_COLOR: '1' };
  for (const name of ['NODE_TEST_CONTEXT', 'FORCE_COLOR']) Reflect.deleteProperty(env, name);
  const result = spawnSync(command, options, { cwd: folder, encoding: 'utf8', env });
  return { code: result.status, output: `${result.stdout}${result.stderr}` };
}

function runTests(folder: string, ...words: string[]): { code: number | null; output: string } {
  return runTool(folder, process.execPath, 'test/run.ts', ...words);
}

describe('npm test', () => {
  test('passes when every test passes, and says how many', (t) => {
    const folder = makeRepository(t, { 'src/runs/a.test.ts': PASSING, 'test/e2e/b.test.ts': PASSING });
    const { code, output } = runTests(folder);
    assert.equal(code, 0, output);
    assert.match(output, /^ℹ pass 2$/m);
  });

  test('fails when one test fails', (t) => {
    const failing = "import { test } from 'node:test';\ntest('breaks', () => { throw new Error('broken'); });\n";
    const folder = makeRepository(t, { 'src/a.test.ts': PASSING, 'src/b.test.ts': failing });
    const { code, output } = runTests(folder);
    assert.equal(code, 1);
    assert.match(output, /^ℹ fail 1$/m);
  });

  test('fails when a file cannot be read as code', (t) => {
    assert.equal(runTests(makeRepository(t, { 'src/a.test.ts': 'this is not code' })).code, 1);
  });

  test('fails when a file holds no test', (t) => {
    const { code, output } = runTests(makeRepository(t, { 'src/a.test.ts': 'export {};\n', 'src/b.test.ts': PASSING }));
    assert.equal(code, 1);
    assert.match(output, /a\.test\.ts holds no test/);
  });

  test('fails when no file matches, and runs only those that do', (t) => {
    const folder = makeRepository(t, { 'src/a.test.ts': PASSING, 'src/b.test.ts': PASSING });
    assert.equal(runTests(folder, 'nowhere').code, 1);
    assert.match(runTests(folder, 'src/b').output, /^ℹ pass 1$/m);
  });
});

describe('npm run check', () => {
  const MAIN = "import { used } from '../runs/index.ts';\n\nused();\n";
  const INDEX = "export { used } from './used.ts';\n";
  const knip = (folder: string) =>
    runTool(folder, join(ROOT, 'node_modules/.bin/knip'), '--no-progress', '--exports', '--files');
  const tidy = (extra: string) => ({
    'src/app/main.ts': MAIN,
    'src/runs/index.ts': INDEX,
    'src/runs/used.ts': `export function used(): number {\n  return 1;\n}\n${extra}`,
  });

  test('the look for unused code passes where everything is used', (t) => {
    const { output } = knip(makeRepository(t, tidy('')));
    assert.doesNotMatch(output, /src\/runs/);
  });

  test('the look for unused code finds an export that nobody imports', (t) => {
    const { code, output } = knip(makeRepository(t, tidy('\nexport function forgotten(): number {\n  return 2;\n}\n')));
    assert.equal(code, 1);
    assert.match(output, /forgotten/);
  });

  test('the look for unused code finds a file that nobody imports', (t) => {
    const { code, output } = knip(makeRepository(t, { ...tidy(''), 'src/runs/lost.ts': 'export const lost = 1;\n' }));
    assert.equal(code, 1);
    assert.match(output, /lost\.ts/);
  });

  const lint = (folder: string, path: string) =>
    runTool(folder, join(ROOT, 'node_modules/.bin/biome'), 'ci', '--colors=off', path);
  const LINTED: Readonly<Record<string, string>> = {
    noDefaultExport: 'export default 1;\n',
    useImportType: "import { Thing } from './thing.ts';\n\nexport type Other = Thing;\n",
    noExplicitAny: 'export const thing: any = 1;\n',
    noConsole: "console.log('hello');\n",
    noFloatingPromises: 'async function go(): Promise<void> {}\n\nexport function start(): void {\n  go();\n}\n',
    noUnusedVariables: 'const thing = 1;\n',
    noEnum: 'export enum Thing {\n  A,\n}\n',
    format: 'export const thing = "double";\n',
  };
  for (const [rule, text] of Object.entries(LINTED)) {
    test(`the linter holds ${rule}`, (t) => {
      const { code, output } = lint(makeRepository(t, { 'src/runs/bad.ts': text }), 'src/runs/bad.ts');
      assert.equal(code, 1);
      assert.match(output, new RegExp(rule));
    });
  }

  test('one failing step fails the whole check, and each step prints one line', (t) => {
    const folder = makeRepository(t, { 'src/runs/x.ts': "export const x: number = 'text';\n" });
    const { code, output } = runTool(folder, process.execPath, 'scripts/check.ts');
    assert.equal(code, 1);
    assert.match(output, /^FAIL types \(\d+\.\d s\)$/m);
    for (const step of ['lint and format', 'imports', 'shape', 'unused code']) {
      assert.match(output, new RegExp(`^(?:ok {2}|FAIL) ${step} \\(`, 'm'));
    }
  });
});
