import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AuthorizationServer, startAuthorizationServer } from '../../test/authorization-server.ts';
import { oauthCredential } from '../../test/renewing.ts';
import { systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import { makeAuthorizationUrl, makeVerifier } from './authorization-url.ts';
import type { OAuthCredential, OAuthEndpoints } from './credential.ts';
import { OAuthClient } from './oauth-client.ts';
import { discoverProvider } from './oauth-discovery.ts';

const redirectUri = 'http://127.0.0.1:1/oauth/callback';
let server: AuthorizationServer;
let sender: HttpSender;
let client: OAuthClient;
let credential: OAuthCredential<string>;
before(async () => {
  server = await startAuthorizationServer();
  const allow = [{ host: '127.0.0.1', ports: [server.port], loopback: true }];
  sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock: systemClock });
  client = new OAuthClient({ sender, clock: systemClock, trueTime: async () => Date.now() });
  credential = oauthCredential(server) as OAuthCredential<string>;
});
after(async () => {
  await sender.close();
  await server.close();
});

/** A consent up to the callback that the browser brings back. */
async function consent(): Promise<{ callback: URLSearchParams; verifier: string }> {
  const verifier = makeVerifier(credential) as string;
  const url = makeAuthorizationUrl({ credential, scopes: ['items.read'], redirectUri, state: 'st', verifier });
  return { callback: new URL(await server.consent(url)).searchParams, verifier };
}

test('a consent with PKCE ends in tokens with the scopes that were granted', async () => {
  const { callback, verifier } = await consent();
  const outcome = await client.exchangeCode({ credential, callback, redirectUri, verifier });
  assert.ok(outcome.kind === 'tokens', JSON.stringify(outcome));
  assert.deepEqual(outcome.tokens.scopes, ['items.read']);
  assert.ok(outcome.tokens.refreshToken !== undefined);
});

test('a code without its verifier, and a code used before, are refused by the provider', async () => {
  const { callback, verifier } = await consent();
  const other = makeVerifier(credential) as string;
  const stolen = await client.exchangeCode({ credential, callback, redirectUri, verifier: other });
  assert.ok(stolen.kind === 'refused' && stolen.code === 'invalid_grant');
  const used = await consent();
  await client.exchangeCode({ credential, redirectUri, ...used });
  const again = await client.exchangeCode({ credential, redirectUri, ...used });
  assert.ok(again.kind === 'refused' && again.code === 'invalid_grant');
  assert.notEqual(verifier, other);
});

test('an answer of another issuer is refused before its code is sent anywhere', async () => {
  const { callback, verifier } = await consent();
  callback.set('iss', 'https://attacker.example');
  const { length } = await server.notes();
  const outcome = await client.exchangeCode({ credential, callback, redirectUri, verifier });
  assert.ok(outcome.kind === 'refused' && outcome.code === 'other_provider');
  assert.equal((await server.notes()).length, length);
});

test('an answer without its issuer is refused where the provider says that it always names itself', async () => {
  const { callback, verifier } = await consent();
  callback.delete('iss');
  const { length } = await server.notes();
  const endpoints = { ...(credential.endpoints as OAuthEndpoints), issuerInAnswer: 'required' as const };
  const strict = { ...credential, endpoints };
  const refused = await client.exchangeCode({ credential: strict, callback, redirectUri, verifier });
  assert.ok(refused.kind === 'refused' && refused.code === 'other_provider');
  assert.equal((await server.notes()).length, length);
  const taken = await client.exchangeCode({ credential, callback, redirectUri, verifier });
  assert.equal(taken.kind, 'tokens');
});

test('a person who declines is told so in the words of the provider', async () => {
  const callback = new URLSearchParams({ state: 'st', error: 'access_denied', error_description: 'not today' });
  const outcome = await client.exchangeCode({ credential, callback, redirectUri, verifier: 'v'.repeat(43) });
  assert.deepEqual(outcome, {
    kind: 'refused',
    side: 'account',
    code: 'access_denied',
    message: 'access_denied: not today',
  });
});

test('a revoked refresh token renews nothing any more', async () => {
  const { refreshToken } = await server.issueGrant();
  assert.equal(await client.revoke({ credential }, { text: refreshToken, hint: 'refresh_token' }), true);
  const outcome = await client.refresh({ credential }, refreshToken);
  assert.ok(outcome.kind === 'refused' && outcome.side === 'account');
});

test('a token endpoint inside the network is not called, whatever the credential says', async () => {
  const inside = { issuer: 'https://x.example', tokenUrl: 'http://169.254.169.254/token' };
  const outcome = await client.refresh({ credential: { ...credential, endpoints: inside } }, 'r');
  assert.ok(outcome.kind === 'unanswered' && !outcome.wasSent);
  assert.match(outcome.message, /egress policy/);
});

test('an issuer is asked for its addresses, and one that says to be another is not believed', async () => {
  const found = await discoverProvider(sender, server.url);
  assert.deepEqual([found.tokenUrl, found.hasPkce], [server.tokenUrl, true]);
  await assert.rejects(discoverProvider(sender, `${server.url}/`.replace('127.0.0.1', 'localhost')), {
    code: 'connections.provider.undiscovered',
  });
});
