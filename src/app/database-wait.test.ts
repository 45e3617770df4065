import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Database } from '../db/index.ts';
import { AppError, silentLog, systemClock } from '../foundation/index.ts';
import { untilReachable } from './database-wait.ts';

const entry = { kind: 'unavailable', message: 'Away.', fix: 'Wait.' } as const;

/** A database that fails with the given errors, one question after the other, and then answers. */
function makeDatabase(errors: Error[]) {
  let asked = 0;
  const query = async () => {
    asked += 1;
    const error = errors.shift();
    if (error !== undefined) throw error;
    return [];
  };
  return { database: { query } as unknown as Database, askedCount: () => asked };
}

test('a process may start before its database server does', async () => {
  const { database, askedCount } = makeDatabase([new AppError('db.server.unavailable', entry)]);
  await untilReachable(database, { clock: systemClock, log: silentLog });
  assert.equal(askedCount(), 2);
});

test('what waiting does not mend is not waited for', async () => {
  const { database, askedCount } = makeDatabase([new AppError('db.server.refused', entry)]);
  await assert.rejects(untilReachable(database, { clock: systemClock, log: silentLog }), /refused/);
  assert.equal(askedCount(), 1);
});

test('a server that stays away is given up after a while', async () => {
  const { database } = makeDatabase([new AppError('db.server.unavailable', entry)]);
  const instants = [0, 25_000];
  const clock = { ...systemClock, monotonicMs: () => instants.shift() ?? 50_000 };
  await assert.rejects(untilReachable(database, { clock, log: silentLog }), /unavailable/);
});
