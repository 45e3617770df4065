/**
 * Ends what the driver started, should the driver itself be killed. It runs as a process of its own, reads from its
 * standard input which processes live (`+pid`, `-pid`), and acts when the kernel closes that input: at the latest then
 * the processes are killed and the folder named by the first argument is removed.
 */
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

async function reap(folder: string): Promise<void> {
  const living = new Set<number>();
  for await (const line of createInterface({ input: process.stdin })) {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) living.add(pid);
    else living.delete(pid);
  }
  for (const pid of living) kill(pid);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

if (import.meta.main) {
  // Ctrl-C reaches the whole group of a terminal; the driver needs this process to outlive it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  await reap(process.argv[2] as string);
}
