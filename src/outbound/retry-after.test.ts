import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRetryAfter } from './retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0);
const IN_TWO_MINUTES = ['Tue, 24 Nov 2026 12:02:00 GMT', 'Tuesday, 24-Nov-26 12:02:00 GMT', 'Tue Nov 24 12:02:00 2026'];

test('F31: seconds are a wait', () => {
  assert.equal(parseRetryAfter('120', undefined, NOW_MS), 120_000);
  assert.equal(parseRetryAfter(' 0 ', undefined, NOW_MS), 0);
});

test('F32: all three forms of an HTTP date are understood', () => {
  for (const text of IN_TWO_MINUTES) assert.equal(parseRetryAfter(text, undefined, NOW_MS), 120_000, text);
  assert.equal(parseRetryAfter('Sun Nov  6 08:49:37 1994', 'Sun, 06 Nov 1994 08:49:00 GMT', NOW_MS), 37_000);
});

test('F32: a date is measured against the Date of the answer, whichever form that has, and not against our clock', () => {
  for (const date of ['Tue, 24 Nov 2026 12:01:30 GMT', 'Tuesday, 24-Nov-26 12:01:30 GMT', 'Tue Nov 24 12:01:30 2026']) {
    for (const text of IN_TWO_MINUTES) assert.equal(parseRetryAfter(text, date, NOW_MS + 86_400_000), 30_000);
  }
  assert.equal(parseRetryAfter(IN_TWO_MINUTES[0], 'not a date', NOW_MS), 120_000);
});

test('F32: a date gone by is no wait', () => {
  assert.equal(parseRetryAfter('Tue, 24 Nov 2026 11:00:00 GMT', undefined, NOW_MS), 0);
});

test('F32: a two-digit year more than 50 years ahead is in the past', () => {
  const dateOf = (year: string) => parseRetryAfter(`Tuesday, 24-Nov-${year} 12:00:00 GMT`, undefined, NOW_MS);
  assert.equal(dateOf('77'), 0);
  assert.equal(dateOf('76'), Date.UTC(2076, 10, 24, 12) - NOW_MS);
  assert.equal(
    parseRetryAfter('Tuesday, 24-Nov-05 12:00:00 GMT', undefined, Date.UTC(2099, 0, 1)),
    Date.UTC(2105, 10, 24, 12) - Date.UTC(2099, 0, 1),
  );
});

test('F34: large numbers stay numbers, for the caller to cap', () => {
  assert.equal(parseRetryAfter('31536000', undefined, NOW_MS), 31_536_000_000);
  assert.equal(parseRetryAfter('9'.repeat(500), undefined, NOW_MS), Number.MAX_SAFE_INTEGER);
});

test('F34: what is malformed is ignored', () => {
  const texts = [
    '',
    'abc',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '120s',
    '1, 2',
    'Tue, 24 Nov 2026 12:02:00 CET',
    'Tue, 24 Nov 2026 12:02:00',
    '2026-11-24T12:02:00Z',
    'Tue, 31 Feb 2026 12:00:00 GMT',
    'Tue, 00 Nov 2026 12:00:00 GMT',
    'Tue, 24 Nov 2026 24:00:00 GMT',
    'Tue, 24 Nov 2026 12:60:00 GMT',
    'Xxx, 24 Nov 2026 12:02:00 GMT',
    'Tue, 24 nov 2026 12:02:00 GMT',
  ];
  for (const text of texts) assert.equal(parseRetryAfter(text, undefined, NOW_MS), undefined, text);
  assert.equal(parseRetryAfter(undefined, IN_TWO_MINUTES[0], NOW_MS), undefined);
});

test('property: the standard form of any instant reads back as that instant', () => {
  const instant = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(instant, instant, (at, now) => {
      const text = new Date(at * 1_000).toUTCString();
      assert.equal(parseRetryAfter(text, new Date(now * 1_000).toUTCString(), 0), Math.max(0, at - now) * 1_000);
    }),
  );
});

test('property: no text makes it throw or gives a negative or endless wait', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (header, date) => {
      const wait = parseRetryAfter(header, date, NOW_MS);
      return wait === undefined || (wait >= 0 && Number.isFinite(wait));
    }),
  );
});
