import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ailment, decideFix } from './connection-health.ts';

const WELL: Ailment = {
  name: 'crm',
  state: 'active',
  authKind: 'oauth2',
  grant: 'authorization_code',
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

test('whose move it is decides what is said: one more consent, another credential, or the app given anew', () => {
  const broken = { ...WELL, state: 'needs_reconnect' } as const;
  assert.match(decideFix({ ...broken, problemSide: 'account' }) ?? '', /one more consent/);
  assert.match(decideFix({ ...broken, problemSide: 'app' }) ?? '', /client id and secret of the OAuth app/);
  assert.match(decideFix({ ...broken, authKind: 'api_key', grant: null }) ?? '', /Give a credential/);
  assert.match(decideFix({ ...broken, grant: 'client_credentials' }) ?? '', /Give a credential/);
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
