/** What is sent to the token endpoints of providers that differ from RFC 6749, seen at the door to the network. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { systemClock } from '../foundation/index.ts';
import type { HttpSender } from '../outbound/index.ts';
import { makeAuthorizationUrl } from './authorization-url.ts';
import type { OAuthCredential } from './credential.ts';
import { OAuthClient } from './oauth-client.ts';
import { storedTokens } from './token-shelf.ts';

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A client whose requests are kept and answered with a token. */
function recordingClient() {
  const sent: Sent[] = [];
  const send = async ({ request }: { request: { url: string; headers: Sent['headers']; body: Uint8Array } }) => {
    sent.push({ url: request.url, headers: request.headers, body: Buffer.from(request.body).toString() });
    const body = Buffer.from(JSON.stringify({ access_token: 'at-1', expires_in: 3600 }));
    return { kind: 'answered', answer: { status: 200, headers: {}, body, bodyState: 'complete' } };
  };
  const sender = { send } as unknown as HttpSender;
  return { sent, client: new OAuthClient({ sender, clock: systemClock, trueTime: async () => Date.now() }) };
}

function credentialOf(provider: string, more: Partial<OAuthCredential<string>> = {}): OAuthCredential<string> {
  return { kind: 'oauth2', grant: 'authorization_code', provider, client: { id: 'app', secret: 's3cret' }, ...more };
}

const redirectUri = 'https://holdfast.example/oauth/callback';

function exchange(credential: OAuthCredential<string>, client: OAuthClient, more: Record<string, string> = {}) {
  const callback = new URLSearchParams({ code: 'c0de', state: 'st', ...more });
  return client.exchangeCode({ credential, callback, redirectUri });
}

test('every token request asks for JSON and leaves it to the sender to say who asks', async () => {
  const { sent, client } = recordingClient();
  await client.refresh({ credential: credentialOf('github') }, 'rt-1');
  await client.revoke({ credential: credentialOf('google') }, { text: 'rt-1', hint: 'refresh_token' });
  assert.equal(sent.length, 2);
  for (const { headers } of sent) {
    assert.equal(headers.accept, 'application/json');
    assert.equal(headers['user-agent'], undefined);
  }
});

test('a provider that wants JSON, the state once more and renewals elsewhere gets all three', async () => {
  const { sent, client } = recordingClient();
  const credential = credentialOf('dropbox_sign');
  await exchange(credential, client);
  await client.refresh({ credential }, 'rt-1');
  const [traded, renewed] = sent.map(({ url, headers, body }) => ({
    url,
    type: headers['content-type'],
    body: JSON.parse(body),
  }));
  assert.deepEqual([traded?.type, renewed?.type], ['application/json', 'application/json']);
  assert.deepEqual(
    [traded?.body.state, traded?.body.code, traded?.body.grant_type],
    ['st', 'c0de', 'authorization_code'],
  );
  assert.equal(renewed?.url, 'https://app.hellosign.com/oauth/token?refresh');
  assert.notEqual(traded?.url, renewed?.url);
  assert.equal(renewed?.body.refresh_token, 'rt-1');
});

test('addresses and added parameters are completed with what the credential gives', async () => {
  const { sent, client } = recordingClient();
  const parameters = { domain: 'acme.eu.auth0.com', audience: 'https://acme.example/api' };
  const credential = credentialOf('auth0', { parameters, grant: 'client_credentials' });
  await client.obtain({ credential }, []);
  assert.equal(sent[0]?.url, 'https://acme.eu.auth0.com/oauth/token');
  assert.equal(new URLSearchParams(sent[0]?.body).get('audience'), parameters.audience);
  const url = new URL(makeAuthorizationUrl({ credential, scopes: ['read:users'], redirectUri, state: 'st' }));
  assert.equal(url.searchParams.get('audience'), parameters.audience);
  assert.equal(url.searchParams.get('scope'), 'read:users offline_access', 'the scope that gives a refresh token');
  await assert.rejects(
    client.obtain({ credential: credentialOf('auth0', { parameters: { domain: 'evil.example/' } }) }, []),
    {
      code: 'connectors.provider.parameter',
    },
  );
});

test('an assertion names audience and scopes where the provider looks for them', async () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' });
  const jwt = { issuer: 'app', subject: 'ada', privateKey: pem as string, algorithm: 'ES256' } as const;
  const { sent, client } = recordingClient();
  for (const [provider, audience, isInClaim, parameters] of [
    ['google', 'https://oauth2.googleapis.com/token', true, {}],
    ['docusign', 'account-d.docusign.com', true, { accountHost: 'account-d.docusign.com' }],
    ['salesforce', 'https://test.salesforce.com', false, { domain: 'test.salesforce.com' }],
  ] as const) {
    await client.obtain({ credential: credentialOf(provider, { grant: 'jwt_bearer', jwt, parameters }) }, [
      'one',
      'two',
    ]);
    const form = new URLSearchParams(sent.at(-1)?.body);
    const claims = decodeJwt(form.get('assertion') ?? '');
    assert.deepEqual([claims.aud, claims.scope], [audience, isInClaim ? 'one two' : undefined], provider);
    assert.equal(form.get('scope'), null, provider);
  }
});

test('what a provider adds to the callback is kept over renewals, and nothing that does not fit', async () => {
  const { client } = recordingClient();
  const credential = credentialOf('quickbooks');
  const kept = await exchange(credential, client, { realmId: '9130', other: 'x' });
  assert.ok(kept.kind === 'tokens');
  assert.deepEqual(kept.tokens.callback, { realmId: '9130' });
  const renewed = await client.refresh({ credential }, 'rt-1');
  assert.ok(renewed.kind === 'tokens');
  assert.deepEqual(storedTokens(renewed.tokens, storedTokens(kept.tokens)).callback, { realmId: '9130' });
  const strange = await exchange(credential, client, { realmId: '../9130' });
  assert.ok(strange.kind === 'tokens' && strange.tokens.callback === undefined);
});
