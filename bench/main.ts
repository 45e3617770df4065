/**
 * `npm run bench`: throughput beside a relay that stores nothing, latency at 200 events a second, and claims from a long
 * queue; with `--history` the lists of runs instead, with `--web` the web app in a browser. The last line is JSON. `--profile FOLDER` writes where the processor time of Holdfast goes.
 */
import { Stage } from '../chaos/stage.ts';
import { type BenchOptions, type Part, readBenchOptions, USAGE } from './bench-options.ts';
import { budgetLines } from './budgets.ts';
import { measureClaims } from './claims.ts';
import { measureHistory } from './history.ts';
import { measureLatency } from './latency.ts';
import { profileLines } from './profile.ts';
import { measureThroughput } from './throughput.ts';
import { measureWebApp } from './web-app.ts';

type Measure = (stage: Stage, options: BenchOptions, log: (line: string) => void) => Promise<object>;

const MEASURES: Readonly<Record<Part, Measure>> = {
  throughput: measureThroughput,
  latency: measureLatency,
  claims: measureClaims,
  history: measureHistory,
  web: measureWebApp,
};

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  let results = {};
  for (const part of options.parts) results = { ...results, ...(await measureOn(part, options, log)) };
  if (options.profileFolder !== undefined) for (const line of await profileLines(options.profileFolder)) log(line);
  for (const line of budgetLines(results)) log(line);
  log(JSON.stringify(results));
  return 0;
}

/** Each part has a stage of its own, so that none leaves something running that the next would feel. */
async function measureOn(part: Part, options: BenchOptions, log: (line: string) => void): Promise<object> {
  log(`measuring ${part}`);
  const stage = await Stage.make('bench');
  const clear = (): void => void stage.clear().finally(() => process.exit(130));
  process.once('SIGINT', clear).once('SIGTERM', clear);
  try {
    return await MEASURES[part](stage, options, log);
  } finally {
    process.off('SIGINT', clear).off('SIGTERM', clear);
    await stage.clear();
  }
}

function readOptions(): BenchOptions | undefined {
  try {
    return readBenchOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return undefined;
  }
}

if (import.meta.main) process.exitCode = await main();
