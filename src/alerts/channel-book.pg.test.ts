import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAlerting } from '../../test/alerting.ts';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase } from '../../test/postgres.ts';

test('a channel that is removed takes the data key of its secret with it, and one that was refused leaves none', async (t) => {
  const shared = await openTestDatabase();
  t.after(() => shared.close());
  const { database } = shared;
  const workspaceId = await makeWorkspace(database);
  const { channels } = makeAlerting({ database });
  const keys = () => database.query('select 1 from data_key where workspace_id = $1', [workspaceId]);
  const draft = { kind: 'webhook', name: 'pager', url: 'https://pager.example/hook' } as const;
  const { channel } = await channels.create(workspaceId, draft);
  assert.equal((await keys()).length, 1);
  await assert.rejects(channels.create(workspaceId, draft), { code: 'alerts.channel.name_taken' });
  assert.equal((await keys()).length, 1);
  await channels.remove({ workspaceId, id: channel.id });
  assert.equal((await keys()).length, 0);
  await assert.rejects(channels.remove({ workspaceId, id: channel.id }), { code: 'alerts.channel.not_found' });
});
