/**
 * Every SQL statement of the stores is prepared against the migrated schema: a column that was renamed, a type that does
 * not fit or a slip of the pen shows here and not at night.
 */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openTestDatabase } from '../postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const STORES = globSync('src/**/*.store.ts', { cwd: ROOT });

async function readStatements(file: string): Promise<readonly (readonly [name: string, sql: string])[]> {
  const store = (await import(path.join(ROOT, file))) as Record<string, unknown>;
  return Object.entries(store).flatMap(([name, value]) =>
    name.startsWith('sql') && typeof value === 'string' ? [[name, value] as const] : [],
  );
}

test('every statement of every store fits the schema', async (t) => {
  const { database } = await openTestDatabase(t);
  let prepared = 0;
  for (const file of STORES) {
    for (const [name, sql] of await readStatements(file)) {
      // DDL and plain calls cannot be prepared; there are none in the stores.
      await assert.doesNotReject(database.query(`prepare ${name.toLowerCase()} as ${sql}`), `${file}: ${name}`);
      await database.query(`deallocate all`);
      prepared += 1;
    }
  }
  assert.ok(STORES.length >= 10 && prepared >= 40, `only ${prepared} statements of ${STORES.length} stores were seen`);
});

test('a statement that does not fit the schema is refused', async (t) => {
  const { database } = await openTestDatabase(t);
  await assert.rejects(database.query('prepare wrong as select no_such_column from run'));
});
