import assert from 'node:assert/strict';
import test from 'node:test';
import type { Step } from '../../src/language/index.ts';
import { countSteps, stepTitles, stepToChoose, type TrialAnswer } from './trial-plan.ts';

const ANSWER = {
  steps: [
    { key: 'a', state: 'reused' },
    { key: 'b', state: 'pinned' },
    { key: 'c', state: 'ran' },
    { key: 'd', state: 'needs_choice', call: { requestHash: 'h1' } },
    { key: 'e', state: 'not_reached' },
  ],
  stoppedAt: 'd',
} as unknown as TrialAnswer;

test('A trial that came to a write names the step and the very request that waits', () => {
  assert.deepEqual(stepToChoose(ANSWER), { key: 'd', call: { requestHash: 'h1' } });
  assert.equal(stepToChoose(undefined), undefined);
});

test('What ran and what was kept are counted apart', () => {
  assert.deepEqual(countSteps(ANSWER), { ran: 1, kept: 2 });
});

test('Steps inside of branches and loops have their titles too, and an unfinished draft breaks nothing', () => {
  const steps = [
    { kind: 'map', key: 'one', title: 'First' },
    {
      kind: 'branch',
      key: 'ways',
      cases: [{ steps: [{ kind: 'map', key: 'in_case' }] }, null],
      otherwise: 'nothing yet',
    },
    { kind: 'each', key: 'loop', steps: [{ kind: 'map', key: 'in_loop', title: ' ' }] },
  ] as unknown as readonly Step[];
  assert.deepEqual(
    [...stepTitles(steps)],
    [
      ['one', 'First'],
      ['ways', 'ways'],
      ['in_case', 'in_case'],
      ['loop', 'loop'],
      ['in_loop', 'in_loop'],
    ],
  );
});
