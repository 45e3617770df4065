import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vendorWords } from './vendor-words.ts';

test('of a failure in JSON the sentence alone is taken, from wherever vendors put it', () => {
  for (const body of [
    { error: 'invalid_token', error_description: 'The token is over.' },
    { message: 'The token is over.', code: 7 },
    { error: { message: 'The token is over.', status: 401 } },
    { type: 'about:blank', detail: ' The token is over. ' },
    { Type: 'ValidationException', Message: 'The token is over.' },
    { message: '', detail: 'The token is over.' },
  ]) {
    assert.equal(vendorWords(JSON.stringify(body)), 'The token is over.');
  }
});

test('what says nothing in words, or is no JSON, stays as it is', () => {
  for (const body of ['', '{"error":"invalid_token"}', '{"message":{"a":1}}', '{"message":', '[1]', '<p>no</p>']) {
    assert.equal(vendorWords(body), body);
  }
});
