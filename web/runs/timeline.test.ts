import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptShown, StepShown } from './run-queries.ts';
import { entryState, openCall, stepInfo, stepsThatWrote, timelineOf } from './timeline.ts';

const AT = '2026-11-24T09:00:00.000Z';

function attempt(stepKey: string, given: Partial<AttemptShown> = {}): AttemptShown {
  const fixed = { itemKey: '', number: 1, kind: 'call', outcome: 'succeeded', operationClass: 'K' };
  return {
    stepKey,
    ...fixed,
    idempotencyKey: null,
    startedAt: AT,
    durationMs: 1,
    request: {},
    responseStatus: 200,
    ...given,
  };
}

function step(stepKey: string, state: string, itemKey = ''): StepShown {
  return { stepKey, itemKey, state, updatedAt: AT };
}

test('attempts stand with their own step and item, in the order in which the steps began', () => {
  const entries = timelineOf({
    steps: [step('customer', 'succeeded'), step('line', 'failed', '0'), step('line', 'waiting', '1')],
    attempts: [attempt('line', { itemKey: '1' }), attempt('customer'), attempt('customer', { number: 2 })],
  });
  assert.deepEqual(
    entries.map(({ stepKey, itemKey, attempts }) => [stepKey, itemKey, attempts.length]),
    [
      ['customer', '', 2],
      ['line', '0', 0],
      ['line', '1', 1],
    ],
  );
});

test('an attempt whose step is not recorded yet is shown, as on its way', () => {
  const [entry] = timelineOf({ steps: [], attempts: [attempt('customer', { outcome: null })] });
  assert.ok(entry);
  assert.equal(entryState(entry), 'running');
});

test('a new run is warned of for writes that succeeded, not for reads, look-ups and failures', () => {
  const attempts = [
    attempt('find', { operationClass: 'R' }),
    attempt('create'),
    attempt('create', { number: 2 }),
    attempt('post', { outcome: 'failed' }),
    attempt('other', { kind: 'look_up' }),
  ];
  assert.deepEqual(stepsThatWrote({ attempts }), ['create']);
});

test('the call to be settled is the last one of the step whose outcome is open', () => {
  const steps = [step('create', 'unknown'), step('tell', 'succeeded')];
  const attempts = [attempt('create', { number: 1 }), attempt('create', { number: 2 }), attempt('tell')];
  assert.equal(openCall({ steps, attempts, problem: null })?.number, 2);
});

test('a step is found inside branches and loops, and an odd document gives nothing', () => {
  const inner = { key: 'tell', title: 'Tell them', kind: 'call', operation: 'send', connection: 'mail' };
  const document = { steps: [{ key: 'b', cases: [{ when: 'true', steps: [{ key: 'e', steps: [inner] }] }] }] };
  assert.deepEqual(stepInfo(document, 'tell'), { title: 'Tell them', operation: 'send', connection: 'mail' });
  assert.deepEqual(stepInfo({ steps: 'odd' }, 'tell'), {});
  assert.deepEqual(stepInfo(undefined, 'tell'), {});
});
