/**
 * Where a chaos run or a benchmark plays: a folder of its own below the system's temporary folder, and the processes
 * started for it. Whatever ends the driver, the processes end and the folder goes.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chmod, mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How long processes get to leave by themselves when the stage is cleared. */
const GRACE_MS = 5_000;

export class Stage {
  readonly folder: string;
  readonly #reaper: ChildProcess;
  readonly #children = new Set<ChildProcess>();

  private constructor(folder: string, reaper: ChildProcess) {
    this.folder = folder;
    this.#reaper = reaper;
  }

  /** Makes the folder, which everyone may enter, because PostgreSQL refuses to run as root. */
  static async make(name: string): Promise<Stage> {
    const folder = await mkdtemp(path.join(tmpdir(), `holdfast-${name}-`));
    await chmod(folder, 0o755);
    const reaper = spawn(process.execPath, [path.join(import.meta.dirname, 'reaper.ts'), folder], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    return new Stage(folder, reaper);
  }

  /** Starts a process that ends with the stage at the latest. Its output is the file `<name>.log` of the folder. */
  async start(name: string, [command, ...args]: readonly string[], options: SpawnOptions = {}): Promise<ChildProcess> {
    const log = await open(path.join(this.folder, `${name}.log`), 'a');
    try {
      const { stdio = ['ignore', log.fd, log.fd], ...others } = options;
      const child = spawn(command as string, args, { cwd: '/', detached: true, stdio, ...others });
      await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      this.#note(child);
      return child;
    } finally {
      await log.close();
    }
  }

  /** Ends every process, the last started first, and removes the folder unless it is to be kept. */
  async clear({ isFolderKept }: { readonly isFolderKept: boolean } = { isFolderKept: false }): Promise<void> {
    for (const child of [...this.#children].reverse()) await end(child);
    if (isFolderKept) this.#reaper.kill('SIGKILL');
    else this.#reaper.stdin?.end();
    await untilExit(this.#reaper);
  }

  #note(child: ChildProcess): void {
    this.#children.add(child);
    this.#reaper.stdin?.write(`+${child.pid}\n`);
    child.once('exit', () => {
      this.#children.delete(child);
      this.#reaper.stdin?.write(`-${child.pid}\n`);
    });
  }
}

/** True while the process has not ended. */
export function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Resolves when the process has ended. */
export function untilExit(child: ChildProcess): Promise<void> {
  return isAlive(child) ? new Promise((resolve) => child.once('exit', () => resolve())) : Promise.resolve();
}

async function end(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  // A stopped process hears nothing but SIGKILL until it is continued.
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await untilExit(child);
  clearTimeout(timer);
}
