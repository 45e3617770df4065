import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import type { ConnectionBook } from '../connections/index.ts';
import { type JsonObject, makeId, type WorkspaceId } from '../foundation/index.ts';
import { ConnectionUse } from './connection-use.ts';
import { DraftBook } from './draft-book.ts';
import { FlowLibrary } from './flow-library.ts';

const workspaceId = makeId<WorkspaceId>();
const connections = [
  { name: 'chat', connector: 'http', grantedScopes: ['chat.read'] },
  { name: 'files', connector: 'http', grantedScopes: null },
  { name: 'unused', connector: 'http', grantedScopes: [] },
];

let shared: TestDatabase;
let flows: FlowLibrary;
let drafts: DraftBook;
let use: ConnectionUse;
before(async () => {
  shared = await openTestDatabase();
  const { database } = shared;
  await makeWorkspace(database, workspaceId);
  const book = { list: async () => connections } as unknown as ConnectionBook;
  flows = new FlowLibrary({ database, connections: book });
  drafts = new DraftBook({ database, flows });
  use = new ConnectionUse({ database, connections: book });
});
after(() => shared.close());

const call = (key: string, connection: string, scopes: string[]): JsonObject => ({
  key,
  kind: 'call',
  connection,
  operation: 'request',
  declare: { class: 'N', scopes },
  input: { object: { method: { value: 'GET' }, path: { value: 'a' } } },
});

const flow = (name: string, steps: JsonObject[]): JsonObject => ({
  holdfast: 1,
  name,
  title: name,
  trigger: { kind: 'webhook', signature: { kind: 'unsigned' }, schema: true },
  steps,
});

test('what live flows need of a connection is told scope by scope, and drafts need nothing yet', async () => {
  const inner = { key: 'way', kind: 'branch', cases: [{ when: 'true', steps: [call('b', 'chat', ['chat.write'])] }] };
  const document = flow('talk', [call('a', 'chat', ['chat.read']), call('c', 'files', ['files.read']), inner]);
  await flows.publish({ workspaceId, document, note: '', publishedBy: 'ada' });
  await drafts.create({
    workspaceId,
    title: 'later',
    document: flow('later', [call('a', 'chat', ['chat.admin'])]),
    editedBy: 'ada',
  });
  assert.deepEqual(await use.neededScopes(workspaceId, 'chat'), [
    { connection: 'chat', scope: 'chat.read', flow: 'talk' },
    { connection: 'chat', scope: 'chat.write', flow: 'talk' },
  ]);
  assert.equal((await use.neededScopes(workspaceId)).length, 3);
  const users = await use.users(workspaceId);
  assert.deepEqual(users.get('chat'), [
    { name: 'later', title: 'later', isLive: false },
    { name: 'talk', title: 'talk', isLive: true },
  ]);
  assert.deepEqual(users.get('unused'), undefined);
});

test('a document asks for consent to what is missing, where the way to sign in knows scopes', async () => {
  const document = flow('ask', [call('a', 'chat', ['chat.read', 'chat.write']), call('b', 'files', ['files.read'])]);
  assert.deepEqual(await use.consentFor(workspaceId, document), [{ connection: 'chat', missing: ['chat.write'] }]);
  assert.deepEqual(await use.consentFor(workspaceId, flow('ask', [call('a', 'chat', ['chat.read'])])), []);
  assert.deepEqual(await use.consentFor(workspaceId, { steps: [{ kind: 'call', connection: 'gone' }] }), []);
});

test('a new version changes at once what is needed', async () => {
  const publish = (steps: JsonObject[]) =>
    flows.publish({ workspaceId, document: flow('changing', steps), note: '', publishedBy: 'ada' });
  const scopes = async () =>
    (await use.neededScopes(workspaceId, 'files')).filter((each) => each.flow === 'changing').map(({ scope }) => scope);
  await publish([call('a', 'files', ['files.read'])]);
  assert.deepEqual(await scopes(), ['files.read']);
  await publish([call('a', 'files', ['files.write'])]);
  assert.deepEqual(await scopes(), ['files.write']);
});

test('a scope that only the vendor has named is needed while a run is held for it', async () => {
  const { database } = shared;
  const document = flow('short', [call('a', 'chat', ['chat.read'])]);
  await flows.publish({ workspaceId, document, note: '', publishedBy: 'ada' });
  const connectionId = makeId();
  await database.query(
    `insert into connection (workspace_id, id, name, connector, settings, auth_kind, sealed_credential)
     values ($1, $2, 'chat', 'http', '{}', 'oauth2', '-')`,
    [workspaceId, connectionId],
  );
  await database.query(
    `insert into run (workspace_id, id, flow_id, flow_version, event_id, state, held_connection_id, held_scopes)
     select $1, $2, id, 1, $3, 'held', $4, '{chat.read,chat.admin}' from flow where workspace_id = $1 and name = 'short'`,
    [workspaceId, makeId(), makeId(), connectionId],
  );
  const scopes = async (name: string) =>
    (await use.neededScopes(workspaceId, name)).filter((each) => each.flow === 'short').map(({ scope }) => scope);
  assert.deepEqual(await scopes('chat'), ['chat.read', 'chat.admin']);
  assert.deepEqual(await scopes('files'), []);
  await database.query(`delete from run where held_connection_id = $1`, [connectionId]);
  assert.deepEqual(await scopes('chat'), ['chat.read']);
});
