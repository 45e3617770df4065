/**
 * Latency: from sending an event to its call arriving at the vendor, at a steady 200 events a second from an open loop. Both
 * ends are processes of this machine and read the same monotonic clock.
 */
import path from 'node:path';
import type { Stage } from '../chaos/stage.ts';
import type { BenchOptions } from './bench-options.ts';
import { BenchHoldfast } from './holdfast.ts';
import type { PacerReport } from './pacer-process.ts';
import { percentile, rounded } from './percentile.ts';
import { startNotingVendor } from './vendors.ts';

const EVENTS_PER_SECOND = 200;
const WARM_UP_SECONDS = 3;

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly sampleCount: number;
  /** How late the sender itself was; the rate was held when this is small. */
  readonly latenessP99Ms: number;
}

/** Measures at the vendor; throws when an event was refused or did not arrive. */
export async function measureLatency(stage: Stage, options: BenchOptions): Promise<Latency> {
  const vendorUrl = await startNotingVendor(stage);
  const holdfast = await BenchHoldfast.start(stage, vendorUrl);
  await sendAt(stage, holdfast.hookUrl, WARM_UP_SECONDS);
  await holdfast.untilDrained();
  await readDelays(vendorUrl);
  const report = await sendAt(stage, holdfast.hookUrl, options.seconds.latency);
  await holdfast.untilDrained();
  const delays = await readDelays(vendorUrl);
  if (report.failedCount > 0 || delays.length < report.sentCount) {
    throw new Error(`Of ${report.sentCount} events ${report.failedCount} failed and ${delays.length} arrived.`);
  }
  return {
    p50Ms: rounded(percentile(delays, 0.5)),
    p99Ms: rounded(percentile(delays, 0.99)),
    maxMs: rounded(Math.max(...delays)),
    sampleCount: delays.length,
    latenessP99Ms: rounded(percentile(report.latenessMs, 0.99)),
  };
}

async function sendAt(stage: Stage, url: string, seconds: number): Promise<PacerReport> {
  const file = path.join(import.meta.dirname, 'pacer-process.ts');
  const command = [process.execPath, file, url, String(EVENTS_PER_SECOND), String(seconds)];
  const child = await stage.start('pacer', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout ?? []) text += String(chunk);
  return JSON.parse(text) as PacerReport;
}

async function readDelays(vendorUrl: string): Promise<number[]> {
  return (await (await fetch(`${vendorUrl}/delays`)).json()) as number[];
}
