/**
 * `npm test`: runs every test of the repository, or those whose path contains one of the given words:
 * `npm test -- retry vault`. One PostgreSQL server serves all `*.pg.test.ts` files of a run.
 *
 * A run in which no test ran fails, and so does a file without a test: they have shown nothing.
 */

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type EventData, run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildWeb } from '../scripts/build-web.ts';
import { listFiles, ROOT } from '../scripts/source-tree.ts';
import { ensureChromium } from './chromium.ts';

const TEST_FOLDERS = ['src', 'web', 'test'];

/** Test files at a time. Many wait for the database or a socket, so two are worth it on one core as well. */
const MIN_CONCURRENCY = 2;
const MAX_CONCURRENCY = 8;

/** A file that has not ended by then hangs. */
const FILE_TIMEOUT_MS = 120_000;
const BROWSER_TIMEOUT_MS = 300_000;

const BROWSER_FOLDER = 'test/browser/';

/** Files that are run side by side, as many as `concurrency`. */
interface Batch {
  readonly paths: readonly string[];
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/** The browser tests come last and one by one: each has a server and a browser, and a person's patience for both. */
function batchesOf(paths: readonly string[]): Batch[] {
  const concurrency = Math.min(MAX_CONCURRENCY, Math.max(MIN_CONCURRENCY, availableParallelism()));
  const isOfBrowser = (path: string): boolean => path.startsWith(BROWSER_FOLDER);
  const batches = [
    { paths: paths.filter((path) => !isOfBrowser(path)), concurrency, timeoutMs: FILE_TIMEOUT_MS },
    { paths: paths.filter(isOfBrowser), concurrency: 1, timeoutMs: BROWSER_TIMEOUT_MS },
  ];
  return batches.filter((batch) => batch.paths.length > 0);
}

/** Lists the test files whose path contains one of the words; all of them when there is none. */
function selectTestFiles(paths: readonly string[], words: readonly string[]): string[] {
  return paths
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)));
}

/** Runs the files and prints what Node's own runner prints; true when all passed, and every file held a test. */
async function runBatch({ paths, concurrency, timeoutMs }: Batch): Promise<boolean> {
  const stream = run({
    files: paths.map((path) => resolve(ROOT, path)),
    concurrency,
    timeout: timeoutMs,
  });
  let summary: EventData.TestSummary | undefined;
  stream.on('test:summary', (data) => {
    if (data.file === undefined) summary = data;
  });
  const emptyFiles: string[] = [];
  stream.on('test:pass', (data) => {
    // Node counts a file without tests as one passed test that is called like the file.
    if (data.name === data.file) emptyFiles.push(data.name);
  });
  for await (const text of stream.compose(spec)) process.stdout.write(text);
  for (const path of emptyFiles) process.stdout.write(`✖ ${path} holds no test.\n`);
  return summary?.success === true && summary.counts.passed > 0 && emptyFiles.length === 0;
}

/** Runs one batch after the other, all of them even when one fails. */
async function runBatches(batches: readonly Batch[]): Promise<boolean> {
  let hasPassed = true;
  for (const batch of batches) hasPassed = (await runBatch(batch)) && hasPassed;
  return hasPassed;
}

/** Starts one database server for all files that want one, unless the environment names one. */
async function withDatabase<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  const isWanted = paths.some((path) => path.endsWith('.pg.test.ts'));
  if (!isWanted || process.env['HOLDFAST_TEST_DATABASE_URL'] !== undefined) return work();
  const { startTestServer } = await import('./postgres.ts');
  const server = await startTestServer();
  process.env['HOLDFAST_TEST_DATABASE_URL'] = server.url;
  try {
    return await work();
  } finally {
    await server.stop();
  }
}

/** What the browser tests need: the app as it is now, and a Chromium; both before any test, so that none waits for them. */
async function prepareBrowser(): Promise<void> {
  await buildWeb();
  process.env['HOLDFAST_TEST_CHROMIUM'] = ensureChromium();
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const all = TEST_FOLDERS.flatMap((folder) => listFiles(folder));
  const paths = selectTestFiles(all, words);
  if (paths.some((path) => path.startsWith(BROWSER_FOLDER))) await prepareBrowser();
  if (paths.length === 0) {
    process.stdout.write(`No test file has ${words.map((word) => `"${word}"`).join(' or ')} in its path.\n`);
    return 1;
  }
  const hasPassed = await withDatabase(paths, () => runBatches(batchesOf(paths)));
  return hasPassed ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
