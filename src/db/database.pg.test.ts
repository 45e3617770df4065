import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { isAppError, silentLog } from '../foundation/index.ts';
import { Database } from './database.ts';
import { isUniqueViolation, sqlStateOf } from './server-error.ts';
import type { Tx } from './tx.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
  await shared.database.query('create table note (id integer primary key, text text not null)');
  return shared;
});
test.after(() => shared.close());

async function countOf(id: number): Promise<number> {
  const [row] = await shared.database.query<{ count: number }>('select count(*) from note where id = $1', [id]);
  return row?.count ?? -1;
}

async function pidOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid', []);
  return row?.pid ?? 0;
}

async function terminate(pid: number): Promise<void> {
  await shared.database.query('select pg_terminate_backend($1, 5000)', [pid]);
}

test('counts come as numbers, instants as dates, bytes as buffers', async () => {
  const [row] = await shared.database.query(
    "select 9007199254740991::int8 as seq, array[1, null]::int8[] as seqs, timestamptz '2026-11-24 12:00:00.123+01' as at, $1::bytea as bytes",
    [Buffer.from([0, 255])],
  );
  assert.deepEqual(
    { ...(row as object) },
    {
      seq: 9_007_199_254_740_991,
      seqs: [1, null],
      at: new Date('2026-11-24T11:00:00.123Z'),
      bytes: Buffer.from([0, 255]),
    },
  );
});

test('an int8 that a number cannot hold is an error, not a neighbour', async () => {
  await assert.rejects(shared.database.query('select 9007199254740993::int8', []), RangeError);
  assert.equal(await countOf(-1), 0);
});

test('a commit waits for the disk on every connection, whatever the database says', async () => {
  const setting = async (tx: Tx) =>
    (await tx.query<{ value: string }>("select current_setting('synchronous_commit') as value", []))[0]?.value;
  await shared.database.query(
    "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$",
  );
  const fresh = new Database({ url: shared.url, log: silentLog });
  const session = await fresh.openSession();
  assert.deepEqual([await setting(fresh), await setting(session)], ['on', 'on']);
  await session.close();
  await fresh.close();
});

test('constant statements are prepared once per connection', async () => {
  const session = await shared.database.openSession();
  for (let round = 0; round < 3; round += 1) await session.query('select $1::int + 40 as sum', [round]);
  const rows = await session.query<{ times: number }>(
    "select generic_plans + custom_plans as times from pg_prepared_statements where statement like '%+ 40 as sum'",
  );
  assert.deepEqual(
    rows.map((row) => row.times),
    [3],
  );
  await session.close();
});

test('a unique violation is recognisable and the transaction leaves nothing', async () => {
  await shared.database.query('insert into note values ($1, $2)', [1, 'first']);
  const work = shared.database.inTx(async (tx) => {
    await tx.query('insert into note values ($1, $2)', [2, 'second']);
    await tx.query('insert into note values ($1, $2)', [1, 'again']);
  });
  await assert.rejects(work, (error) => isUniqueViolation(error, 'note_pkey'));
  assert.equal(await countOf(2), 0);
});

test('a transaction whose error was swallowed does not pass for committed', async () => {
  const work = shared.database.inTx(async (tx) => {
    await tx.query('insert into note values ($1, $2)', [3, 'third']);
    await tx.query('select 1 / 0', []).catch(() => undefined);
  });
  await assert.rejects(work, (error) => isAppError(error, 'db.transaction.aborted'));
  assert.equal(await countOf(3), 0);
});

test('a transaction takes no statement after its end', async () => {
  let kept: Tx | undefined;
  await shared.database.inTx(async (tx) => {
    kept = tx;
  });
  await assert.rejects(kept?.query('select 1', []) ?? Promise.resolve(), (error) =>
    isAppError(error, 'db.transaction.over'),
  );
});

test('two transactions that deadlock both commit in the end', async () => {
  await shared.database.query("insert into note values (11, ''), (12, '')");
  const barrier = new EventEmitter();
  let attempts = 0;
  let waiting = 0;
  const cross = (from: number, to: number) =>
    shared.database.inTx(async (tx) => {
      attempts += 1;
      await tx.query('update note set text = text || $2 where id = $1', [from, 'x']);
      waiting += 1;
      if (waiting === 2) barrier.emit('both');
      else if (waiting < 2) await once(barrier, 'both');
      await tx.query('update note set text = text || $2 where id = $1', [to, 'y']);
    });
  await Promise.all([cross(11, 12), cross(12, 11)]);
  const rows = await shared.database.query<{ text: string }>('select text from note where id in (11, 12)', []);
  assert.deepEqual(
    rows.map((row) => [...row.text].toSorted().join('')),
    ['xy', 'xy'],
  );
  assert.ok(attempts >= 3, `${attempts} attempts`);
});

test('a transaction that always loses its race is given up after a bounded number of attempts', async () => {
  let attempts = 0;
  const work = shared.database.inTx(async (tx) => {
    attempts += 1;
    await tx.query("do $$ begin raise exception 'lost' using errcode = '40001'; end $$");
  });
  await assert.rejects(work, (error) => sqlStateOf(error) === '40001');
  assert.equal(attempts, 6);
});

test('a connection lost while committing leaves the outcome open and says so', async () => {
  const work = shared.database.inTx(async (tx) => {
    await tx.query('insert into note values ($1, $2)', [20, '']);
    await terminate(await pidOf(tx));
  });
  await assert.rejects(work, (error) => isAppError(error, 'db.commit.unknown'));
});

test('killed connections are an answer to their callers and the next statement finds a new one', async () => {
  const sleeping = shared.database.inTx(async (tx) => {
    const pid = await pidOf(tx);
    await Promise.all([tx.query('select pg_sleep(30)', []), terminate(pid)]);
  });
  await assert.rejects(sleeping, (error) => isAppError(error, 'db.server.unavailable'));
  const idle = await shared.database.query<{ pid: number }>(
    'select pid, pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    [],
  );
  assert.ok(idle.length > 0);
  assert.equal(await countOf(-1), 0);
});

test('a server that stopped answering is given up at the deadline', async () => {
  const impatient = new Database({
    url: shared.url,
    log: silentLog,
    limits: { statementTimeoutMs: 200, deadlineMarginMs: 200 },
  });
  const session = await impatient.openSession();
  const pid = await pidOf(session);
  process.kill(pid, 'SIGSTOP');
  try {
    await assert.rejects(session.query('select 1', []), (error) => isAppError(error, 'db.server.unavailable'));
    assert.equal(session.isUsable, false);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await session.close();
  await impatient.close();
});

test('a statement beyond its time is stopped by the server and its connection serves on', async () => {
  const impatient = new Database({
    url: shared.url,
    log: silentLog,
    maxConnections: 1,
    limits: { statementTimeoutMs: 50 },
  });
  const pid = await pidOf(impatient);
  await assert.rejects(impatient.query('select pg_sleep(10)', []), (error) =>
    isAppError(error, 'db.statement.too_slow'),
  );
  assert.equal(await pidOf(impatient), pid);
  await impatient.close();
});

test('a server that is not there is unavailable', async () => {
  const nowhere = new Database({ url: 'postgres://x@127.0.0.1:1/x', log: silentLog });
  await assert.rejects(nowhere.query('select 1', []), (error) => isAppError(error, 'db.server.unavailable'));
  await assert.rejects(
    nowhere.listen('x', () => undefined),
    (error) => isAppError(error, 'db.server.unavailable'),
  );
  await nowhere.close();
  await nowhere.close();
});

test('a listener is woken by a notification, and again after its connection was lost', async () => {
  const wakes = new EventEmitter();
  const woken = () => once(wakes, 'wake', { signal: AbortSignal.timeout(10_000) });
  const stop = await shared.database.listen('note "changed"', () => wakes.emit('wake'));
  const first = woken();
  await shared.database.query('select pg_notify($1, $2)', ['note "changed"', '']);
  await first;

  const reconnected = woken();
  await shared.database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'",
    [],
  );
  await reconnected;
  const second = woken();
  await shared.database.query('select pg_notify($1, $2)', ['note "changed"', '']);
  await second;
  await stop();
});
