import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getMigrations } from 'better-auth/db/migration';
import { openTestDatabase } from '../../test/postgres.ts';
import { Secret, silentLog } from '../foundation/index.ts';
import { PasswordHasher } from './password.ts';
import { makePeopleAuth } from './people-auth.ts';

test('the migration makes every table and column that the sign-in library wants', async (t) => {
  const { database } = await openTestDatabase(t);
  const auth = makePeopleAuth({
    pool: database.pool,
    origin: 'http://localhost:3000',
    secret: new Secret('x9K2mQ7vT4wB8nR1cJ5hL0zD3fG6pS-yAeUi'),
    hasher: new PasswordHasher(),
    cookiePrefix: 'holdfast',
    addressHeader: 'x-address',
    log: silentLog,
  });
  const { toBeCreated, toBeAdded } = await getMigrations(auth.options);
  assert.deepEqual([toBeCreated, toBeAdded], [[], []]);
});
