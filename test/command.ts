/** Runs `holdfast` as a process of its own, with nothing of this process's environment but the path. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../scripts/source-tree.ts';

const MAIN = path.join(ROOT, 'src/app/main.ts');

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a process; its streams are pipes. */
export function spawnHoldfast(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = '/tmp',
): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'pipe',
  });
}

/** Runs a command to its end. */
export async function runHoldfastCommand(
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; input?: string } = {},
): Promise<CommandEnd> {
  const child = spawnHoldfast(args, options.env ?? {});
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  child.stdin?.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...texts };
}
