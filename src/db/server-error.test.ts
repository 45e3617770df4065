import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { isAppError } from '../foundation/index.ts';
import {
  isRetryable,
  isUnavailable,
  isUniqueViolation,
  leavesConnectionUsable,
  mapServerError,
  sqlStateOf,
} from './server-error.ts';

function serverError(code: string, constraint?: string): pg.DatabaseError {
  const error = new pg.DatabaseError('told by the server', 0, 'error');
  error.code = code;
  error.constraint = constraint;
  return error;
}

function socketError(code: string): Error {
  return Object.assign(new Error('socket'), { code });
}

test('a server that shuts down, crashed or still starts is unavailable', () => {
  for (const code of ['57P01', '57P02', '57P03', '08006', '25P03', '25006']) {
    assert.ok(isAppError(mapServerError(serverError(code)), 'db.server.unavailable'), code);
    assert.equal(leavesConnectionUsable(serverError(code)), false, code);
  }
});

test('a broken socket and a driver deadline are unavailable', () => {
  for (const error of [
    socketError('ECONNREFUSED'),
    socketError('ENOENT'),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new AggregateError([socketError('ECONNREFUSED')], ''),
  ]) {
    assert.ok(isUnavailable(mapServerError(error)), error.message);
    assert.equal(leavesConnectionUsable(error), false);
  }
});

test('a full or refusing server and a stopped statement are unavailable under their own codes', () => {
  assert.ok(isAppError(mapServerError(serverError('53100')), 'db.server.exhausted'));
  assert.ok(isAppError(mapServerError(serverError('57014')), 'db.statement.too_slow'));
  assert.ok(isAppError(mapServerError(serverError('28P01')), 'db.server.refused'));
});

test('a mistake of the caller passes unchanged and keeps the connection', () => {
  const error = serverError('23505', 'run_pkey');
  assert.equal(mapServerError(error), error);
  assert.equal(leavesConnectionUsable(error), true);
  assert.equal(sqlStateOf(error), '23505');
  const bug = new TypeError('not from the server');
  assert.equal(mapServerError(bug), bug);
});

test('a connection whose prepared statement went stale is thrown away', () => {
  assert.equal(leavesConnectionUsable(serverError('26000')), false);
  assert.equal(leavesConnectionUsable(serverError('0A000')), false);
});

test('only lost races are retryable', () => {
  const retryable = ['40001', '40P01', '55P03', '23505', '42601'].filter((code) => isRetryable(serverError(code)));
  assert.deepEqual(retryable, ['40001', '40P01', '55P03']);
});

test('a unique violation is recognised by the name of its constraint', () => {
  assert.equal(isUniqueViolation(serverError('23505', 'a'), 'a'), true);
  assert.equal(isUniqueViolation(serverError('23505', 'a'), 'b'), false);
  assert.equal(isUniqueViolation(new Error('23505')), false);
});
