import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/postgres.ts';
import { silentLog, systemClock } from '../foundation/index.ts';
import { AccessSweeper } from './access-sweeper.ts';

test('what is over is swept away, and what is good stays', async (t) => {
  const { database } = await openTestDatabase(t);
  const person = '01900000-0000-7000-8000-000000000001';
  await database.query("insert into person (id, name, email) values ($1, 'Ada', 'ada@example.com')", [person]);
  for (const [token, life] of [
    ['over', '-1 second'],
    ['good', '1 hour'],
  ]) {
    await database.query(
      `insert into person_session (id, person_id, token, expires_at)
       values (gen_random_uuid(), $1, $2, now() + $3::interval)`,
      [person, token, life],
    );
    await database.query('insert into set_up_link values ($1, now(), now() + $2::interval)', [
      Buffer.from(token as string),
      life,
    ]);
  }
  await new AccessSweeper({ database, clock: systemClock, log: silentLog }).sweep();
  const left = await database.query(
    'select token from person_session union all select encode(token_hash, $1) from set_up_link',
    ['escape'],
  );
  assert.deepEqual(left, [{ token: 'good' }, { token: 'good' }]);
});

test('a database that is away is logged, and no reason to end', async () => {
  const lines: string[] = [];
  const { database, close } = await openTestDatabase();
  await close();
  await new AccessSweeper({
    database,
    clock: systemClock,
    log: { ...silentLog, warn: (event) => lines.push(event) },
  }).sweep();
  assert.deepEqual(lines, ['access.sweep_failed']);
});
