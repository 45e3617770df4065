import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/postgres.ts';
import { SignInGuard } from './sign-in-guard.ts';

test('guesses at one account are stopped wherever they come from, and nobody else is kept out', async (t) => {
  const { database } = await openTestDatabase(t);
  const guard = new SignInGuard(database);
  const tries = await Promise.allSettled(Array.from({ length: 30 }, () => guard.enter(' Ada@example.com')));
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 20);
  await assert.rejects(guard.enter('ada@example.com'), { code: 'access.sign_in.throttled' });
  await guard.enter('other@example.com');
  await guard.passed('ada@example.com');
  await guard.enter('ada@example.com');
});

test('the wait ends by itself, and is not made longer by more tries', async (t) => {
  const { database } = await openTestDatabase(t);
  const guard = new SignInGuard(database);
  for (let count = 0; count < 20; count += 1) await guard.enter('ada@example.com');
  await database.query("update sign_in_try set since = now() - interval '14 minutes'", []);
  await assert.rejects(guard.enter('ada@example.com'), (error: { retryAfterSeconds?: number }) => {
    return (error.retryAfterSeconds ?? 0) > 0 && (error.retryAfterSeconds ?? 0) <= 60;
  });
  await database.query("update sign_in_try set since = now() - interval '16 minutes'", []);
  await guard.enter('ada@example.com');
});
