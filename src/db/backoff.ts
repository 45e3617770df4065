import { setTimeout as sleep } from 'node:timers/promises';

/** Full jitter: a random delay below the doubled ceiling, so that many waiters do not come back together. */
export function backoffMs(attempt: number, bounds: { firstMs: number; maxMs: number }): number {
  const ceilingMs = Math.min(bounds.maxMs, bounds.firstMs * 2 ** Math.min(attempt, 20));
  return Math.random() * ceilingMs;
}

/** Waits; an aborted signal ends the wait at once, without an error. */
export async function pause(delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await sleep(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}

/** Resolves after everything that has arrived by now was looked at. */
export function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
