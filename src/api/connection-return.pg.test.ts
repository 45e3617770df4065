import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AuthorizationServer } from '../../test/authorization-server.ts';
import { type ConsentStage, openConsentStage } from '../../test/consent-stage.ts';
import { type TestHoldfast, VENDOR_KEY } from '../../test/holdfast.ts';
import type { Browser } from '../../test/people.ts';
import { oauthCredential } from '../../test/renewing.ts';
import { Database } from '../db/index.ts';
import { type JsonObject, type JsonValue, silentLog } from '../foundation/index.ts';

let stage: ConsentStage | undefined;
let holdfast: TestHoldfast;
let server: AuthorizationServer;
let owner: Browser;

before(async () => {
  stage = await openConsentStage();
  ({ holdfast, server, owner } = stage);
});
after(() => stage?.close());

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
