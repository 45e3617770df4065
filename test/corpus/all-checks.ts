/** Many small checks in one test: all are made, and what fails is told together, not only the first. */
import assert from 'node:assert/strict';

/** Runs every check, one after the other; fails with the messages of all that failed. */
export async function assertAll(checks: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: string[] = [];
  for (const check of checks) {
    await check().catch((error: Error) => failures.push(error.message.slice(0, 400)));
  }
  assert.deepEqual(failures, []);
}
