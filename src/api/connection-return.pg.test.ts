import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type AuthorizationServer, startAuthorizationServer } from '../../test/authorization-server.ts';
import { startHoldfast, type TestHoldfast, VENDOR_KEY } from '../../test/holdfast.ts';
import { type Browser, setUpOwner } from '../../test/people.ts';
import { oauthCredential } from '../../test/renewing.ts';
import { Database } from '../db/index.ts';
import { type JsonObject, type JsonValue, silentLog } from '../foundation/index.ts';

let holdfast: TestHoldfast;
let server: AuthorizationServer;
let owner: Browser;

before(async () => {
  const port = await freePort();
  server = await startAuthorizationServer({ redirectUris: [`http://localhost:${port}/oauth/callback`] });
  holdfast = await startHoldfast({ env: { HOLDFAST_PORT: String(port) }, loopbackPorts: [server.port] });
  owner = await setUpOwner(holdfast);
});
after(async () => {
  await holdfast?.stop();
  await server?.close();
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const settings = () => ({ baseUrl: server.url, verificationPath: '/api/me' });

const show = async (name: string) => (await owner.call('GET', `/api/v1/connections/${name}`)).body;

/** Begins a consent; what it gives back finishes it. */
async function consent(target: JsonObject): Promise<() => Promise<void>> {
  const begun = await owner.call('POST', '/api/v1/connections/authorize', target);
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  const { url } = begun.body as { url: string };
  return async () => {
    const { pathname, search } = new URL(await server.consent(url));
    const page = await fetch(`${holdfast.url}${pathname}${search}`, { headers: { cookie: owner.cookie } });
    assert.match(await page.text(), /is connected/);
  };
}

test('a connection that is revoked holds its key no more, and comes back when another is given and proven', async () => {
  const path = '/api/v1/connections/keyed';
  const settings = { baseUrl: holdfast.vendor.url };
  const draft = { name: 'keyed', connector: 'sandbox_invoicing', settings };
  await owner.call('POST', '/api/v1/connections', { ...draft, credential: { kind: 'api_key', key: VENDOR_KEY } });
  const database = new Database({ url: holdfast.databaseUrl, log: silentLog });
  const sealed = () =>
    database.query<{ size: number }>(`select length(sealed_credential) as size from connection where name = 'keyed'`);
  const [before] = await sealed();
  assert.equal((await owner.call('POST', `${path}/revoke`)).status, 200);
  const [after] = await sealed();
  assert.ok((after?.size ?? 0) < (before?.size ?? 0), 'the key is still sealed in the row');
  await database.close();
  const still = await show('keyed');
  assert.equal(still.state, 'revoked');
  assert.ok(still.revokedAt !== null);
  await holdfast.client.replaceCredential('keyed', { kind: 'api_key', key: VENDOR_KEY });
  const back = await show('keyed');
  assert.deepEqual([back.state, back.revokedAt], ['active', null]);
});

test('a connection reconnected by a consent that began before keeps the settings that were changed meanwhile', async () => {
  const credential = oauthCredential(server) as unknown as JsonValue;
  const first = await consent({ name: 'items', connector: 'http', settings: settings(), credential });
  await first();
  const finish = await consent({ reconnect: 'items' });
  const changed = { ...settings(), verificationPath: '/api/items' };
  assert.equal((await owner.call('PATCH', '/api/v1/connections/items', { settings: changed })).status, 200);
  await finish();
  assert.deepEqual({ ...((await show('items')).settings as JsonObject) }, changed);
});
