import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OAuthProvider } from '../connectors/index.ts';
import { makeRedactor } from '../outbound/index.ts';
import { readTokenAnswer } from './token-answer.ts';

/** A secret of the request. */
const SENT = 'a-refresh-token-of-ours';

const provider: OAuthProvider = {
  name: 'acme',
  title: 'Acme',
  authorizeUrl: 'https://acme.example/authorize',
  tokenUrl: 'https://acme.example/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'keeps' },
  quirks: [],
  consoleUrl: 'https://acme.example/apps',
  sources: [],
};

function read(status: number, body: unknown, facts: Partial<OAuthProvider> = {}, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = { status, headers, body: new TextEncoder().encode(text), bodyState: 'complete' } as const;
  const redact = makeRedactor([SENT]);
  return readTokenAnswer(answer, { ...provider, ...facts }, { nowMs: 0, redact });
}

function tokensOf(...given: Parameters<typeof read>) {
  const outcome = read(...given);
  assert.ok(outcome.kind === 'tokens', JSON.stringify(outcome));
  return outcome.tokens;
}

test('an answer by the book is read whole', () => {
  const body = { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r', scope: 'one two' };
  assert.deepEqual(tokensOf(200, body), {
    accessToken: 'a',
    refreshToken: 'r',
    expiresInMs: 3_600_000,
    scopes: ['one', 'two'],
  });
});

test('what vendors do differently is understood: no type, text for numbers, commas and lists of scopes, a form', () => {
  assert.deepEqual(tokensOf(200, { access_token: 'a', expires_in: '60', scope: 'one,two' }), {
    accessToken: 'a',
    expiresInMs: 60_000,
    scopes: ['one', 'two'],
  });
  assert.deepEqual(tokensOf(200, { access_token: 'a', scope: ['one'] }).scopes, ['one']);
  assert.deepEqual(tokensOf(200, 'access_token=a&scope=repo%2Cgist&token_type=bearer').scopes, ['repo', 'gist']);
  assert.deepEqual(tokensOf(200, { access_token: 'a', scope: '' }).scopes, []);
});

test('a life that the answer leaves out is the provider’s, or none', () => {
  assert.equal(tokensOf(200, { access_token: 'a' }).expiresInMs, undefined);
  assert.equal(tokensOf(200, { access_token: 'a' }, { accessLifeMs: 7_200_000 }).expiresInMs, 7_200_000);
});

test('account and address of the API are taken from where the provider says; an address without TLS is not', () => {
  const facts = { accountPath: 'team.name', apiUrlField: 'instance_url', apiHosts: ['.acme.example'] };
  const body = { access_token: 'a', team: { name: 'Ada & Co' }, instance_url: 'https://eu1.acme.example/' };
  const { account, apiUrl } = tokensOf(200, body, facts);
  assert.deepEqual({ account, apiUrl }, { account: 'Ada & Co', apiUrl: 'https://eu1.acme.example' });
  assert.equal(tokensOf(200, { ...body, instance_url: 'http://10.0.0.1' }, facts).apiUrl, undefined);
});

test('a base URL outside of the provider’s hosts is not taken, whatever it looks like; a template completes a host', () => {
  const facts = {
    apiUrlField: 'host',
    apiUrlTemplate: 'https://{value}/api/v4',
    apiHosts: ['.acme.example', 'acme.io'],
  };
  const urlOf = (host: string) => tokensOf(200, { access_token: 'a', host }, facts).apiUrl;
  assert.equal(urlOf('eu.acme.example'), 'https://eu.acme.example/api/v4');
  assert.equal(urlOf('acme.io'), 'https://acme.io/api/v4');
  for (const host of [
    'evil.example',
    'evilacme.example',
    'eu.acme.io',
    'evil.example/?.acme.example',
    'a@eu.acme.example',
    'evil.example#.acme.example',
    'eu.acme.example:444',
    'evil.example\\.acme.example',
  ])
    assert.equal(urlOf(host), undefined, host);
  assert.equal(tokensOf(200, { access_token: 'a', host: 'acme.io' }, { apiUrlField: 'host' }).apiUrl, undefined);
});

test('a life of no time, or one that says nothing, is the provider’s or none; a time of expiry is a life', () => {
  assert.equal(tokensOf(200, { access_token: 'a', expires_in: 0 }).expiresInMs, undefined);
  assert.equal(tokensOf(200, { access_token: 'a', expires_in: 0 }, { accessLifeMs: 60_000 }).expiresInMs, 60_000);
  assert.equal(tokensOf(200, { access_token: 'a', expires_in: 5 }, { ignoresExpiresIn: true }).expiresInMs, undefined);
  const facts = { expiresAtField: 'expires_at', accessLifeMs: 60_000 };
  const lifeOf = (expires_at: unknown) => tokensOf(200, { access_token: 'a', expires_at }, facts).expiresInMs;
  assert.equal(lifeOf('1970-01-01T00:05:00Z'), 300_000);
  assert.deepEqual([lifeOf('1969-12-31T23:00:00Z'), lifeOf('soon'), lifeOf(undefined)], [60_000, 60_000, 60_000]);
});

test('scopes are cut where the provider says, and a wide one stands for those that it contains', () => {
  const facts = { answerScopeSeparator: ',', impliedScopes: { repo: ['public_repo', 'repo:status'] } } as const;
  assert.deepEqual(tokensOf(200, { access_token: 'a', scope: 'gist, repo' }, facts).scopes, [
    'gist',
    'repo',
    'public_repo',
    'repo:status',
  ]);
  assert.deepEqual(tokensOf(200, { access_token: 'a', scope: 'toString' }, facts).scopes, ['toString']);
});

test('a failure with status 200 is a failure', () => {
  const outcome = read(200, { ok: false, error: 'token_revoked' }, { okField: 'ok' });
  assert.deepEqual(outcome, { kind: 'refused', side: 'account', code: 'token_revoked', message: 'token_revoked' });
  assert.equal(read(200, { ok: false, error: 'ratelimited' }, { okField: 'ok' }).kind, 'troubled');
});

test('a refused grant and a refused client are told apart, also where only the status speaks', () => {
  const grant = read(400, { error: 'invalid_grant', error_description: 'expired' });
  assert.deepEqual(grant, {
    kind: 'refused',
    side: 'account',
    code: 'invalid_grant',
    message: 'invalid_grant: expired',
  });
  const client = read(401, { error: 'invalid_client' });
  assert.ok(client.kind === 'refused' && client.side === 'app');
  const silent = read(401, '');
  assert.ok(silent.kind === 'refused' && silent.side === 'app');
});

test('whatever says nothing about the token is trouble that passes, never a reason to reconnect', () => {
  for (const [status, body] of [
    [500, 'oops'],
    [503, { error: 'temporarily_unavailable' }],
    [429, { error: 'slow_down' }],
    [400, '<html>proxy</html>'],
    [200, { hello: 'world' }],
    [302, ''],
  ] as const) {
    assert.equal(read(status, body).kind, 'troubled', `status ${status}`);
  }
  const throttled = read(429, '{}', {}, { 'retry-after': '7' });
  assert.ok(throttled.kind === 'troubled' && throttled.retryAfterMs === 7_000);
});

test('what was sent is masked in the words of a refusal before they are cut, and in scopes', () => {
  for (let padding = 0; padding <= 320; padding += 8) {
    const error_description = `${'x'.repeat(padding)} ${SENT} is over`;
    const outcome = read(400, { error: 'invalid_grant', error_description });
    assert.ok(outcome.kind === 'refused' && !outcome.message.includes(SENT.slice(0, 6)), `after ${padding}`);
  }
  const strange = read(400, { error: `no ${SENT}` });
  assert.ok(strange.kind === 'troubled' && strange.message === 'no [redacted]', JSON.stringify(strange));
  assert.deepEqual(tokensOf(200, { access_token: 'access-1', scope: `read ${SENT} access-1` }).scopes, [
    'read',
    '[redacted]',
    '[redacted]',
  ]);
});
