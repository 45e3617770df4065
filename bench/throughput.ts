/**
 * Throughput: a relay that stores nothing and Holdfast, in turn, under the same load with the same vendor. What counts for
 * Holdfast is completed runs, from the first accept to the last completion, not accepted events.
 */
import path from 'node:path';
import { findFreePort } from '../chaos/free-port.ts';
import type { Stage } from '../chaos/stage.ts';
import { untilTrue } from '../chaos/timing.ts';
import type { BenchOptions } from './bench-options.ts';
import { BenchHoldfast } from './holdfast.ts';
import { type LoadRequest, loadGenerator, putLoad } from './load.ts';
import { median, rounded } from './percentile.ts';
import { plainVendorName, startPlainVendor } from './vendors.ts';

/** Node compiles what is used often only after some thousands of events; a shorter warm-up would measure that. */
const WARM_UP_SECONDS = 5;
const START_TIMEOUT_MS = 10_000;

export interface Throughput {
  readonly relayPerSecond: number;
  readonly holdfastPerSecond: number;
  readonly ratio: number;
  readonly rounds: { readonly relay: readonly number[]; readonly holdfast: readonly number[] };
  readonly vendor: string;
  readonly load: string;
}

/** Measures both; throws when a call failed or a run did not succeed, for then the numbers say nothing. */
export async function measureThroughput(
  stage: Stage,
  options: BenchOptions,
  log: (line: string) => void,
): Promise<Throughput> {
  const vendorUrl = await startPlainVendor(stage);
  const relayUrl = await startRelay(stage, vendorUrl);
  const holdfast = await BenchHoldfast.start(stage, vendorUrl, profileArgs(options));
  const relay: number[] = [];
  const durable: number[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    relay.push(await loadRelay(relayUrl, { options, round }));
    log(`round ${round}: relay ${Math.round(relay.at(-1) ?? 0)}/s`);
    durable.push(await loadHoldfast(holdfast, { options, round }));
    log(`round ${round}: holdfast ${Math.round(durable.at(-1) ?? 0)}/s`);
  }
  const [relayPerSecond, holdfastPerSecond] = [median(relay), median(durable)];
  return {
    relayPerSecond: rounded(relayPerSecond, 0),
    holdfastPerSecond: rounded(holdfastPerSecond, 0),
    // Of each pair that ran one after the other: on a machine with neighbours, one round can be half of the next.
    ratio: rounded(median(durable.map((rate, index) => rate / (relay[index] as number)))),
    rounds: { relay: relay.map((rate) => rounded(rate, 0)), holdfast: durable.map((rate) => rounded(rate, 0)) },
    vendor: plainVendorName,
    load: loadGenerator,
  };
}

interface Round {
  readonly options: BenchOptions;
  readonly round: number;
}

async function loadRelay(url: string, { options, round }: Round): Promise<number> {
  await load({ url, name: `relay-warm-${round}`, seconds: WARM_UP_SECONDS, connections: options.connections });
  const { connections, seconds } = options;
  return load({ url, name: `relay-${round}`, seconds: seconds.throughput, connections });
}

async function loadHoldfast(holdfast: BenchHoldfast, { options, round }: Round): Promise<number> {
  const { connections, seconds } = options;
  const url = holdfast.hookUrl;
  await load({ url, name: `holdfast-warm-${round}`, seconds: WARM_UP_SECONDS, connections });
  await holdfast.untilDrained();
  const since = await holdfast.now();
  await load({ url, name: `holdfast-${round}`, seconds: seconds.throughput, connections });
  await holdfast.untilDrained();
  const completed = await holdfast.completedSince(since);
  if (completed.notSucceeded > 0)
    throw new Error(`${completed.notSucceeded} of ${completed.count} runs did not succeed.`);
  return completed.count / completed.seconds;
}

async function load(request: LoadRequest): Promise<number> {
  const { perSecond, failedCount } = await putLoad(request);
  if (failedCount > 0) throw new Error(`${failedCount} requests of ${request.name} failed.`);
  return perSecond;
}

async function startRelay(stage: Stage, vendorUrl: string): Promise<string> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const file = path.join(import.meta.dirname, 'relay-process.ts');
  await stage.start('relay', [process.execPath, file, String(port), vendorUrl]);
  const isUp = async (): Promise<boolean> => {
    const post = fetch(url, { method: 'POST', body: '{"customer":{},"order":{}}' });
    return post.then((response) => response.ok).catch(() => false);
  };
  await untilTrue('the relay', isUp, { timeoutMs: START_TIMEOUT_MS, everyMs: 20 });
  return url;
}

function profileArgs({ profileFolder }: BenchOptions): readonly string[] {
  return profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(profileFolder)}`];
}
