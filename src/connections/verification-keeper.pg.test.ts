import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type AuthorizationServer, startAuthorizationServer } from '../../test/authorization-server.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { connectTo, makeConnectionProcess } from '../../test/renewing.ts';
import { makeTestVault } from '../../test/vault.ts';
import { AuditBook, insertWorkspace } from '../access/index.ts';
import { makeId, silentLog, systemClock, type WorkspaceId } from '../foundation/index.ts';
import { makeMasterKeyText } from '../vault/index.ts';
import { makeConnecting } from './make-connecting.ts';

let server: AuthorizationServer;
let testDatabase: TestDatabase;
let room: ReturnType<typeof makeConnectionProcess>;
let connecting: ReturnType<typeof makeConnecting>;
let audit: AuditBook;
const workspaceId = makeId<WorkspaceId>();
/** A vendor that answers as it is told to. */
let vendorStatus = 200;
let vendorPort = 0;
const vendor = createServer((_request, response) => {
  response.writeHead(vendorStatus, { 'content-type': 'application/json' }).end('{}');
});

before(async () => {
  server = await startAuthorizationServer();
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  vendorPort = (vendor.address() as AddressInfo).port;
  testDatabase = await openTestDatabase();
  const masterKey = makeMasterKeyText();
  room = makeConnectionProcess({ url: testDatabase.url, masterKey, ports: [server.port, vendorPort] });
  const { database, sender } = room;
  await insertWorkspace(database, { workspaceId, name: 'test', sealedKeySeed: Buffer.from('-') });
  audit = new AuditBook(database);
  const onChange = () => undefined;
  const vault = makeTestVault(database, masterKey);
  connecting = makeConnecting(room, { database, vault, sender, audit, onChange, clock: systemClock, log: silentLog });
});
after(async () => {
  await room?.close();
  await testDatabase?.close();
  await server?.close();
  vendor.close();
});

async function makeDue(name: string): Promise<void> {
  await room.database.query('update connection set verify_due_at = now() where name = $1', [name]);
}

async function healthOf(name: string) {
  const connection = await room.book.find(workspaceId, name);
  return { connection, health: await connecting.connectionHealth.one(connection) };
}

test('a connection whose day is over is looked at, told as whom it works, and left alone for another day', async () => {
  const grant = await server.issueGrant();
  await connectTo(server, room, { workspaceId, name: 'daily', grant });
  await connecting.verificationKeeper.turn();
  assert.equal((await healthOf('daily')).connection.verifiedAt, null);
  await makeDue('daily');
  await connecting.verificationKeeper.turn();
  const { connection, health } = await healthOf('daily');
  assert.ok(connection.verifiedAt !== null);
  assert.equal(health?.account, 'ada@example.com');
  await connecting.verificationKeeper.turn();
  assert.deepEqual((await healthOf('daily')).connection.verifiedAt, connection.verifiedAt);
});

test('a vendor that is away leaves the state as it was and is named; the next good look takes that back', async () => {
  const settings = { baseUrl: `http://127.0.0.1:${vendorPort}` };
  await room.book.create({ workspaceId, name: 'away', connector: 'http', settings, credential: { kind: 'none' } });
  vendorStatus = 503;
  await makeDue('away');
  await connecting.verificationKeeper.turn();
  const away = await healthOf('away');
  assert.equal(away.connection.state, 'active');
  assert.match(away.health?.verifyProblem ?? '', /status 503/);
  vendorStatus = 200;
  await makeDue('away');
  await connecting.verificationKeeper.turn();
  assert.equal((await healthOf('away')).health?.verifyProblem, null);
});

test('an access token that ended before its time is renewed and tried again, so that nobody is bothered', async () => {
  await server.revokeAccessTokens();
  await makeDue('daily');
  await connecting.verificationKeeper.turn();
  const { connection } = await healthOf('daily');
  assert.equal(connection.state, 'active');
  assert.equal((await server.counts()).familiesRevoked, 0);
});

test('a grant that was taken back is found by the daily look, which is remembered', async () => {
  const grant = await server.issueGrant();
  await connectTo(server, room, { workspaceId, name: 'taken-back', grant });
  await server.revokeGrant(grant.grantId);
  await makeDue('taken-back');
  await Promise.all([connecting.verificationKeeper.turn(), connecting.verificationKeeper.turn()]);
  const { connection, health } = await healthOf('taken-back');
  assert.equal(connection.state, 'needs_reconnect');
  assert.equal(health?.problemSide, 'account');
  const entries = await audit.list(workspaceId, { before: undefined, limit: 10 });
  const looks = entries.filter(({ subject }) => subject === 'taken-back');
  assert.deepEqual(
    looks.map(({ action, actor, result }) => [action, actor, result]),
    [['connection.verified', 'holdfast', 'refused']],
  );
});

test('a look that was under way while the connection was revoked does not bring it back', async () => {
  const grant = await server.issueGrant();
  await connectTo(server, room, { workspaceId, name: 'ended', grant });
  const looked = await room.book.find(workspaceId, 'ended');
  await connecting.connectionEnding.revoke({ workspaceId, actor: 'test', personId: null }, 'ended');
  await room.book.markVerified(looked);
  const { connection } = await healthOf('ended');
  assert.equal(connection.state, 'revoked');
  assert.deepEqual((await room.book.reopen(workspaceId, 'ended')).origins, []);
});
