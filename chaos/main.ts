/**
 * `npm run chaos -- --seconds 60 --seed N`: real processes, a real database and a vendor with a ledger, broken at random
 * while events come in. The last line is JSON; the exit code is 1 unless nothing was lost, doubled or stuck.
 * With `--refresh` it plays with tokens that live five seconds (see `refresh-play.ts`).
 * With `--key-life 2` the vendor forgets idempotency keys after two seconds. With `--break intent`, `fence` or `key-life`
 * it plays against a product without that safeguard, and has to fail.
 */
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { type ChaosOptions, readChaosOptions, USAGE } from './chaos-options.ts';
import { findingLines, hasPassed, resultLine } from './chaos-report.ts';
import { type ChaosResult, playChaos } from './chaos-run.ts';
import { Product } from './product.ts';
import { runRefresh } from './refresh-run.ts';
import { makeSabotagedCopy } from './sabotage.ts';
import { Stage } from './stage.ts';
import { Vendor } from './vendor.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  const startedAt = performance.now();
  const log = (line: string): void => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    process.stdout.write(`${seconds.padStart(6)} s  ${line}\n`);
  };
  if (options.refreshCalls !== undefined) {
    const { refreshCalls: calls, eventsPerSecond: perSecond, onlyPlay: only } = options;
    return runRefresh({ ...options, calls, perSecond, only }, { root: ROOT, log, onStage: clearOnSignal });
  }
  const stage = await Stage.make('chaos');
  const isInterrupted = clearOnSignal(stage);
  try {
    log(`seed ${options.seed}, logs in ${stage.folder}`);
    const result = await playOn(stage, options, log);
    for (const line of findingLines(result, options)) log(line);
    process.stdout.write(`${resultLine(result, options)}\n`);
    return hasPassed(result, options) ? 0 : 1;
  } finally {
    if (!isInterrupted()) await stage.clear({ isFolderKept: options.isKept });
  }
}

async function playOn(stage: Stage, options: ChaosOptions, log: (line: string) => void): Promise<ChaosResult> {
  const { sabotage } = options;
  const root = sabotage === undefined ? ROOT : await makeSabotagedCopy(ROOT, stage.folder, sabotage);
  if (sabotage !== undefined) log(`playing against a copy without its safeguard: ${sabotage}`);
  const vendor = await Vendor.start(stage, options.keyLifeSeconds);
  const product = await Product.start(stage, { root, vendor });
  log(`the product listens at ${product.url}, the vendor at ${vendor.url}`);
  return playChaos({ vendor, product }, options, log);
}

function readOptions(): ChaosOptions | undefined {
  try {
    return readChaosOptions(process.argv.slice(2), randomInt(2 ** 31));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return undefined;
  }
}

/** Ctrl-C leaves nothing behind either. */
function clearOnSignal(stage: Stage): () => boolean {
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isInterrupted = true;
      void stage.clear({ isFolderKept: false }).finally(() => process.exit(130));
    });
  }
  return () => isInterrupted;
}

if (import.meta.main) process.exitCode = await main();
