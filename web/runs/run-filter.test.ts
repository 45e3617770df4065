import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changeSearch,
  instantOfField,
  isFiltered,
  localField,
  readSearch,
  runQuery,
  timeChoice,
} from './run-filter.ts';

const NOW_MS = Date.parse('2026-11-24T12:00:30.500Z');

test('a filter that changes drops the page, and an empty one leaves the address', () => {
  const search = readSearch({ flow: 'deals', state: 'held', cursor: 'c', other: 'kept out' });
  assert.deepEqual(changeSearch(search, { state: '' }), { flow: 'deals' });
  assert.deepEqual(changeSearch(search, { code: 'a.b' }), { flow: 'deals', state: 'held', code: 'a.b' });
});

test('a page further down is not a filter', () => {
  assert.equal(isFiltered({ cursor: 'c' }), false);
  assert.equal(isFiltered({ text: 'a' }), true);
});

test('a span that ends now begins at a whole minute, so that its list keeps its name in the memory', () => {
  assert.deepEqual(runQuery({ time: '1h' }, NOW_MS), { from: '2026-11-24T11:00:00.000Z', limit: 50 });
  assert.deepEqual(runQuery({ time: '1h' }, NOW_MS), runQuery({ time: '1h' }, NOW_MS + 20_000));
});

test('times between two moments go to the API as they stand, and a span outweighs them', () => {
  const between = { from: '2026-11-24T09:00:00.000Z', to: '2026-11-24T10:00:00.000Z' };
  assert.deepEqual(runQuery(between, NOW_MS), { ...between, limit: 50 });
  assert.equal(timeChoice(between), 'between');
  assert.equal(runQuery({ ...between, time: '24h' }, NOW_MS).to, undefined);
});

test('a span that nobody knows counts as none', () => {
  assert.equal(timeChoice({ time: 'constructor' }), 'any');
  assert.deepEqual(runQuery({ time: 'constructor' }, NOW_MS), { limit: 50 });
});

test('a local field and its instant are the same moment', () => {
  const instant = '2026-11-24T09:30:00.000Z';
  assert.equal(instantOfField(localField(instant)), instant);
  assert.equal(instantOfField(''), '');
  assert.equal(localField('nonsense'), '');
});
