import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countText, percentText } from './count-text.ts';
import { type FlowShown, sortFlows } from './flow-order.ts';

const quiet: FlowShown = {
  name: 'quiet',
  title: 'Quiet',
  liveVersion: 1,
  isEnabled: true,
  hasDraft: false,
  hours: [],
  today: { succeeded: 0, failed: 0 },
  waiting: 0,
  held: 0,
  unknown: 0,
  deadLetters: 0,
  nextDueAt: null,
  lastEventAt: null,
};

test('100 % stands only where nothing failed', () => {
  assert.notEqual(percentText(99_999, 1), percentText(1, 0));
  assert.equal(percentText(3, 0), percentText(1, 0));
});

test('a count at the limit says that there may be more', () => {
  assert.ok(countText(10_000, 10_000).endsWith('+'));
  assert.equal(countText(9, 10_000), '9');
});

test('flows that need a person come first, then the one that moved last', () => {
  const held = { ...quiet, name: 'held', held: 1 };
  const busy = { ...quiet, name: 'busy', lastEventAt: '2026-11-24T12:00:00.000Z' };
  const older = { ...quiet, name: 'older', lastEventAt: '2026-11-23T12:00:00.000Z' };
  assert.deepEqual(
    sortFlows([quiet, older, busy, held]).map(({ name }) => name),
    ['held', 'busy', 'older', 'quiet'],
  );
});
