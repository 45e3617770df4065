/** Reads the processor profiles that Node wrote and says where the time went. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const SHOWN = 40;

interface ProfileEntry {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly ProfileEntry[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Self time by place and by function, the largest first, without idle time. */
export async function profileLines(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile')).sort();
  const newest = files.at(-1);
  if (newest === undefined) return [`No profile was written into ${folder}.`];
  const profile = JSON.parse(await readFile(path.join(folder, newest), 'utf8')) as Profile;
  const entries = new Map(profile.nodes.map((entry) => [entry.id, entry]));
  const byPlace = new Map<string, number>();
  const byFunction = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const entry = entries.get(id);
    if (entry === undefined || entry.callFrame.functionName === '(idle)') continue;
    const tookUs = profile.timeDeltas[index] ?? 0;
    add(byPlace, placeOf(entry), tookUs);
    add(byFunction, `${entry.callFrame.functionName || '(anonymous)'}  ${shortUrl(entry)}`, tookUs);
  }
  return [`profile: ${newest}`, ...shares(byPlace), 'by function:', ...shares(byFunction)];
}

function add(times: Map<string, number>, name: string, tookUs: number): void {
  times.set(name, (times.get(name) ?? 0) + tookUs);
}

function shares(times: ReadonlyMap<string, number>): string[] {
  const total = [...times.values()].reduce((sum, tookUs) => sum + tookUs, 0);
  const sorted = [...times].sort(([, one], [, other]) => other - one).slice(0, SHOWN);
  return sorted.map(([name, tookUs]) => `${((tookUs / total) * 100).toFixed(1).padStart(5)} %  ${name}`);
}

/** A room of ours, a package, a part of Node, or the machine's own work. */
function placeOf({ callFrame }: ProfileEntry): string {
  const { url, functionName } = callFrame;
  const room = /\/src\/([^/]+)\//.exec(url)?.[1];
  if (url.includes('/node_modules/')) return `package ${/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]}`;
  if (room !== undefined) return `room ${room}`;
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  return functionName;
}

function shortUrl({ callFrame }: ProfileEntry): string {
  const url = callFrame.url.replace(/^.*\/(?=src\/|node_modules\/)/, '');
  return url === '' ? '' : `${url}:${callFrame.lineNumber + 1}`;
}
