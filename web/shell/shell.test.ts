import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnPage, PAGES } from './pages.ts';

test('after g each letter leads to one page, and none of them is g itself', () => {
  const letters = PAGES.map(({ letter }) => letter);
  assert.equal(new Set(letters).size, letters.length);
  assert.ok(!letters.includes('g'));
});

test('an address below a page belongs to it, one that only begins alike does not', () => {
  assert.ok(isOnPage('/runs', '/runs/01a2'));
  assert.ok(!isOnPage('/runs', '/runs-of-others'));
  assert.ok(!isOnPage('/', '/runs'));
});
