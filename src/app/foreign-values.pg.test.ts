import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHoldfast, type TestHoldfast, until } from '../../test/holdfast.ts';
import { Database } from '../db/index.ts';
import { silentLog } from '../foundation/index.ts';

let holdfast: TestHoldfast;
let database: Database;
before(async () => {
  holdfast = await startHoldfast();
  database = new Database({ url: holdfast.databaseUrl, log: silentLog });
});
after(async () => {
  await database.close();
  await holdfast.stop();
});

test('a credential that was copied into another row opens nothing there and stands in the audit', async () => {
  const { connections } = holdfast.wired;
  const { workspaceId } = await connections.find(await firstWorkspace(), 'billing');
  const settings = { baseUrl: holdfast.vendor.url };
  const draft = { workspaceId, connector: 'sandbox_invoicing', settings };
  const victim = await connections.create({ ...draft, name: 'other', credential: { kind: 'api_key', key: 'mine' } });
  const sql = `update connection set sealed_credential =
    (select sealed_credential from connection where name = 'billing') where id = $1`;
  await database.query(sql, [victim.id]);
  const opened = await connections.reopen(workspaceId, 'other');
  assert.deepEqual([opened.state, opened.attachment.headers], ['needs_reconnect', {}]);
  const [entry] = await until(
    () =>
      database.query<object>(
        `select action, subject, result, details::jsonb ->> 'ownerId' as "ownerId" from audit_entry where result = 'refused'`,
        [],
      ),
    (rows) => rows.length > 0,
  );
  const { action, subject, result, ownerId } = entry as Record<string, unknown>;
  assert.deepEqual(
    { action, subject, result, ownerId },
    { action: 'sealed_value.foreign', subject: 'other', result: 'refused', ownerId: victim.id },
  );
});

async function firstWorkspace() {
  const [row] = await database.query<{ id: never }>('select workspace_id as id from workspace', []);
  assert.ok(row);
  return row.id;
}
