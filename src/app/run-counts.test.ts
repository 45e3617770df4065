import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { makeId, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { RunCounts } from './run-counts.ts';

describe('the counts of runs for the metrics', () => {
  const workspaceIds = [makeId<WorkspaceId>(), makeId<WorkspaceId>()];
  let nowMs: number;
  let queries: number;
  let isDatabaseAway: boolean;
  let counts: RunCounts;

  beforeEach(() => {
    nowMs = 1_000;
    queries = 0;
    isDatabaseAway = false;
    counts = new RunCounts({
      workspaceIds: async () => workspaceIds,
      clock: { ...systemClock, monotonicMs: () => nowMs },
      async count() {
        queries += 1;
        if (isDatabaseAway) throw new Error('the database is away');
        return [
          { state: 'queued', count: 2 },
          { state: 'held', count: queries },
        ];
      },
    });
  });

  test('are summed over the workspaces', async () => {
    assert.deepEqual(await counts.read(), { queued: 4, held: 3 });
  });

  test('are asked of the database once for readers at the same time, and once in 15 seconds', async () => {
    const first = await Promise.all([counts.read(), counts.read(), counts.read()]);
    nowMs += 14_999;
    const kept = await counts.read();
    assert.deepEqual([...first, kept], Array(4).fill({ queued: 4, held: 3 }));
    assert.equal(queries, 2, 'one for each workspace');
    nowMs += 1;
    assert.deepEqual(await counts.read(), { queued: 4, held: 7 });
    assert.equal(queries, 4);
  });

  test('that could not be had are asked for again, and what was known before is not taken for the present', async () => {
    await counts.read();
    nowMs += 15_000;
    isDatabaseAway = true;
    await assert.rejects(counts.read(), /away/);
    isDatabaseAway = false;
    assert.deepEqual(await counts.read(), { queued: 4, held: 9 });
  });
});
