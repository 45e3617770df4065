import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { AuthorizationServer } from '../../test/authorization-server.ts';
import { type ConsentStage, openConsentStage } from '../../test/consent-stage.ts';
import { customerFlow, type TestHoldfast, VENDOR_KEY } from '../../test/holdfast.ts';
import { addMember, Browser } from '../../test/people.ts';
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

/** A new connection that is consented to. */
function consentTarget(name: string): JsonObject {
  return { name, connector: 'http', settings: settings(), credential: oauthCredential(server) as unknown as JsonValue };
}

async function start(browser: Browser, target: JsonObject): Promise<{ id: string; url: string }> {
  const begun = await browser.call('POST', '/api/v1/connections/authorize', target);
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  return begun.body as { id: string; url: string };
}

/** The way back: what the provider sends the browser to, opened by a browser. */
async function comeBack(browser: { cookie: string }, callback: string): Promise<{ status: number; html: string }> {
  const { pathname, search } = new URL(callback);
  const answer = await fetch(`${holdfast.url}${pathname}${search}`, { headers: { cookie: browser.cookie } });
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/);
  return { status: answer.status, html: await answer.text() };
}

async function stateOf(id: string): Promise<JsonObject> {
  return (await owner.call('GET', `/api/v1/authorizations/${id}`)).body;
}

const show = async (name: string) => (await owner.call('GET', `/api/v1/connections/${name}`)).body;

describe('a consent', () => {
  test('asks with PKCE and a one-time state, is proven before it is saved, and is remembered', async () => {
    const { id, url } = await start(owner, consentTarget('items'));
    const asked = new URL(url).searchParams;
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.ok((asked.get('state') ?? '').length > 40);
    assert.deepEqual(await stateOf(id), { state: 'pending', connection: null, problem: null });
    assert.equal((await owner.call('GET', '/api/v1/connections/items')).status, 404);

    const callback = await server.consent(url);
    const page = await comeBack(owner, callback);
    assert.match(page.html, /&#34;items&#34; is connected/);
    assert.deepEqual(await stateOf(id), { state: 'done', connection: 'items', problem: null });
    const made = await show('items');
    assert.equal(made.state, 'active');
    assert.ok(made.verifiedAt !== null);
    assert.equal(made.ownerName, 'Olga Owner');
    assert.equal(made.account, 'ada@example.com');
    assert.deepEqual((made.scopes as JsonObject).granted, ['items.read', 'items.write']);
    assert.ok((made.token as JsonObject).refreshedAt);
    const { entries } = (await owner.call('GET', '/api/v1/audit')).body as { entries: JsonObject[] };
    assert.deepEqual([entries[0]?.action, entries[0]?.subject], ['connection.made', 'items']);

    const again = await comeBack(owner, callback);
    assert.equal(again.status, 400);
    assert.match(again.html, /belongs to no consent/);
  });

  test('keeps id and flows of the connection that is reconnected', async () => {
    const before = await show('items');
    const { url } = await start(owner, { reconnect: 'items' });
    await comeBack(owner, await server.consent(url));
    const after = await show('items');
    assert.equal(after.id, before.id);
    assert.notEqual((after.token as JsonObject).refreshedAt, (before.token as JsonObject).refreshedAt);
  });

  test('without its state, with a foreign one or from another issuer gives nothing', async () => {
    const { id, url } = await start(owner, consentTarget('forged'));
    const callback = new URL(await server.consent(url));
    const forged = (change: (parameters: URLSearchParams) => void): string => {
      const copy = new URL(callback);
      change(copy.searchParams);
      return copy.href;
    };
    const bad = [
      forged((parameters) => parameters.delete('state')),
      forged((parameters) => parameters.set('state', '')),
      forged((parameters) => parameters.set('state', 'A'.repeat(43))),
      forged((parameters) => parameters.append('state', 'other')),
    ];
    for (const each of bad) assert.equal((await comeBack(owner, each)).status, 400, each);
    assert.equal((await stateOf(id)).state, 'pending');
    const wrongIssuer = forged((parameters) => parameters.set('iss', 'https://evil.example'));
    assert.match((await comeBack(owner, wrongIssuer)).html, /is not connected/);
    const ended = await stateOf(id);
    assert.equal(ended.state, 'failed');
    assert.match(String(ended.problem), /came from another provider/);
    assert.equal((await comeBack(owner, callback.href)).status, 400);
    assert.equal((await owner.call('GET', '/api/v1/connections/forged')).status, 404);
  });

  test('can be finished by the browser and the person who began it, and by nobody else', async () => {
    const builder = await addMember(owner, 'bob@example.com', 'builder');
    const { id, url } = await start(owner, consentTarget('mine'));
    const callback = await server.consent(url);
    const [binding = ''] = owner.cookie.split('; ').filter((pair) => pair.includes(id));
    assert.ok(binding.length > 0);
    const session = owner.cookie.split('; ').filter((pair) => !pair.includes('holdfast_consent'));
    for (const cookie of ['', builder.cookie, session.join('; '), binding, `${builder.cookie}; ${binding}`]) {
      const refused = await comeBack({ cookie }, callback);
      assert.equal(refused.status, 400);
      assert.match(refused.html, /did not begin/);
    }
    assert.equal((await stateOf(id)).state, 'pending');
    assert.match((await comeBack(owner, callback)).html, /is connected/);
  });

  test('counts for ten minutes', async () => {
    const { id, url } = await start(owner, consentTarget('late'));
    const callback = await server.consent(url);
    const database = new Database({ url: holdfast.databaseUrl, log: silentLog });
    await database.query(
      `update authorization_request set expires_at = expires_at - interval '10 minutes' where id = $1`,
      [id],
    );
    await database.close();
    assert.equal((await comeBack(owner, callback)).status, 400);
    assert.equal((await stateOf(id)).state, 'failed');
    assert.equal((await owner.call('GET', '/api/v1/connections/late')).status, 404);
  });

  test('that the person refuses says so in words and saves nothing', async () => {
    const { id, url } = await start(owner, consentTarget('refused'));
    const state = new URL(url).searchParams.get('state') as string;
    const refusal = new URLSearchParams({
      state,
      error: 'access_denied',
      error_description: 'No <b>thanks</b>',
      iss: server.url,
    });
    const { html } = await comeBack(owner, `http://localhost/oauth/callback?${refusal}`);
    assert.match(html, /No &#60;b&#62;thanks/);
    assert.match(String((await stateOf(id)).problem), /access_denied/);
  });

  test('is nothing for a token, which has no browser', async () => {
    const headers = { authorization: `Bearer ${holdfast.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify(consentTarget('by-token'));
    const url = `${holdfast.url}/api/v1/connections/authorize`;
    const answer = (await (await fetch(url, { method: 'POST', headers, body })).json()) as JsonObject;
    assert.equal(answer.code, 'api.person.needed');
  });
});

describe('a credential', () => {
  const draft = (key: string, name = 'proven'): JsonObject => ({
    name,
    connector: 'sandbox_invoicing',
    settings: { baseUrl: holdfast.vendor.url },
    credential: { kind: 'api_key', key },
  });

  test('that the vendor refuses is not saved, and its own words are told without the key', async () => {
    const key = 'wrong-key-that-is-long';
    const refused = await owner.call('POST', '/api/v1/connections', { ...draft(key), verify: true });
    assert.equal(refused.body.code, 'connections.verification.refused', JSON.stringify(refused.body));
    assert.match(String(refused.body.detail), /status 401: The credential is missing or wrong\./);
    assert.ok(!JSON.stringify(refused.body).includes(key));
    assert.equal((await show('proven')).code, 'connections.connection.not_found');
    const made = await owner.call('POST', '/api/v1/connections', { ...draft(VENDOR_KEY), verify: true });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual([made.body.verifiedAt !== null, made.body.grant], [true, null]);
    const replaced = { credential: { kind: 'api_key', key }, verify: true };
    assert.equal((await owner.call('PUT', '/api/v1/connections/proven/credential', replaced)).status, 502);
    assert.equal((await owner.call('POST', '/api/v1/connections/proven/verify')).status, 200);
  });

  test('is never sent to another origin by a mere change of settings', async () => {
    const elsewhere = { settings: { baseUrl: server.url } };
    const refused = await owner.call('PATCH', '/api/v1/connections/proven', elsewhere);
    assert.equal(refused.body.code, 'connections.settings.other_origin', JSON.stringify(refused.body));
    const same = { settings: { baseUrl: `${holdfast.vendor.url}/` }, verify: true, drainPerSecond: 5 };
    const changed = await owner.call('PATCH', '/api/v1/connections/proven', same);
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    assert.equal(changed.body.drainPerSecond, 5);
  });
});

describe('an OAuth app', () => {
  test('of client credentials is proven with a token of its own before it is saved', async () => {
    const credential = oauthCredential(server, 'client_credentials') as unknown as JsonObject;
    const wrong = { ...credential, client: { id: server.clientId, secret: 'not-the-secret-of-the-app' } };
    const draft = { name: 'machine', connector: 'http', settings: settings(), verify: true };
    const refused = await owner.call('POST', '/api/v1/connections', { ...draft, credential: wrong });
    assert.equal(refused.body.code, 'connections.verification.refused', JSON.stringify(refused.body));
    const made = await owner.call('POST', '/api/v1/connections', { ...draft, credential });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual([made.body.token !== null, made.body.grant], [true, 'client_credentials']);
  });

  test('cannot be given anew with other addresses, to which the consent would then be sent', async () => {
    const credential = oauthCredential(server);
    const endpoints = { ...credential.endpoints, tokenUrl: 'https://evil.example/token' };
    const moved = { credential: { ...credential, endpoints } } as unknown as JsonObject;
    const refused = await owner.call('PUT', '/api/v1/connections/items/credential', moved);
    assert.equal(refused.body.code, 'connections.authorization.needed', JSON.stringify(refused.body));
    const same = { credential, verify: true } as unknown as JsonObject;
    const given = await owner.call('PUT', '/api/v1/connections/items/credential', same);
    assert.equal(given.status, 200, JSON.stringify(given.body));
    const elsewhere = { ...same, settings: { baseUrl: 'https://evil.example' } };
    const change = await owner.call('PATCH', '/api/v1/connections/items', elsewhere);
    assert.equal(change.body.code, 'connections.settings.other_origin', JSON.stringify(change.body));
  });

  test('has an owner who is told, and only a member can be one', async () => {
    const { members } = (await owner.call('GET', '/api/v1/members')).body as { members: JsonObject[] };
    const bob = members.find(({ email }) => email === 'bob@example.com')?.personId;
    const changed = await owner.call('PATCH', '/api/v1/connections/items', { ownerId: String(bob) });
    assert.equal(changed.body.ownerId, bob);
    const stranger = { ownerId: '00000000-0000-7000-8000-000000000000' };
    const refused = await owner.call('PATCH', '/api/v1/connections/items', stranger);
    assert.equal(refused.body.code, 'connections.owner.not_member', JSON.stringify(refused.body));
    assert.equal((await owner.call('PATCH', '/api/v1/connections/items', { ownerId: 'x' })).status, 422);
  });

  test('is found by its issuer', async () => {
    const found = await owner.call('POST', '/api/v1/providers/discover', { issuer: server.url });
    assert.deepEqual([found.body.tokenUrl, found.body.revokeUrl], [server.tokenUrl, server.revokeUrl]);
    const { providers, callbackUrl } = (await owner.call('GET', '/api/v1/providers')).body;
    assert.ok(Array.isArray(providers));
    assert.match(String(callbackUrl), /^http:\/\/localhost:\d+\/oauth\/callback$/);
  });
});

describe('a connect link', () => {
  const make = async (draft: JsonObject): Promise<string> => {
    const made = await owner.call('POST', '/api/v1/connect-links', draft);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return String(made.body.link).split('#')[1] as string;
  };

  test('takes the key of whoever owns the account, proves it, and works once', async () => {
    const kind = { kind: 'api_key' };
    const target = { connector: 'sandbox_invoicing', settings: { baseUrl: holdfast.vendor.url }, credential: kind };
    const token = await make({ name: 'by-link', ...target });
    const stranger = new Browser(holdfast.url);
    const opened = await stranger.call('POST', '/api/v1/connect/open', { token });
    assert.equal(opened.body.askedBy, 'Olga Owner');
    assert.deepEqual(
      (opened.body.fields as JsonObject[]).map(({ name }) => name),
      ['key'],
    );
    const wrong = await stranger.call('POST', '/api/v1/connect/submit', { token, fields: { key: 'no-such-key-here' } });
    assert.equal(wrong.body.code, 'connections.verification.refused', JSON.stringify(wrong.body));
    const reference = { token, fields: { key: { reference: 'env:HOLDFAST_SECRET_X' } } };
    assert.equal((await stranger.call('POST', '/api/v1/connect/submit', reference)).status, 422);
    const done = await stranger.call('POST', '/api/v1/connect/submit', { token, fields: { key: VENDOR_KEY } });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.equal((await show('by-link')).state, 'active');
    assert.equal(
      (await stranger.call('POST', '/api/v1/connect/open', { token })).body.code,
      'connections.link.rejected',
    );
  });

  test('leads to a consent that this browser alone can finish, without a sign-in', async () => {
    const token = await make({ reconnect: 'items' });
    const stranger = new Browser(holdfast.url);
    const opened = await stranger.call('POST', '/api/v1/connect/open', { token });
    assert.deepEqual([opened.body.kind, opened.body.fields], ['oauth2', []]);
    assert.ok(!JSON.stringify(opened.body).includes(server.clientSecret));
    const begun = await stranger.call('POST', '/api/v1/connect/authorize', { token });
    const callback = await server.consent(String(begun.body.url));
    assert.equal((await comeBack(owner, callback)).status, 400);
    assert.match((await comeBack(stranger, callback)).html, /is connected/);
    assert.equal((await stranger.call('POST', '/api/v1/connect/open', { token })).status, 403);
  });

  test('that is taken back is good no longer', async () => {
    const token = await make({ reconnect: 'items', minutes: 5 });
    const { links } = (await owner.call('GET', '/api/v1/connect-links')).body as { links: JsonObject[] };
    assert.equal(links.length, 1);
    assert.equal((await owner.call('DELETE', `/api/v1/connect-links/${links[0]?.id}`)).status, 200);
    assert.equal((await owner.call('POST', '/api/v1/connect/open', { token })).body.code, 'connections.link.rejected');
  });
});

describe('the end of a connection', () => {
  test('is told before: a connection of a live flow cannot be deleted, and revoking says what stops', async () => {
    await holdfast.client.publishFlow(customerFlow());
    const refused = await owner.call('DELETE', '/api/v1/connections/billing');
    assert.equal(refused.body.code, 'api.connection.in_use', JSON.stringify(refused.body));
    const preview = (await owner.call('GET', '/api/v1/connections/billing/revoke')).body;
    assert.deepEqual(
      (preview.flows as JsonObject[]).map(({ name }) => name),
      ['customers'],
    );
    assert.equal(preview.revokesAtVendor, false);
  });

  test('revoked ends the grant at the provider, and a reconnect brings it back under the same id', async () => {
    const before = await show('items');
    const revoked = await owner.call('POST', '/api/v1/connections/items/revoke');
    assert.equal(revoked.body.isRevokedAtVendor, true, JSON.stringify(revoked.body));
    const after = revoked.body.connection as JsonObject;
    assert.deepEqual([after.state, after.token], ['revoked', null]);
    assert.match(String(after.fix), /Reconnect/);
    const verify = await owner.call('POST', '/api/v1/connections/items/verify');
    assert.equal(verify.body.code, 'connections.connection.revoked');
    const { url } = await start(owner, { reconnect: 'items' });
    await comeBack(owner, await server.consent(url));
    const back = await show('items');
    assert.deepEqual([back.id, back.state, back.revokedAt], [before.id, 'active', null]);
    assert.equal(back.grant, 'authorization_code');
  });

  test('removes it with everything sealed in it', async () => {
    const { id } = await show('by-link');
    const database = new Database({ url: holdfast.databaseUrl, log: silentLog });
    const keys = () => database.query('select 1 from data_key where owner_id = $1', [id]);
    assert.equal((await keys()).length, 1);
    assert.equal((await owner.call('DELETE', '/api/v1/connections/by-link')).status, 200);
    assert.equal((await owner.call('GET', '/api/v1/connections/by-link')).status, 404);
    assert.equal((await keys()).length, 0);
    await database.close();
  });
});
