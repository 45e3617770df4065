import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConnector, findOperation, judgeAnswer } from '../connectors/index.ts';
import { makeObject } from '../foundation/index.ts';
import type { CallResult, HttpAnswer } from '../outbound/index.ts';
import { judgeCall } from './failure.ts';

const connector = findConnector('sandbox_crm');
const operation = findOperation('sandbox_crm', 'create_task');

function answered(changes: Partial<HttpAnswer>): CallResult {
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{}'),
    bodyState: 'complete',
    ...changes,
  } as const;
  return { kind: 'answered', answer, durationMs: 1, hops: 0 };
}

function judge(result: CallResult) {
  const judgement = judgeCall(result, {
    connector,
    operation,
    judge: (answer) => judgeAnswer(operation, answer, makeObject()),
  });
  return judgement.kind === 'succeeded' ? 'succeeded' : judgement.failure.kind;
}

test('a 200 is a success only with a whole body that is what was promised', () => {
  assert.equal(judge(answered({ body: Buffer.from('{"id":"t1"}') })), 'succeeded');
  assert.equal(
    judge(answered({ headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>sign in</html>') })),
    'unreadable',
  );
  assert.equal(judge(answered({ bodyState: 'truncated' })), 'unreadable');
  assert.equal(judge(answered({ bodyState: 'too_large' })), 'too_large');
  assert.equal(judge(answered({ body: Buffer.from('{"errors":[{"message":"no"}]}') })), 'refused');
});

test('the status of a failure decides, whatever its body looks like', () => {
  assert.equal(judge(answered({ status: 500, bodyState: 'truncated' })), 'server_error');
  assert.equal(judge(answered({ status: 404, body: Buffer.from('not found') })), 'not_found');
  assert.equal(judge(answered({ status: 301 })), 'redirected');
  assert.equal(judge(answered({ status: 418 })), 'refused');
});

test('a throttle in disguise is a throttle', () => {
  assert.equal(
    judge(answered({ status: 403, body: Buffer.from('{"error":{"code":"REQUEST_LIMIT_EXCEEDED"}}') })),
    'throttled',
  );
});

test('what our own rules refuse is told apart from a vendor that cannot be reached', () => {
  const unsent = (code: 'outbound.egress.blocked' | 'outbound.connect.refused') =>
    judge({ kind: 'not_sent', code, message: 'm', durationMs: 0 });
  assert.equal(unsent('outbound.egress.blocked'), 'forbidden_by_us');
  assert.equal(unsent('outbound.connect.refused'), 'not_sent');
});
