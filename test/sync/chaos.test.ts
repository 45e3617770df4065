/** What a chaos run stands on: flows that can be published, safeguards that are still there to be taken out, a fair judge. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { chaosFlows, documentOf } from '../../chaos/chaos-flows.ts';
import { readChaosOptions } from '../../chaos/chaos-options.ts';
import type { FailedAttempt, RunRecord } from '../../chaos/run-records.ts';
import { makeSabotagedCopy, SABOTAGES } from '../../chaos/sabotage.ts';
import { withShortKeys } from '../../chaos/short-keys.ts';
import { judge } from '../../chaos/verdict.ts';
import { ROOT } from '../../scripts/source-tree.ts';
import { parseJson } from '../../src/foundation/index.ts';
import { parseFlow } from '../../src/language/index.ts';

const usual = chaosFlows({ customerId: 'cus_1', invoiceId: 'inv_1' });
const forgetful = withShortKeys(usual, 2);

describe('the flows of a chaos run', () => {
  for (const flow of [...usual, ...forgetful.filter(({ hasShortKeys }) => hasShortKeys)]) {
    test(`${flow.name}${flow.hasShortKeys ? ' with keys that are soon forgotten' : ''} is a flow document`, () => {
      assert.deepEqual(parseFlow(parseJson(JSON.stringify(documentOf(flow)))).problems, []);
    });
  }

  test('with a vendor that forgets keys, no write trusts in a key for longer than the vendor keeps it', () => {
    const text = JSON.stringify(forgetful.map(({ steps }) => steps));
    assert.doesNotMatch(text, /"operation":"create_invoice"/);
    assert.match(text, /"idempotency":\{"header":"Idempotency-Key","keyLife":"PT2S"\}/);
  });
});

describe('the judge of a chaos run', () => {
  const body = { ref: 'ref-1', lane: 'lane-1', items: [] };
  const run: RunRecord = {
    id: 'run-1',
    eventId: 'event-1',
    flow: 'keyed',
    state: 'unknown',
    problem: null,
    crashCount: 0,
  };
  const attempt: FailedAttempt = {
    runId: 'run-1',
    kind: 'call',
    operationClass: 'K',
    failure: 'no_answer',
    outcome: 'deferred',
  };

  function unexplained(flows: typeof usual, told: { problem?: string; attempts?: FailedAttempt[] }): number {
    const flow = flows.find(({ name }) => name === 'keyed');
    assert.ok(flow !== undefined);
    const events = [{ id: 'event-1', flow, body, firstSentAt: 0, acknowledgedAt: 1 }];
    const runs = [{ ...run, problem: told.problem ?? null }];
    return judge({ events, runs, attempts: told.attempts ?? [], effects: [] }).unexplained.length;
  }

  test('takes a keyed write for unknown only where the key is forgotten and its answer was lost', () => {
    const crashed = JSON.stringify({
      code: 'runs.call.unknown',
      message: 'Nobody knows whether request was applied: the worker died longer ago than the key lives',
    });
    assert.equal(unexplained(forgetful, { attempts: [attempt] }), 0);
    assert.equal(unexplained(forgetful, { problem: crashed }), 0);
    assert.equal(unexplained(forgetful, {}), 1, 'nothing was lost');
    assert.equal(unexplained(forgetful, { attempts: [{ ...attempt, failure: 'throttled' }] }), 1);
    assert.equal(unexplained(usual, { attempts: [attempt] }), 1, 'the vendor keeps its keys for a day');
    assert.equal(unexplained(usual, { problem: crashed }), 1);
  });
});

describe('the options of a chaos run', () => {
  test('a key life is given in seconds, and taking its safeguard out without one would show nothing', () => {
    assert.equal(readChaosOptions([], 7).keyLifeSeconds, undefined);
    assert.equal(readChaosOptions(['--key-life', '2'], 7).keyLifeSeconds, 2);
    assert.throws(() => readChaosOptions(['--key-life', '0'], 7), /--key-life is a whole number/);
    assert.throws(() => readChaosOptions(['--break', 'key-life'], 7), /needs --key-life/);
  });

  for (const sabotage of SABOTAGES) {
    test(`the safeguard "${sabotage}" is still where the run takes it out`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-sabotage-'));
      try {
        await makeSabotagedCopy(ROOT, folder, sabotage);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});
