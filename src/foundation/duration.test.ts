import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDurationMs } from './duration.ts';

test('ISO 8601 durations of weeks, days, hours, minutes and seconds are milliseconds', () => {
  const cases = {
    PT30S: 30_000,
    PT5M: 300_000,
    PT1H30M: 5_400_000,
    P1D: 86_400_000,
    P1DT1S: 86_401_000,
    P2W: 1_209_600_000,
    'PT0.25S': 250,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parseDurationMs(text), expected, text);
});

test('what has no fixed length or is malformed is refused', () => {
  for (const text of [
    '',
    'P',
    'PT',
    'P1DT',
    'P1M',
    'P1Y',
    '5m',
    '-PT1S',
    'PT1.2345S',
    'P99999999999999999D',
    ' PT1S',
  ]) {
    assert.equal(parseDurationMs(text), undefined, text);
  }
});
