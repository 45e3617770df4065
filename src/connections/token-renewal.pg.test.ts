import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, type TestContext, test } from 'node:test';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  type IssuedGrant,
  startAuthorizationServer,
} from '../../test/authorization-server.ts';
import { makeWorkspace } from '../../test/engine.ts';
import { openTestDatabase, type TestDatabase } from '../../test/postgres.ts';
import { connectTo, makeConnectionProcess, oauthCredential } from '../../test/renewing.ts';
import { makeId, type WorkspaceId } from '../foundation/index.ts';
import { makeMasterKeyText } from '../vault/index.ts';

const masterKey = makeMasterKeyText();
const workspaceId = makeId<WorkspaceId>();
const RENEWING_PROCESS = path.join(import.meta.dirname, '../../test/renewing-process.ts');
let shared: TestDatabase;
before(async () => {
  shared = await openTestDatabase();
  await makeWorkspace(shared.database, workspaceId);
});
after(() => shared.close());

type Process = ReturnType<typeof makeConnectionProcess>;

interface Scene {
  readonly server: AuthorizationServer;
  readonly grant: IssuedGrant;
  readonly name: string;
  readonly processes: readonly Process[];
  readonly first: Process;
  openAll(times: number): Promise<readonly { readonly tokenVersion: number | null }[]>;
}

let scenes = 0;

/** A connection with a living token, and several processes that use it. */
async function setScene(t: TestContext, options: AuthorizationServerOptions = {}, count = 1): Promise<Scene> {
  const server = await startAuthorizationServer(options);
  t.after(() => server.close());
  const processes = Array.from({ length: count }, () =>
    makeConnectionProcess({ url: shared.url, masterKey, ports: [server.port] }),
  );
  t.after(async () => {
    await Promise.all(processes.map((each) => each.close()));
  });
  scenes += 1;
  const name = `vendor-${scenes}`;
  const grant = await server.issueGrant();
  const [first] = processes as [Process];
  await connectTo(server, first, { workspaceId, name, grant });
  const openAll = (times: number) =>
    Promise.all(processes.flatMap(({ book }) => Array.from({ length: times }, () => book.open(workspaceId, name))));
  return { server, grant, name, processes, first, openAll };
}

/** The token is over, by the database's clock. */
async function endToken(name: string): Promise<void> {
  await shared.database.query(
    `update connection_token t set expires_at = now(), refresh_due_at = now() from connection c
     where c.id = t.connection_id and c.name = $1`,
    [name],
  );
}

interface Row {
  readonly state: string;
  readonly problem: string | null;
  readonly side: string | null;
  readonly scopes: string[] | null;
  readonly version: number;
  readonly failures: number;
  readonly holder: string | null;
}

async function rowOf(name: string): Promise<Row> {
  const [row] = await shared.database.query<Row>(
    `select c.state, c.problem, c.problem_side as side, c.granted_scopes as scopes, t.version::integer as version,
       t.failure_count as failures, t.refresh_holder as holder
     from connection c join connection_token t on t.connection_id = c.id where c.name = $1`,
    [name],
  );
  return row as Row;
}

async function statusOf(scene: Scene, name = scene.name): Promise<number> {
  const connection = await scene.first.book.open(workspaceId, name);
  const authorization = connection.attachment.headers.authorization?.reveal() ?? '';
  return (await fetch(`${scene.server.url}/api/items`, { headers: { authorization } })).status;
}

test('four processes that find a token ended renew it once, and all of them use the new one', async (t) => {
  const scene = await setScene(t, { graceMs: 0 }, 4);
  await endToken(scene.name);

  const opened = await scene.openAll(12);

  assert.deepEqual(new Set(opened.map((each) => each.tokenVersion)), new Set([2]));
  const { refreshes, familiesRevoked } = await scene.server.counts();
  assert.deepEqual({ refreshes, familiesRevoked }, { refreshes: 1, familiesRevoked: 0 });
  assert.equal(await statusOf(scene), 200);
});

test('tokens that live for two seconds are renewed once each while three processes call all the time', async (t) => {
  const scene = await setScene(t, { accessLifeSeconds: 2, graceMs: 0 }, 3);
  for (const { keeper } of scene.processes) await keeper.start();
  const untilMs = performance.now() + 6_000;
  while (performance.now() < untilMs) {
    const opened = await scene.openAll(3);
    assert.ok(opened.length === 9);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }

  const { refreshes, distinctTokens, refused, familiesRevoked } = await scene.server.counts();
  assert.deepEqual(
    { distinctTokens, refused, familiesRevoked },
    { distinctTokens: refreshes, refused: 0, familiesRevoked: 0 },
  );
  assert.ok(refreshes >= 3 && refreshes <= 6, `${refreshes} renewals in six seconds`);
});

test('an answer that is lost is asked for again at once with the old token, which the provider still takes', async (t) => {
  const scene = await setScene(t, { graceMs: 30_000 });
  await endToken(scene.name);
  await scene.server.dropAnswers(1);

  const opened = await scene.first.book.open(workspaceId, scene.name);

  assert.deepEqual(opened.readiness, { kind: 'ready' });
  const { refreshes, distinctTokens, familiesRevoked } = await scene.server.counts();
  assert.deepEqual(
    { refreshes, distinctTokens, familiesRevoked },
    { refreshes: 2, distinctTokens: 1, familiesRevoked: 0 },
  );
  assert.equal(await statusOf(scene), 200);
});

test('where the provider takes the old token no more, a lost answer makes the connection wait for its owner', async (t) => {
  const scene = await setScene(t, { graceMs: 0 });
  await endToken(scene.name);
  await scene.server.dropAnswers(1);

  const opened = await scene.first.book.open(workspaceId, scene.name);

  assert.equal(opened.state, 'needs_reconnect');
  const { side, problem, holder } = await rowOf(scene.name);
  assert.deepEqual({ side, holder }, { side: 'account', holder: null });
  assert.match(problem ?? '', /invalid_grant.*an earlier answer to a renewal was lost/);
});

for (const waitsAtClaim of [true, false]) {
  const moment = waitsAtClaim ? 'before it has sent anything' : 'after the provider has answered';
  test(`a process killed in the middle of a renewal, ${moment}, is followed by another`, async (t) => {
    const scene = await setScene(t, { graceMs: 60_000 });
    await endToken(scene.name);
    await scene.server.delayAnswers(20_000);
    const orders = { url: shared.url, masterKey, port: scene.server.port, workspaceId, name: scene.name, waitsAtClaim };
    const child = spawn(process.execPath, [RENEWING_PROCESS, JSON.stringify(orders)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: child.stdout }), 'line');
    if (!waitsAtClaim) await scene.server.untilRequests(1);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await scene.server.delayAnswers(0);

    const opened = await scene.first.book.open(workspaceId, scene.name);

    assert.deepEqual({ state: opened.state, version: opened.tokenVersion }, { state: 'active', version: 2 });
    assert.equal((await scene.server.counts()).familiesRevoked, 0);
    assert.equal(await statusOf(scene), 200);
  });
}

test('a provider that is down delays runs and nothing else; the first answer afterwards ends that', async (t) => {
  const scene = await setScene(t);
  await endToken(scene.name);
  await scene.server.setMode('unavailable');

  const waiting = await scene.first.book.open(workspaceId, scene.name);
  assert.equal(waiting.state, 'active');
  assert.equal(waiting.readiness.kind, 'renewing');
  assert.equal((await rowOf(scene.name)).failures, 1);

  await scene.server.setMode('up');
  await endToken(scene.name);
  assert.deepEqual((await scene.first.book.open(workspaceId, scene.name)).readiness, { kind: 'ready' });
  assert.equal((await rowOf(scene.name)).failures, 0);
});

test('while it waits for a provider that is down it does not ask at every opening', async (t) => {
  const scene = await setScene(t, {}, 3);
  await endToken(scene.name);
  await scene.server.setMode('down');
  await scene.openAll(1);
  await shared.database.query(
    `update connection_token t set refresh_due_at = now() + interval '1 minute' from connection c
     where c.id = t.connection_id and c.name = $1`,
    [scene.name],
  );
  const { failures } = await rowOf(scene.name);
  await scene.openAll(5);
  assert.equal((await rowOf(scene.name)).failures, failures);
});

test('an answer without refresh token keeps the old one, and without expires_in the token does not come due', async (t) => {
  const scene = await setScene(t, { rotation: false });
  await endToken(scene.name);
  await scene.server.omitFromAnswers(['refresh_token', 'expires_in']);
  assert.equal((await scene.first.book.open(workspaceId, scene.name)).tokenVersion, 2);
  const [times] = await shared.database.query(
    `select t.expires_at, t.refresh_due_at from connection_token t join connection c on c.id = t.connection_id where c.name = $1`,
    [scene.name],
  );
  assert.deepEqual(times, { expires_at: null, refresh_due_at: null });

  await endToken(scene.name);
  assert.equal((await scene.first.book.reopen(workspaceId, scene.name)).tokenVersion, 3);
});

test('a token that the vendor refuses is renewed once, however many calls were refused', async (t) => {
  const scene = await setScene(t, { graceMs: 0 }, 3);
  const used = await scene.first.book.open(workspaceId, scene.name);
  await scene.server.revokeAccessTokens();

  const renewed = await Promise.all(
    scene.processes.flatMap(({ book }) => [book.renewAfterRefusal(used), book.renewAfterRefusal(used)]),
  );

  assert.ok(
    renewed.every(({ connection: each }) => each.credentialMark !== used.credentialMark && each.tokenVersion === 2),
  );
  assert.equal((await scene.server.counts()).refreshes, 1);
  assert.equal(await statusOf(scene), 200);
});

test('a token that the vendor refuses is renewed also while somebody waits for the renewal of another version', async (t) => {
  const scene = await setScene(t, { graceMs: 0 });
  const { id: connectionId } = await scene.first.book.open(workspaceId, scene.name);
  const key = { workspaceId, connectionId };
  await Promise.all([
    scene.first.renewer.renew(key, { knownVersion: 0, reason: 'due' }),
    scene.first.renewer.renew(key, { knownVersion: 1, reason: 'refused' }),
  ]);
  assert.equal((await rowOf(scene.name)).version, 2);
});

test('a refused token that cannot be renewed just now is over for everybody until it is', async (t) => {
  const scene = await setScene(t, {}, 2);
  const used = await scene.first.book.open(workspaceId, scene.name);
  await scene.server.setMode('unavailable');
  assert.equal((await scene.first.book.renewAfterRefusal(used)).connection.readiness.kind, 'renewing');
  const other = await (scene.processes[1] as Process).book.open(workspaceId, scene.name);
  assert.deepEqual({ state: other.state, readiness: other.readiness.kind }, { state: 'active', readiness: 'renewing' });
});

test('a consent that was taken back is for the owner of the account to mend', async (t) => {
  const scene = await setScene(t);
  await scene.server.revokeGrant(scene.grant.grantId);
  await endToken(scene.name);
  assert.equal((await scene.first.book.open(workspaceId, scene.name)).state, 'needs_reconnect');
  const { side, problem } = await rowOf(scene.name);
  assert.equal(side, 'account');
  assert.match(problem ?? '', /no longer accepts the consent: invalid_grant/);
});

test('a changed client secret is for the operator to mend, and the consent goes on once it is given', async (t) => {
  const scene = await setScene(t);
  await scene.server.changeClientSecret('a-new-secret-of-the-app-for-tests');
  await endToken(scene.name);
  const stuck = await scene.first.book.open(workspaceId, scene.name);
  const { side, problem } = await rowOf(scene.name);
  assert.equal(side, 'app');
  assert.match(problem ?? '', /does not accept the OAuth app: invalid_client/);

  const app = oauthCredential(scene.server);
  const client = { ...app.client, secret: 'a-new-secret-of-the-app-for-tests' };
  await scene.first.book.replaceCredential(stuck, { ...app, client });
  assert.equal((await scene.first.book.open(workspaceId, scene.name)).state, 'active');
  assert.equal(await statusOf(scene), 200);
});

test('scopes that shrank are known from the answer that gave fewer', async (t) => {
  const scene = await setScene(t);
  assert.deepEqual((await rowOf(scene.name)).scopes, ['items.read', 'items.write']);
  await scene.server.shrinkScopes('items.read');
  await endToken(scene.name);
  const opened = await scene.first.book.open(workspaceId, scene.name);
  assert.deepEqual(opened.grantedScopes, ['items.read']);
});

test('client credentials are obtained when the connection is first opened, and anew when they end', async (t) => {
  const scene = await setScene(t, {}, 2);
  const name = `${scene.name}-machine`;
  const settings = { baseUrl: scene.server.url };
  const credential = oauthCredential(scene.server, 'client_credentials');
  await scene.first.book.create({ workspaceId, name, connector: 'http', settings, credential });
  const [one, other] = await Promise.all(scene.processes.map(({ book }) => book.open(workspaceId, name)));
  assert.deepEqual([one?.tokenVersion, other?.tokenVersion], [2, 2]);
  assert.equal(await statusOf(scene, name), 200);
  const notes = await scene.server.notes();
  assert.equal(notes.filter((note) => note.grantType === 'client_credentials').length, 1);
});

test('a renewal overtaken by a new consent does not store its tokens over it', async (t) => {
  const scene = await setScene(t);
  await endToken(scene.name);
  await scene.server.delayAnswers(400);
  const opening = scene.first.book.open(workspaceId, scene.name);
  await scene.server.untilRequests(1);
  const { accessToken, refreshToken } = await scene.server.issueGrant();
  const connection = await scene.first.book.find(workspaceId, scene.name);
  const grant = { tokens: { accessToken, refreshToken, expiresInMs: 3_600_000 }, asked: ['items.read'] };
  await scene.first.book.replaceCredential(connection, oauthCredential(scene.server), grant);
  await opening;
  const opened = await scene.first.book.reopen(workspaceId, scene.name);
  assert.equal(opened.attachment.headers.authorization?.reveal(), `Bearer ${accessToken}`);
});
