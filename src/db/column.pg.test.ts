import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { makeId } from '../foundation/index.ts';
import { column } from './column.ts';

let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
});
test.after(() => shared.close());

async function read(cast: string, values: Buffer): Promise<readonly unknown[]> {
  const sql = `select v from unnest($1::${cast}[]) with ordinality as u (v, n) order by n`;
  const rows = await shared.database.query<{ v: unknown }>(sql, [values]);
  return rows.map((row) => row.v);
}

test('texts arrive as they are: quotes, braces, backslashes, line ends, other scripts, empty and missing ones', async () => {
  const texts = ['', '{a,"b"}', '\\N \\"', 'NULL', 'a\r\nb\tc', 'Ünïcödé 漢字 🧾', null, undefined, 'x'.repeat(10_000)];
  assert.deepEqual(
    await read('text', column.text(texts)),
    texts.map((text) => text ?? null),
  );
});

test('ids arrive as they are, in either case', async () => {
  const ids = [makeId(), '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff', null];
  assert.deepEqual(await read('uuid', column.uuid(ids)), ids);
  const upper = '0198ABCD-EF01-7234-89AB-CDEF01234567';
  assert.deepEqual(await read('uuid', column.uuid([upper])), [upper.toLowerCase()]);
});

test('numbers, truth values and bytes arrive as they are', async () => {
  assert.deepEqual(await read('int4', column.integer([0, -1, 2_147_483_647, null])), [0, -1, 2_147_483_647, null]);
  const far = 9_007_199_254_740_991;
  assert.deepEqual(await read('int8', column.bigint([far, -far, null])), [far, -far, null]);
  assert.deepEqual(await read('float8', column.double([0.1, -1e300, null])), [0.1, -1e300, null]);
  assert.deepEqual(await read('boolean', column.boolean([true, false, null])), [true, false, null]);
  const bytes = [Buffer.from([0, 255, 92]), Buffer.alloc(0), null];
  assert.deepEqual(await read('bytea', column.bytes(bytes)), bytes);
});

test('an empty column is an empty array of its type', async () => {
  for (const [cast, values] of [
    ['text', column.text([])],
    ['uuid', column.uuid([])],
    ['bytea', column.bytes([])],
  ] as const) {
    assert.deepEqual(await read(cast, values), []);
  }
});

test('what its type cannot hold is refused and never changed', async () => {
  await assert.rejects(read('text', column.text(['a\0b'])), { code: 'db.value.unstorable' });
  assert.throws(() => column.integer([2_147_483_648]), RangeError);
  assert.throws(() => column.bigint([1.5]), RangeError);
  assert.throws(() => column.uuid(['abc']), /an id is a UUID/);
});
