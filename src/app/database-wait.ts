import type { Database } from '../db/index.ts';
import { type Clock, isAppError, type Log } from '../foundation/index.ts';

/** A server that restarts is back within seconds; one that is not there after this time needs a person. */
const MAX_WAIT_MS = 20_000;
const ASK_EVERY_MS = 500;

/** Waits until the database answers, so that a process may start before its server does. Throws its last error. */
export async function untilReachable(database: Database, parts: { clock: Clock; log: Log }): Promise<void> {
  const { clock, log } = parts;
  const startedMs = clock.monotonicMs();
  for (let asked = 0; ; asked += 1) {
    try {
      await database.query('select 1', []);
      return;
    } catch (error) {
      const isLate = clock.monotonicMs() - startedMs > MAX_WAIT_MS;
      if (isLate || !isAppError(error, 'db.server.unavailable')) throw error;
      if (asked === 0) log.warn('database.awaited', { forMs: MAX_WAIT_MS });
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }
}
