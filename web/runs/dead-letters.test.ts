import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canReplay, groupDeadLetters } from './dead-letter-groups.ts';
import { type ReplayCalls, type ReplayProgress, replayAll } from './replay-plan.ts';
import type { RunSummary } from './run-queries.ts';

function letter(id: string, flow: string, code: string | undefined): RunSummary {
  const problem = code === undefined ? null : { code, message: 'm', fix: 'f' };
  return { id, flow, flowTitle: flow.toUpperCase(), problem } as RunSummary;
}

test('dead letters of one flow and code are one group, the largest first, each with its newest first', () => {
  const groups = groupDeadLetters([
    letter('5', 'a', 'x.y'),
    letter('4', 'b', 'x.y'),
    letter('3', 'b', 'x.y'),
    letter('2', 'b', undefined),
  ]);
  assert.deepEqual(
    groups.map(({ flow, code, runs }) => [flow, code, runs.map(({ id }) => id)]),
    [
      ['b', 'x.y', ['4', '3']],
      ['a', 'x.y', ['5']],
      ['b', '', ['2']],
    ],
  );
});

test('a run whose order key failed is not offered for replay', () => {
  assert.equal(canReplay(letter('1', 'a', 'runs.order_key.failed')), false);
  assert.equal(canReplay(letter('1', 'a', 'runs.call.failed')), true);
});

/** A server whose dead letters fail again at once: replaying takes none of them out of the list. */
function stubbornServer(count: number): { calls: ReplayCalls; replayed: string[] } {
  const ids = Array.from({ length: count }, (_, index) => String(index).padStart(6, '0')).toReversed();
  const replayed: string[] = [];
  const list: ReplayCalls['list'] = async ({ cursor, limit }) => {
    const page = ids.filter((id) => cursor === undefined || id < cursor).slice(0, limit);
    return { runs: page.map((id) => ({ id })), nextCursor: page.length < limit ? null : (page.at(-1) ?? null) };
  };
  const replay: ReplayCalls['replay'] = async (chunk) => {
    replayed.push(...chunk);
    return { replayed: chunk.length, refused: 0 };
  };
  return { calls: { list, replay }, replayed };
}

test('every dead letter is replayed once, the oldest first, also when it fails again at once', async () => {
  const { calls, replayed } = stubbornServer(450);
  const { signal } = new AbortController();
  const end = await replayAll({ flow: 'a' }, { calls, signal, onProgress: () => undefined });
  assert.equal(end.phase, 'done');
  assert.equal(end.replayed, 450);
  assert.deepEqual(replayed, replayed.toSorted());
  assert.equal(new Set(replayed).size, 450);
});

test('stopping ends the replay after the call under way and tells how far it came', async () => {
  const { calls, replayed } = stubbornServer(450);
  const stop = new AbortController();
  const onProgress = ({ replayed: count }: ReplayProgress): void => {
    if (count >= 100) stop.abort();
  };
  const end = await replayAll({}, { calls, signal: stop.signal, onProgress });
  assert.equal(end.phase, 'stopped');
  assert.equal(end.replayed, 100);
  assert.equal(replayed.length, 100);
});

test('of too many, the oldest are taken and the rest is said', async () => {
  const { calls, replayed } = stubbornServer(10_050);
  const { signal } = new AbortController();
  const end = await replayAll({}, { calls, signal, onProgress: () => undefined });
  assert.equal(end.isBounded, true);
  assert.equal(replayed.length, 10_000);
  assert.equal(replayed[0], '000000');
});
