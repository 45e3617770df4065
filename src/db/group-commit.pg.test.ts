import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { isAppError, silentLog } from '../foundation/index.ts';
import { decideAfterFailure, GroupCommit, type GroupCommitConfig } from './group-commit.ts';
import type { GroupStatement } from './group-statement.ts';
import { sqlStateOf } from './server-error.ts';
import type { Tx } from './tx.ts';

interface NoteInput {
  readonly id: number;
  readonly text: string;
}

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
  await shared.database.query(`
    create table note (id integer primary key, text text not null check (text <> 'poison'));
    create table mark (note_id integer primary key references note deferrable initially immediate)`);
});
test.after(() => shared.close());

const addNote: GroupStatement<NoteInput, string> = {
  name: 'add_note',
  order: 1,
  async run(tx, inputs) {
    await tx.query('insert into note select * from unnest($1::int[], $2::text[]) on conflict do nothing', [
      inputs.map((input) => input.id),
      inputs.map((input) => input.text),
    ]);
    return inputs.map((input) => `added ${input.id}`);
  },
};

/** The same, with COMMIT sent along; it reads back afterwards what it did. */
const addNoteAlong: GroupStatement<NoteInput, string> = {
  ...addNote,
  name: 'add_note_along',
  commitsAlong: () => true,
  async run(tx, inputs) {
    const answers = await addNote.run(tx, inputs);
    const ids = inputs.map((input) => input.id);
    const [row] = await tx.query<{ count: number }>('select count(*) from note where id = any($1::int[])', [ids]);
    return answers.map((answer) => `${answer} of ${row?.count}`);
  },
};

const addMark: GroupStatement<number, undefined> = {
  name: 'add_mark',
  order: 2,
  async run(tx, inputs) {
    await tx.query('insert into mark select * from unnest($1::int[]) on conflict do nothing', [inputs]);
    return inputs.map(() => undefined);
  },
};

async function startGroupCommit(
  t: { after(run: () => Promise<void>): void },
  config: Partial<GroupCommitConfig> = {},
): Promise<GroupCommit> {
  const groupCommit = new GroupCommit({ database: shared.database, log: silentLog }, config);
  await groupCommit.start();
  t.after(() => groupCommit.stop());
  return groupCommit;
}

async function storedIds(from: number, to: number): Promise<number[]> {
  const rows = await shared.database.query<{ id: number }>(
    'select id from note where id between $1 and $2 order by id',
    [from, to],
  );
  return rows.map((row) => row.id);
}

/** The group commit's connection, wherever in its transaction it is. */
const sqlKillOthers = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query not like '%pg_terminate_backend%'`;

/** A statement that counts its transactions by their ids. */
function counting(seen: Set<string>): GroupStatement<number, number> {
  return {
    name: 'count_transactions',
    order: 9,
    async run(tx: Tx, inputs) {
      const [row] = await tx.query<{ xid: string }>('select pg_current_xact_id()::text as xid', []);
      seen.add(row?.xid ?? '');
      return inputs;
    },
  };
}

test('each submitter gets its own answer, and sees its row from another connection by then', async (t) => {
  const groupCommit = await startGroupCommit(t);
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      assert.equal(await groupCommit.submit(addNote, { id: index, text: 'x' }), `added ${index}`);
      assert.deepEqual(await storedIds(index, index), [index]);
    }),
  );
});

test('what is submitted together shares one transaction, statements in their order', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const seen = new Set<string>();
  await Promise.all([
    groupCommit.submit(addMark, 101),
    groupCommit.submit(addNote, { id: 101, text: 'the mark refers to it' }),
    ...Array.from({ length: 100 }, (_, index) => groupCommit.submit(counting(seen), index)),
  ]);
  assert.equal(seen.size, 1);
});

test('a batch ends at its bound', async (t) => {
  const groupCommit = await startGroupCommit(t, { batch: { maxEntries: 10, maxBytes: 1_000_000 } });
  const seen = new Set<string>();
  const statement = counting(seen);
  await Promise.all(Array.from({ length: 30 }, (_, index) => groupCommit.submit(statement, index)));
  assert.equal(seen.size, 3);
});

test('a poisoned entry alone is rejected, its neighbours are stored', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 64 }, (_, index) =>
      groupCommit.submit(addNote, { id: 200 + index, text: index % 32 === 7 ? 'poison' : 'fine' }),
    ),
  );
  const rejected = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []));
  assert.deepEqual(rejected, [7, 39]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') assert.equal(sqlStateOf(outcome.reason), '23514');
  assert.deepEqual((await storedIds(200, 263)).length, 62);
});

test('a failure is told by the statement that failed, not by those behind it', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const outcomes = await Promise.allSettled([
    groupCommit.submit(addNote, { id: 301, text: 'poison' }),
    groupCommit.submit(addMark, 999_999),
    groupCommit.submit(counting(new Set()), 1),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? sqlStateOf(outcome.reason) : 'stored')),
    ['23514', '23503', 'stored'],
  );
});

test('a statement that answers too few inputs rejects them and commits nothing', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const forgetful: GroupStatement<NoteInput, string> = {
    ...addNote,
    run: async (tx, inputs) => (await addNote.run(tx, inputs)).slice(1),
  };
  await assert.rejects(groupCommit.submit(forgetful, { id: 310, text: '' }), (error) =>
    isAppError(error, 'foundation.invariant.broken'),
  );
  assert.deepEqual(await storedIds(310, 310), []);
});

test('a batch that lost a race is run again as a whole', async (t) => {
  const groupCommit = await startGroupCommit(t);
  let attempts = 0;
  const unlucky: GroupStatement<number, number> = {
    name: 'unlucky',
    order: 5,
    async run(tx, inputs) {
      attempts += 1;
      const sql = attempts < 3 ? "do $$ begin raise exception 'lost' using errcode = '40P01'; end $$" : 'select 1';
      await tx.query(sql);
      return inputs;
    },
  };
  const answers = await Promise.all([
    groupCommit.submit(unlucky, 7),
    groupCommit.submit(addNote, { id: 320, text: '' }),
  ]);
  assert.deepEqual([answers, attempts], [[7, 'added 320'], 3]);
});

for (const [first, statement] of [
  [1_000, addNote],
  [5_000, addNoteAlong],
] as const) {
  test(`connections killed under load lose and double nothing: ${statement.name}`, async (t) => {
    const groupCommit = await startGroupCommit(t);
    const ids = Array.from({ length: 2_000 }, (_, index) => first + index);
    const waves = Array.from({ length: 50 }, (_, index) => ids.slice(index * 40, index * 40 + 40));
    let killed = 0;
    for (const wave of waves) {
      const stored = Promise.all(wave.map((id) => groupCommit.submit(statement, { id, text: '' })));
      const victims = await shared.database.query(sqlKillOthers, []);
      killed += victims.length;
      await stored;
    }
    assert.deepEqual(await storedIds(first, first + 1_999), ids);
    assert.ok(killed > 10, `${killed} killed`);
  });
}

test('with COMMIT sent along, a poisoned entry alone is rejected, and what is asked afterwards sees the commit', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const outcomes = await Promise.allSettled(
    [400, 401, 402, 403].map((id) => groupCommit.submit(addNoteAlong, { id, text: id === 402 ? 'poison' : 'fine' })),
  );
  const answers = outcomes.map((each) => (each.status === 'rejected' ? sqlStateOf(each.reason) : each.value));
  assert.deepEqual(answers, ['added 400 of 2', 'added 401 of 2', '23514', 'added 403 of 1']);
  assert.deepEqual(await storedIds(400, 403), [400, 401, 403]);
});

test('a connection that ends after COMMIT was sent along leaves the outcome open until the batch is run again', async (t) => {
  const groupCommit = await startGroupCommit(t);
  let runs = 0;
  const cutOff: GroupStatement<NoteInput, string> = {
    ...addNote,
    commitsAlong: () => true,
    async run(tx, inputs) {
      const answers = await addNote.run(tx, inputs);
      runs += 1;
      // Its own connection, after its COMMIT: nobody can tell from outside whether that was in time.
      if (runs === 1) await tx.query('select pg_terminate_backend(pg_backend_pid(), 1000)', []);
      return answers;
    },
  };
  assert.equal(await groupCommit.submit(cutOff, { id: 410, text: '' }), 'added 410');
  assert.deepEqual([runs, await storedIds(410, 410)], [2, [410]]);
});

test('when nothing comes of that until its deadline, the answer is that nobody knows', async (t) => {
  const groupCommit = await startGroupCommit(t, { deadlineMs: 0 });
  const cutOff: GroupStatement<NoteInput, string> = {
    ...addNote,
    commitsAlong: () => true,
    async run(tx, inputs) {
      await addNote.run(tx, inputs);
      await tx.query('select pg_terminate_backend(pg_backend_pid(), 1000)', []);
      return [];
    },
  };
  await assert.rejects(groupCommit.submit(cutOff, { id: 411, text: '' }), { code: 'db.commit.unknown' });
  assert.deepEqual(await storedIds(411, 411), [411]);
});

test('while the server is away an entry waits until its deadline and is then answered', async (t) => {
  const away = {
    async openSession(): Promise<never> {
      return Promise.reject(
        await shared.database
          .query("do $$ begin raise exception using errcode = '57P03'; end $$")
          .catch((error) => error),
      );
    },
  };
  const groupCommit = new GroupCommit(
    { database: away, log: silentLog },
    { deadlineMs: 300, batch: { maxEntries: 2, maxBytes: 1_000_000 } },
  );
  await groupCommit.start();
  t.after(() => groupCommit.stop());
  const begunMs = performance.now();
  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((id) => groupCommit.submit(addMark, id)));
  for (const outcome of outcomes) {
    assert.ok(outcome.status === 'rejected' && isAppError(outcome.reason, 'db.server.unavailable'));
  }
  assert.ok(performance.now() - begunMs >= 290);
});

test('beyond the bound of the queue a submission is refused at once and the others are stored', async (t) => {
  const groupCommit = await startGroupCommit(t, { queue: { maxEntries: 20, maxBytes: 1_000_000 } });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 25 }, (_, index) => groupCommit.submit(addNote, { id: 400 + index, text: '' })),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.equal(refused.length, 5);
  for (const outcome of refused) assert.ok(isAppError(outcome.reason, 'db.commit.overloaded'));
  assert.equal((await storedIds(400, 424)).length, 20);
});

test('stop answers what was submitted before and refuses what comes after', async (t) => {
  const groupCommit = await startGroupCommit(t);
  const submitted = Promise.all([500, 501].map((id) => groupCommit.submit(addNote, { id, text: '' })));
  await groupCommit.stop();
  await groupCommit.stop();
  assert.deepEqual(await submitted, ['added 500', 'added 501']);
  await assert.rejects(groupCommit.submit(addMark, 1), (error) => isAppError(error, 'db.commit.stopped'));
  await groupCommit.start();
  assert.equal(await groupCommit.submit(addNote, { id: 502, text: '' }), 'added 502');
});

test('a lost race is tried a bounded number of times, then the batch is halved down to the loser', async () => {
  const race = await shared.database
    .query("do $$ begin raise exception using errcode = '55P03'; end $$")
    .catch((error) => error);
  assert.equal(decideAfterFailure(race, { attempt: 0, entryCount: 9 }), 'again');
  assert.equal(decideAfterFailure(race, { attempt: 50, entryCount: 9 }), 'halve');
  assert.equal(decideAfterFailure(race, { attempt: 50, entryCount: 1 }), 'reject');
});
