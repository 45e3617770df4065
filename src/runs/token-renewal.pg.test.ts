import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AuthorizationServer, startAuthorizationServer } from '../../test/authorization-server.ts';
import {
  acceptEvent,
  type Engine,
  makeEngine,
  makeMasterKeyText,
  makeWorkspace,
  publishSteps,
  settle,
} from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { connectTo } from '../../test/renewing.ts';
import type { RunId, WorkspaceId } from '../foundation/index.ts';

let shared: TestDatabase;
let server: AuthorizationServer;
let engine: Engine;
let workspaceId: WorkspaceId;
before(async () => {
  shared = await openTestDatabase();
  server = await startAuthorizationServer();
  engine = await makeEngine({ url: shared.url, masterKey: makeMasterKeyText(), ports: [server.port] });
  workspaceId = await makeWorkspace(engine.database);
  const grant = await server.issueGrant();
  await connectTo(server, { book: engine.connections }, { workspaceId, name: 'vendor', grant });
  const send = {
    key: 'send',
    kind: 'call',
    connection: 'vendor',
    operation: 'request',
    declare: { class: 'N' },
    input: {
      object: {
        method: { value: 'POST' },
        path: { value: 'api/items' },
        body: { object: { number: { from: 'trigger.number' } } },
      },
    },
  };
  await publishSteps(engine, workspaceId, { name: 'items', steps: [send] });
});
after(async () => {
  await engine.stop();
  await server.close();
  await shared.close();
});

async function stateOf(id: RunId): Promise<string> {
  const [row] = await engine.database.query<{ state: string }>('select state from run where id = $1', [id]);
  return row?.state ?? '';
}

async function send(number: number): Promise<RunId> {
  const accepted = await acceptEvent(engine, workspaceId, { flowName: 'items', body: { number } });
  return accepted.runId as RunId;
}

test('a token that the vendor stops taking is renewed once, and every run of it succeeds', async () => {
  await server.revokeAccessTokens();
  const ids = [await send(1), await send(2), await send(3)];
  await settle(engine, { skipWaits: true });
  for (const id of ids) assert.equal(await stateOf(id), 'succeeded');
  assert.equal((await server.counts()).refreshes, 1);
});

test('while the provider is down runs wait, and afterwards each of them succeeds', async () => {
  await server.revokeAccessTokens();
  await server.setMode('unavailable');
  const id = await send(4);
  await settle(engine);
  assert.equal(await stateOf(id), 'waiting');
  const { state } = await engine.connections.find(workspaceId, 'vendor');
  assert.equal(state, 'active');
  await server.setMode('up');
  await engine.database.query('update connection_token set refresh_due_at = now()', []);
  await settle(engine, { skipWaits: true });
  assert.equal(await stateOf(id), 'succeeded');
});
