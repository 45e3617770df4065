import assert from 'node:assert/strict';
import test from 'node:test';
import type { Expression } from '../../src/language/index.ts';
import { liveValue, placeOfValue, scopeInside, scopeOf, wholeValue } from './live-value.ts';

const NOW = '2026-11-24T09:30:00Z';
const SCOPE = scopeOf(
  [{ root: 'trigger', title: 'Trigger', sample: { name: 'Ada', lines: [{ n: 1 }, { n: 2 }] } }],
  NOW,
);

test('One position that cannot be computed hides no other', () => {
  const root: Expression = {
    object: {
      name: { from: 'trigger.name' },
      gone: { from: 'trigger.gone' },
      lines: {
        each: { from: 'trigger.lines' },
        as: 'line',
        to: { object: { n: { from: 'line.n' }, x: { from: 'line.x' } } },
      },
    },
  };
  const { value, problems } = wholeValue(root, SCOPE);
  assert.deepEqual(JSON.parse(JSON.stringify(value)), { name: 'Ada', lines: [{ n: 1 }, { n: 2 }] });
  assert.deepEqual(
    problems.map(({ pointer }) => pointer),
    ['/object/gone', '/object/lines/to/object/x'],
  );
});

test('What reads a source without a sample says which one', () => {
  assert.deepEqual(liveValue({ template: 'No {{steps.invoice.number}}' }, SCOPE), {
    kind: 'no_sample',
    root: 'steps.invoice',
  });
});

test('What is optional and missing is left out, which is not null', () => {
  assert.deepEqual(liveValue({ from: 'trigger.gone', optional: true }, SCOPE), { kind: 'left_out' });
});

test('Inside of a loop the chosen entry is read', () => {
  const root: Expression = { each: { from: 'trigger.lines' }, as: 'line', to: { from: 'line.n' } };
  const loops = [{ pointer: '', as: 'line', listPath: 'trigger.lines', isMade: true }];
  const inner = scopeInside(loops, { root, scope: SCOPE, indexOf: () => 1 });
  assert.deepEqual(liveValue({ from: 'line.n' }, inner), { kind: 'value', value: 2 });
});

test('A place of the value leads to the position that made it', () => {
  const root: Expression = {
    object: { lines: { each: { from: 'trigger.lines' }, as: 'line', to: { object: { n: { from: 'line.n' } } } } },
  };
  assert.equal(placeOfValue(root, ['lines', '1', 'n']), '/object/lines/to/object/n');
});
