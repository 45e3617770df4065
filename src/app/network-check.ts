/** What `holdfast doctor` says of the network: who answers at Holdfast's port, and which doors outgoing calls have. */
import { serverUrl } from '../api/index.ts';
import type { AllowedTarget } from '../outbound/index.ts';
import type { CheckResult } from './check-result.ts';
import type { Config } from './config.ts';
import { DataFolder } from './data-folder.ts';
import { sampleDoors } from './sample-vendors.ts';
import { readServerNote } from './server-note.ts';
import { askDoor } from './server-search.ts';

/** Where Holdfast was started last, and where the settings would start it. */
export async function checkPort({ host, port, dataFolder }: Config): Promise<CheckResult> {
  const noted = readServerNote(new DataFolder(dataFolder));
  const url = serverUrl(host, port);
  const last = noted === undefined || noted === url ? '' : ` (it was started last at ${noted})`;
  if (noted !== undefined) {
    const door = await askDoor(noted);
    if (door.kind === 'holdfast') return result(door.isReady, `Holdfast answers at ${noted}: ${door.text}`);
  }
  if (port === 0) return result(true, `a start takes any free port of ${host}; Holdfast is not running${last}`);
  const door = await askDoor(url);
  if (door.kind === 'holdfast') return result(door.isReady, `Holdfast answers at ${url}: ${door.text}`);
  if (door.kind === 'other') return result(false, `another program answers at ${url}`);
  return result(true, `nothing answers at ${url}; Holdfast is not running${last}`);
}

/** Everything that is open, the doors to the sample's stand-ins among it. */
export function checkEgress(config: Config, hasDatabase: boolean): CheckResult {
  const { allow, httpsPorts } = config.egress;
  const sample = sampleDoors(config, hasDatabase);
  const doors = [
    ...allow.map(doorText),
    ...sample.map((door) => `${doorText(door)}, the sample's stand-ins, for \`holdfast start\``),
  ];
  const besides = doors.length === 0 ? 'nothing besides' : `besides ${doors.join('; ')}`;
  const detail = `https to public addresses on port ${[443, ...httpsPorts].join(', ')}; ${besides}`;
  return { name: 'egress', isOk: true, detail };
}

function doorText({ host, ports, cidr, loopback }: AllowedTarget): string {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  // A stand-in that is to take any free port has none yet.
  const where = ports.every((port) => port === 0) ? 'free ports' : ports.join(',');
  const range = cidr === undefined ? '' : ` in ${cidr}`;
  return `${name}:${where}${range}${loopback === true ? ' on this machine' : ''}`;
}

function result(isOk: boolean, detail: string): CheckResult {
  return { name: 'port', isOk, detail };
}
