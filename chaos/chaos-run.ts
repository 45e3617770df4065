/**
 * One chaos run from beginning to end: build the scene, let faults loose while events come in, then a quiet phase in which
 * everything accepted must come to an end, then the verdict.
 */
import type { ChaosOptions } from './chaos-options.ts';
import { InvariantWatch } from './invariant-watch.ts';
import { type FaultName, ProcessFaults } from './process-faults.ts';
import type { Product } from './product.ts';
import { countUnfinished, readFailedAttempts, readRuns } from './run-records.ts';
import { SeededRandom } from './seeded-random.ts';
import { Sender } from './sender.ts';
import { TakeoverWatch } from './takeover-watch.ts';
import { pause } from './timing.ts';
import type { Vendor } from './vendor.ts';
import { playVendorFaults } from './vendor-faults.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Scene {
  readonly vendor: Vendor;
  readonly product: Product;
}

export interface ChaosResult {
  readonly verdict: Verdict;
  readonly violations: readonly string[];
  readonly askedCount: number;
  readonly takeovers: { readonly count: number; readonly maxMs: number };
  readonly killCount: number;
  readonly processFaults: ReadonlyMap<FaultName, number>;
  readonly vendorFaults: ReadonlyMap<string, number>;
  /** Events that were sent, acknowledged or not. */
  readonly sentCount: number;
  readonly quietMs: number;
  /** Times a process ended that nobody had killed. */
  readonly selfEndings: readonly string[];
}

const LOOK_EVERY_MS = 250;

/** Plays the run; `log` hears what happens while it happens. */
export async function playChaos(
  { vendor, product }: Scene,
  options: ChaosOptions,
  log: (line: string) => void,
): Promise<ChaosResult> {
  const { database } = product.postgres;
  const random = new SeededRandom(options.seed);
  const invariants = new InvariantWatch(database);
  const takeovers = new TakeoverWatch(database);
  const faults = new ProcessFaults({ ...product.targets, takeovers }, new SeededRandom(random.whole(0, 2 ** 31)), log);
  const sender = new Sender({
    flows: product.flows,
    hooks: product.hooks,
    random: new SeededRandom(random.whole(0, 2 ** 31)),
    perSecond: options.eventsPerSecond,
  });
  const watches = [invariants.run(), takeovers.run(), product.keepAlive()];
  const endsAt = performance.now() + options.seconds * 1_000;
  const isOver = (): boolean => performance.now() > endsAt;
  const sending = sender.run(isOver);
  const [vendorFaults] = await Promise.all([playVendorFaults(vendor, random, isOver), faults.run(isOver)]);
  await vendor.mend();
  log('the faults are over; everything has to come to an end now');
  const quietSince = performance.now();
  await sending;
  await untilQuiet(product, quietSince + options.quietSeconds * 1_000);
  const quietMs = Math.round(performance.now() - quietSince);
  for (const watch of [invariants, takeovers, product]) watch.stop();
  await Promise.all(watches);
  await invariants.ask();
  const [runs, attempts, effects] = [
    await readRuns(database),
    await readFailedAttempts(database),
    await vendor.effects(),
  ];
  return {
    verdict: judge({ events: sender.events, runs, attempts, effects }),
    violations: invariants.violations,
    askedCount: invariants.askedCount,
    takeovers: takeovers.result,
    killCount: faults.killCount,
    processFaults: faults.played,
    vendorFaults,
    sentCount: sender.events.length,
    quietMs,
    selfEndings: product.selfEndings,
  };
}

/** Until nothing is under way, or time is up: what is not at its end then is stuck. */
async function untilQuiet({ postgres }: Product, deadlineAt: number): Promise<void> {
  while (performance.now() < deadlineAt) {
    const count = await countUnfinished(postgres.database).catch(() => undefined);
    if (count === 0) return;
    await pause(LOOK_EVERY_MS);
  }
}
