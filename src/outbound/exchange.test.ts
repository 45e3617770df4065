import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dispatcher } from 'undici';
import { ConnectFailure } from './connect-failure.ts';
import { Exchange } from './exchange.ts';

const DEPS = { maxAnswerBytes: 100, mayStillSend: undefined, onPhase: undefined };

function makeController(): Dispatcher.DispatchController {
  return { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
}

function socketError(): Error {
  return Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
}

test('F26: the same error code means not sent before the start and no answer after it', async () => {
  const before = new Exchange(DEPS);
  before.onResponseError(null, socketError());
  assert.equal((await before.result).kind, 'not_sent');
  const after = new Exchange(DEPS);
  after.onRequestStart(makeController());
  after.onResponseError(makeController(), socketError());
  assert.equal((await after.result).kind, 'no_answer');
});

test('a request that the HTTP client takes up a second time is not written again', async () => {
  const exchange = new Exchange(DEPS);
  exchange.onRequestStart(makeController());
  assert.throws(() => exchange.onRequestStart(makeController()));
  assert.equal((await exchange.result).kind, 'no_answer');
});

test('a request that was stopped while it waited is not written later', async () => {
  const exchange = new Exchange(DEPS);
  exchange.stop('outbound.call.deadline');
  assert.throws(() => exchange.onRequestStart(makeController()));
  assert.deepEqual(await exchange.result, { kind: 'not_sent', problem: { code: 'outbound.call.deadline' } });
});

test('a failed connection keeps its own code and reason', async () => {
  const exchange = new Exchange(DEPS);
  const cause = Object.assign(new Error('secret detail'), { code: 'CERT_HAS_EXPIRED' });
  exchange.onResponseError(null, new ConnectFailure('outbound.connect.tls', cause));
  const problem = { code: 'outbound.connect.tls', reason: 'CERT_HAS_EXPIRED' };
  assert.deepEqual(await exchange.result, { kind: 'not_sent', problem });
});

test('what comes after the end changes nothing', async () => {
  const exchange = new Exchange(DEPS);
  exchange.onRequestStart(makeController());
  exchange.stop('outbound.call.aborted');
  exchange.onResponseStart(makeController(), 200, {});
  exchange.onResponseData(makeController(), Buffer.from('x'));
  exchange.onResponseEnd();
  exchange.onResponseError(makeController(), socketError());
  assert.equal((await exchange.result).kind, 'no_answer');
});
