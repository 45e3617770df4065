import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, type ErrorKind, stringifyJson } from '../foundation/index.ts';
import { problemBody, problemHeaders, publicError, statusOfProblem } from './problem-details.ts';

function errorOf(kind: ErrorKind, code = 'room.thing.problem', retryAfterSeconds?: number): AppError {
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new AppError(code, { kind, message: 'It is wrong.', fix: 'Mend it.' }, { detail: 'inside', ...options });
}

describe('problem details', () => {
  const statuses: readonly [ErrorKind, number][] = [
    ['invalid', 422],
    ['denied', 403],
    ['missing', 404],
    ['conflict', 409],
    ['throttled', 429],
    ['unavailable', 503],
    ['upstream', 502],
    ['bug', 500],
  ];
  for (const [kind, status] of statuses) {
    test(`an error of kind ${kind} is answered with ${status}`, () =>
      assert.equal(statusOfProblem(errorOf(kind)), status));
  }

  test('what is meant for the log does not leave', () => {
    const body = stringifyJson(problemBody(errorOf('bug'), { status: 500, requestId: 'r-1' }));
    assert.equal(body.includes('inside'), false);
    assert.match(body, /"requestId":"r-1"/);
  });

  test('what was not thrown on purpose becomes a defect without its own words', () => {
    const error = publicError(new Error('password=hunter2'));
    assert.equal(error.code, 'api.request.broke');
    assert.equal(error.publicMessage.includes('hunter2'), false);
  });

  test('a caller who shall come again is told when, in whole seconds and at least one', () => {
    assert.equal(problemHeaders(errorOf('throttled', 'a.b.c', 2.2), 429)['retry-after'], '3');
    assert.equal(problemHeaders(errorOf('unavailable', 'a.b.c', 0), 503)['retry-after'], '1');
    assert.equal(problemHeaders(errorOf('conflict', 'a.b.c', 2), 409)['retry-after'], undefined);
  });
});
