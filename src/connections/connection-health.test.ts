import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ailment, decideFix } from './connection-health.ts';

const WELL: Ailment = {
  name: 'crm',
  state: 'active',
  authKind: 'oauth2',
  problemSide: null,
  verifyProblem: null,
  tokenFailure: null,
  missingScopes: [],
  endsInMs: null,
};
const HOUR_MS = 3_600_000;

test('a connection that is well needs nothing', () => {
  assert.equal(decideFix(WELL), null);
  assert.equal(decideFix({ ...WELL, endsInMs: 400 * 24 * HOUR_MS }), null);
});

test('whose move it is decides what is said: the owner of the account, or the operator of the app', () => {
  assert.match(decideFix({ ...WELL, state: 'needs_reconnect', problemSide: 'account' }) ?? '', /owner of the account/);
  assert.match(decideFix({ ...WELL, state: 'needs_reconnect', problemSide: 'app' }) ?? '', /operator of the OAuth app/);
  assert.match(decideFix({ ...WELL, state: 'needs_reconnect', authKind: 'api_key' }) ?? '', /Give a credential/);
});

test('what ends soon is told with the time that is left, and what is missing with its name', () => {
  assert.match(decideFix({ ...WELL, endsInMs: 72 * HOUR_MS }) ?? '', /in 3 days/);
  assert.match(decideFix({ ...WELL, endsInMs: 5.5 * HOUR_MS }) ?? '', /in 6 hours/);
  assert.match(decideFix({ ...WELL, endsInMs: -1 }) ?? '', /now/);
  assert.match(decideFix({ ...WELL, missingScopes: ['items.write'] }) ?? '', /grant items\.write/);
});

test('the worst comes first', () => {
  const all = { ...WELL, missingScopes: ['x'], endsInMs: 1, tokenFailure: 'down', verifyProblem: 'down' };
  assert.match(decideFix({ ...all, state: 'revoked' }) ?? '', /needed again/);
  assert.match(decideFix({ ...all, missingScopes: [] }) ?? '', /before it ends/);
});
