/**
 * The server's main process as the operating system sees it: found by `postmaster.pid`, known for ours by its command
 * line, since after a power loss the number in that file may belong to anything.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { pause } from './backoff.ts';
import { SERVER_PORT } from './server-settings.ts';

const run = promisify(execFile);
const POLL_MS = 20;
/** No process has it: beyond the highest number that any kernel gives. */
const NO_PID = 2_147_483_646;

/** The running server of the cluster, or undefined. */
export async function findPostmaster(cluster: string): Promise<number | undefined> {
  const pid = await recordedPid(pidFile(cluster));
  return pid !== undefined && (await isPostmasterOf(pid, cluster)) ? pid : undefined;
}

/**
 * Makes the server's lock files (`postmaster.pid` and the one of the socket) harmless when the number in them was given
 * to another process: PostgreSQL would take that for a running server and refuse to start. Only the number is
 * replaced, because the rest lets PostgreSQL see whether backends of a killed server still hold its memory.
 */
export async function disarmStaleLocks(place: { cluster: string; socketFolder: string }): Promise<void> {
  for (const file of [pidFile(place.cluster), path.join(place.socketFolder, `.s.PGSQL.${SERVER_PORT}.lock`)]) {
    const pid = await recordedPid(file);
    if (pid === undefined || !isAlive(pid) || (await isPostmasterOf(pid, place.cluster))) continue;
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(NO_PID)));
  }
}

/** Sends the signal if the process is still the server of the cluster. */
export async function signalPostmaster(pid: number, cluster: string, signal: NodeJS.Signals): Promise<void> {
  if (!(await isPostmasterOf(pid, cluster))) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * True once the server is gone; false when it is still there after `timeoutMs`. A process that ended but that nobody
 * has waited for yet has no command line any more, so it counts as gone.
 */
export async function untilGone(pid: number, cluster: string, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (await isPostmasterOf(pid, cluster)) {
    if (performance.now() > deadlineMs) return false;
    await pause(POLL_MS);
  }
  return true;
}

async function recordedPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  return (await commandLine(pid)).replaceAll('\0', ' ').trimEnd().endsWith(` -D ${cluster}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function commandLine(pid: number): Promise<string> {
  const fromKernel = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromKernel !== undefined) return fromKernel;
  const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout;
}

function pidFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}
