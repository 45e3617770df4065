import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AttemptShown, RunShown } from '../api/index.ts';
import { parseJson } from '../foundation/index.ts';
import { runTimeline } from './run-timeline.ts';

const ID = '01a20c51-05ce-7344-b192-05758188e27c';
const NOW_MS = Date.parse('2026-11-24T06:49:30.000Z');

function bodyOf(text: string) {
  return { text, bytes: text.length, isTruncated: false };
}

function runOf(more: Partial<RunShown>): RunShown {
  return {
    id: ID,
    flow: 'deal-to-invoice',
    flowTitle: 'Deal to invoice',
    flowVersion: 3,
    eventId: ID,
    state: 'succeeded',
    createdAt: '2026-11-24T06:49:26.000Z',
    endedAt: '2026-11-24T06:49:28.500Z',
    dueAt: '2026-11-24T06:49:26.000Z',
    orderKey: 'deal_1',
    isBlocked: false,
    isCancelRequested: false,
    crashCount: 0,
    rerunOf: null,
    problem: null,
    event: {
      id: ID,
      receivedAt: '2026-11-24T06:49:26.000Z',
      contentType: 'application/json',
      dedupeKey: 'header:msg_1',
      headers: {},
      body: bodyOf('{"id": 9007199254740993}'),
    },
    links: [],
    steps: [],
    stepsLeftOut: 0,
    attempts: [],
    attemptsLeftOut: 0,
    ...more,
  };
}

const attempt: AttemptShown = {
  stepKey: 'invoice',
  itemKey: '',
  number: 1,
  kind: 'call',
  outcome: 'deferred',
  operationClass: 'K',
  idempotencyKey: 'hf-1',
  startedAt: '2026-11-24T06:49:26.258Z',
  durationMs: 10,
  request: { method: 'POST', url: 'https://vendor.example/invoices' },
  requestBody: bodyOf('{"amount":1.10}'),
  responseStatus: 503,
  responseBody: bodyOf('<html>later</html>'),
  failure: { kind: 'server_error', code: 'x', message: 'the vendor answered 503' },
  decision: { kind: 'retry', text: '503 server error: tries again in 20 s' },
};

describe('the timeline of a run', () => {
  test('it tells event, mapped input, request, response, decision and what is next', () => {
    const run = runOf({
      state: 'waiting',
      endedAt: null,
      dueAt: '2026-11-24T06:49:50.000Z',
      problem: {
        code: 'runs.call.waiting',
        message: 'create_invoice is tried again: 503',
        fix: 'Nothing has to be done.',
      },
      steps: [
        { stepKey: 'owner', itemKey: '', state: 'succeeded', output: 'own_1', updatedAt: '2026-11-24T06:49:26.300Z' },
        {
          stepKey: 'invoice',
          itemKey: '',
          state: 'waiting',
          input: parseJson('{"amount":1.10}'),
          updatedAt: '2026-11-24T06:49:26.300Z',
        },
      ],
      attempts: [attempt],
    });
    assert.deepEqual(runTimeline(run, NOW_MS), [
      `Run ${ID}`,
      '  flow       deal-to-invoice, version 3',
      '  state      waiting',
      '  order key  deal_1',
      '',
      `Event ${ID}`,
      '  received   2026-11-24 06:49:26 UTC, application/json',
      '  dedupe key header:msg_1',
      '  {"id":9007199254740993}',
      '',
      'Step owner: succeeded',
      '  output',
      '    "own_1"',
      '',
      'Step invoice: waiting',
      '  mapped input',
      '    {"amount":1.10}',
      '  attempt 1  call, class K, at 06:49:26.258, 10 ms',
      '    request    POST https://vendor.example/invoices',
      '               key hf-1',
      '               {"amount":1.10}',
      '    response   503',
      '               <html>later</html>',
      '    failure    the vendor answered 503',
      '    decision   503 server error: tries again in 20 s',
      '',
      'Next: it goes on by itself at 2026-11-24 06:49:50 UTC, in 20 s.',
      '  create_invoice is tried again: 503',
      '  Nothing has to be done.',
    ]);
  });

  test('an intent without an end says that it was perhaps sent', () => {
    const { failure: _failure, decision: _decision, responseBody: _body, ...intent } = attempt;
    const run = runOf({
      state: 'running',
      attempts: [{ ...intent, outcome: null, responseStatus: null, durationMs: null }],
    });
    const text = runTimeline(run, NOW_MS).join('\n');
    assert.match(text, /response {3}not known/);
    assert.match(text, /decision {3}sent, perhaps; its end is not recorded/);
  });

  const nexts: readonly [state: RunShown['state'], wanted: RegExp][] = [
    ['queued', /^Next: the next free worker takes it\.$/m],
    ['running', /^Next: a worker is executing it\.$/m],
    ['held', /^Next: it goes on when its connection is good again\.$/m],
    ['unknown', new RegExp(`^Next: a person has to say what happened: holdfast run settle ${ID} --happened`, 'm')],
    ['dead_lettered', new RegExp(`holdfast run replay ${ID}$`, 'm')],
    ['succeeded', /^Next: nothing, it has succeeded\.$/m],
    ['filtered', /^Next: nothing, its flow filtered it out\.$/m],
    ['cancelled', /^Next: nothing, it was cancelled\.$/m],
  ];
  for (const [state, wanted] of nexts) {
    test(`a run that is ${state} says what is next`, () =>
      assert.match(runTimeline(runOf({ state }), NOW_MS).join('\n'), wanted));
  }

  test('a payload cannot steer the terminal, in JSON or out of it', () => {
    const run = runOf({ attempts: [{ ...attempt, responseBody: bodyOf('\u001b[2Jgone\u009b31m\u202egnp.exe') }] });
    const text = runTimeline(run, NOW_MS).join('\n');
    assert.equal(/(?!\n)\p{Cc}|\p{Bidi_Control}/u.test(text), false);
    assert.match(text, /gone/);
  });

  test('a long body is cut, and says so', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
    const text = runTimeline(runOf({ attempts: [{ ...attempt, responseBody: bodyOf(lines) }] }), NOW_MS).join('\n');
    assert.match(text, /… 70 more lines, all with --json/);
    assert.equal(text.includes('line 30'), false);
  });

  test('what was left out of a long run is told, and nothing where all is shown', () => {
    const long = runTimeline(runOf({ stepsLeftOut: 1_200, attemptsLeftOut: 3_400 }), NOW_MS).join('\n');
    assert.match(long, /^Left out: the 1200 oldest steps and the 3400 oldest attempts of this long run\.$/m);
    assert.doesNotMatch(runTimeline(runOf({}), NOW_MS).join('\n'), /Left out/);
  });

  test('a verdict is told with its time and with the record that the person named', () => {
    const verdict: AttemptShown = {
      ...attempt,
      number: 2,
      kind: 'verdict',
      outcome: 'succeeded',
      startedAt: '2026-11-25T08:15:00.000Z',
      decision: { kind: 'settled', text: 'ada says: it happened, record inv_7; the run goes on' },
    };
    const output = parseJson('{"id":"inv_7"}');
    const step = { stepKey: 'invoice', itemKey: '', state: 'succeeded', output, updatedAt: '2026-11-25T08:15:01.000Z' };
    const text = runTimeline(runOf({ steps: [step], attempts: [attempt, verdict] }), NOW_MS).join('\n');
    assert.match(
      text,
      /attempt 2 {2}verdict, at 2026-11-25 08:15:00 UTC\n {4}decision {3}ada says: it happened, record inv_7/,
    );
    assert.match(text, /^ {2}record\n {4}\{"id":"inv_7"\}$/m);
  });
});
