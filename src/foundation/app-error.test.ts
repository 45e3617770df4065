import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, errorsOf, assert as holds, isAppError } from './app-error.ts';

const fail = errorsOf({
  'room.thing.problem': { kind: 'invalid', message: 'The {thing} is {state}.', fix: 'Mend the {thing}.' },
} as const);

test('the sentences of an error are filled from its context, and what is not given stays visible', () => {
  const error = fail('room.thing.problem', { context: { thing: 'flow' } });
  assert.equal(error.publicMessage, 'The flow is {state}.');
  assert.equal(error.fix, 'Mend the flow.');
  assert.equal(error.kind, 'invalid');
});

test('a value with braces in it is not filled again', () => {
  assert.equal(
    fail('room.thing.problem', { context: { thing: '{state}', state: 'x' } }).publicMessage,
    'The {state} is x.',
  );
});

test('the cause is kept and the code can be asked for', () => {
  const cause = new Error('inner');
  const error = fail('room.thing.problem', { cause });
  assert.equal(error.cause, cause);
  assert.ok(isAppError(error, 'room.thing.problem'));
  assert.ok(!isAppError(error, 'room.thing.other') && !isAppError(cause));
});

test('a broken invariant is a bug and says which', () => {
  assert.throws(
    () => holds(false, 'one run has two leases'),
    (error) => isAppError(error) && error.kind === 'bug' && error.message.includes('two leases'),
  );
  holds(true, 'never thrown');
});

test('a sentence that is put into another ends once', () => {
  const entry = { kind: 'upstream', message: 'No answer: {reason}.', fix: 'See {place}.' } as const;
  const error = (reason: string) => new AppError('test.end', entry, { context: { reason, place: 'there' } });
  assert.equal(error('The call was blocked.').publicMessage, 'No answer: The call was blocked.');
  assert.equal(error('the call was blocked').publicMessage, 'No answer: the call was blocked.');
  assert.equal(error('why?').fix, 'See there.');
});
