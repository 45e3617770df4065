import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenConnection } from '../connections/index.ts';
import { findOperation } from '../connectors/index.ts';
import { isAppError } from '../foundation/index.ts';
import { requireScopes, requireUsable } from './vendor-caller.ts';

const NOW_MS = 1_000_000;
const READY = {
  name: 'books',
  state: 'active',
  problem: null,
  pausedUntil: null,
  readiness: { kind: 'ready' },
  grantedScopes: ['books.read'],
} as unknown as OpenConnection;

const OBSTACLES: readonly (readonly [string, Partial<OpenConnection>, string])[] = [
  ['needs a reconnect', { state: 'needs_reconnect', problem: 'token revoked' }, 'held'],
  ['was revoked', { state: 'revoked' }, 'held'],
  ['is being renewed', { readiness: { kind: 'renewing', retryInMs: 100, reason: 'no answer' } }, 'renewing'],
  ['is paused', { pausedUntil: new Date(NOW_MS + 1) }, 'paused'],
];

for (const [what, change, code] of OBSTACLES) {
  test(`a trial says so when its connection ${what}`, () => {
    assert.throws(
      () => requireUsable({ ...READY, ...change }, NOW_MS),
      (error) => isAppError(error, `trials.connection.${code}`) && error.publicMessage.includes('books'),
    );
  });
}

test('a trial names the scopes that its call lacks, and takes a connection that has them', () => {
  const operation = { ...findOperation('http', 'request'), scopes: ['books.read', 'books.write'] };
  requireUsable({ ...READY, pausedUntil: new Date(NOW_MS) }, NOW_MS);
  assert.throws(
    () => requireScopes(READY, operation),
    (error) => isAppError(error, 'trials.connection.scope_missing') && error.publicMessage.endsWith('books.write'),
  );
  requireScopes({ ...READY, grantedScopes: ['books.write', 'books.read'] }, operation);
  requireScopes({ ...READY, grantedScopes: null }, operation);
});
