import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isAppError } from '../foundation/index.ts';
import { decideMissing, parseMigration, readMigrations } from './migrate.ts';

const first = parseMigration('000001_init.sql', '-- why: to begin.\nselect 1;\n');
const second = parseMigration('000002_more.sql', '-- why: to go on.\n--! breaking\nselect 2;\n');

function applied(migration: { version: number; name: string; text: string }) {
  const text_hash = createHash('sha256').update(migration.text).digest('hex');
  return { version: migration.version, name: migration.name, text_hash };
}

test('what is not applied yet is applied in order', () => {
  assert.deepEqual(decideMissing([first, second], []), [first, second]);
  assert.deepEqual(decideMissing([first, second], [applied(first)]), [second]);
  assert.deepEqual(decideMissing([first, second], [applied(first), applied(second)]), []);
});

test('a database that is newer than this Holdfast is refused with both numbers', () => {
  assert.throws(
    () => decideMissing([first], [applied(first), applied(second)]),
    (error) => isAppError(error, 'db.schema.newer') && /version 2\b.*up to 1\b/.test(error.publicMessage),
  );
});

test('an applied migration whose text changed is refused', () => {
  const edited = { ...first, text: `${first.text}-- and more` };
  assert.throws(
    () => decideMissing([edited], [applied(first)]),
    (error) => isAppError(error, 'db.schema.edited'),
  );
});

test('a gap in the numbers is a defect', () => {
  assert.throws(
    () => decideMissing([second], []),
    (error) => isAppError(error, 'foundation.invariant.broken'),
  );
});

test('a file without a reason or with another name is a defect', () => {
  for (const [name, text] of [
    ['000001_init.sql', 'select 1;'],
    ['1_init.sql', '-- why: x.'],
  ] as const) {
    assert.throws(
      () => parseMigration(name, text),
      (error) => isAppError(error, 'foundation.invariant.broken'),
    );
  }
});

test('a breaking migration says so on a line of its own', () => {
  assert.deepEqual([first.isBreaking, second.isBreaking], [false, true]);
});

test('the shipped migrations are numbered from one without a gap', async () => {
  const migrations = await readMigrations();
  assert.ok(migrations.length > 0);
  assert.equal(decideMissing(migrations, []).length, migrations.length);
});
