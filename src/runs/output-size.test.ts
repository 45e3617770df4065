import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JsonValue, parseJson, stringifyJson } from '../foundation/index.ts';
import { outputBytes } from './output-size.ts';

test('the estimate is near what is written out', () => {
  const text =
    '{"id":"inv_1","lines":[{"description":"Work","amount":1.10},{"description":"More","amount":20}],"paid":false}';
  const bytes = outputBytes(parseJson(text), 1_000_000);
  assert.ok(
    bytes > text.length / 2 && bytes < text.length * 2,
    `${bytes} for ${stringifyJson(parseJson(text)).length}`,
  );
});

test('a value that would be huge when written out is not walked to its end', () => {
  let value: JsonValue = 'x'.repeat(1_000);
  for (let level = 0; level < 12; level += 1) value = Array.from({ length: 10 }, () => value);
  const startMs = performance.now();
  assert.ok(outputBytes(value, 1_000_000) > 1_000_000);
  assert.ok(performance.now() - startMs < 2_000);
});
