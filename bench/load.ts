/** Load on one address: `wrk` where it is installed, else autocannon, which takes processor time from Node's own. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventText } from './bench-event.ts';

const run = promisify(execFile);
const WRK = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find((file) => existsSync(file));

/** The name of the generator that will be used. */
export const loadGenerator = WRK === undefined ? 'autocannon' : 'wrk';

export interface LoadRequest {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  /** Makes the events of this load differ from those of all others. */
  readonly name: string;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Answers that were no 2xx, and requests without an answer. */
  readonly failedCount: number;
}

/** Puts load on the address and waits for its end. */
export function putLoad(request: LoadRequest): Promise<LoadResult> {
  return WRK === undefined ? putByAutocannon(request) : putByWrk(WRK, request);
}

async function putByWrk(wrk: string, { url, seconds, connections, name }: LoadRequest): Promise<LoadResult> {
  const script = path.join(import.meta.dirname, 'load-script.lua');
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url];
  const env = { PATH: process.env.PATH, WRK_TEMPLATE: eventText('NUMBER'), WRK_RUN: name };
  const { stdout } = await run(wrk, args, { env });
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
  return { perSecond, failedCount: broken.reduce((sum, count) => sum + Number(count), refused) };
}

/** As a process of its own; it puts an id of its own where the body says `[<id>]`. */
async function putByAutocannon({ url, seconds, connections, name }: LoadRequest): Promise<LoadResult> {
  const program = fileURLToPath(import.meta.resolve('autocannon'));
  const body = eventText(`${name}-[<id>]`);
  const sizes = ['-c', String(connections), '-d', String(seconds)];
  const args = [
    program,
    '--json',
    ...sizes,
    '-m',
    'POST',
    '-H',
    'content-type=application/json',
    '-I',
    '-b',
    body,
    url,
  ];
  const { stdout } = await run(process.execPath, args);
  const report = JSON.parse(stdout) as { requests: { average: number }; non2xx: number; errors: number };
  return { perSecond: report.requests.average, failedCount: report.non2xx + report.errors };
}
