/** What each credential puts on the wire, seen from the other side. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { findAwsProblem, type GivenAnswer, type ReceivedRequest, RecordingServer } from '../../test/secret-stores.ts';
import { findConnector } from '../connectors/index.ts';
import { AppError, systemClock } from '../foundation/index.ts';
import { EgressPolicy, encodeRequest, type HttpRequest, HttpSender } from '../outbound/index.ts';
import { checkSettings } from './connect-checks.ts';
import type { AccessToken, ResolvedCredential } from './credential.ts';
import { attachmentOf } from './credential-attachment.ts';

const http = findConnector('http');
const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0, 789);

interface Sending {
  readonly credential: ResolvedCredential;
  readonly request: HttpRequest;
  readonly token?: AccessToken;
  readonly answer?: (request: ReceivedRequest) => GivenAnswer;
}

/** The requests that arrive when a call is made with the credential. */
async function send({ credential, request, token, answer = () => ({ status: 200 }) }: Sending) {
  await using vendor = await RecordingServer.start(answer);
  const policy = new EgressPolicy({ allow: [{ host: '127.0.0.1', ports: [vendor.port], loopback: true }] });
  const sender = new HttpSender({ policy, clock: systemClock, signingTimeMs: () => NOW_MS });
  const settings = { baseUrl: `${vendor.origin}/v1` };
  const encoded = encodeRequest(settings, request);
  const attachment = attachmentOf(http, credential, token === undefined ? { settings } : { settings, token });
  const call = {
    request: encoded,
    origins: [vendor.origin],
    credential: attachment,
    isWrite: request.method !== 'GET',
  };
  const result = await sender.send(call);
  await sender.close();
  assert.equal(result.kind, 'answered', JSON.stringify(result));
  return vendor.requests;
}

const POST: HttpRequest = {
  method: 'POST',
  path: ['deals', 'ä b', '1:2'],
  query: [
    ['tag', 'b c'],
    ['tag', 'a'],
    ['q', "it's+50%"],
  ],
  body: { kind: 'json', value: { amount: 12, name: 'Zoë' } },
};

test('a request is signed by HMAC over the bytes that arrive, with the time of the database', async () => {
  const [received] = await send({
    request: POST,
    credential: {
      kind: 'hmac',
      secret: 'shared-secret',
      algorithm: 'sha512',
      encoding: 'base64',
      header: 'X-Signature',
      prefix: 'v1=',
      keyId: 'key-7',
      keyIdHeader: 'X-Key',
      timestampHeader: 'X-Time',
      signed: ['timestamp', 'method', 'path', 'query', 'key_id', 'body_sha256', 'body'],
      separator: '.',
    },
  });
  assert.ok(received !== undefined);
  const [path, query] = received.target.split('?');
  const seconds = String(Math.floor(NOW_MS / 1_000));
  const digest = createHash('sha256').update(received.body).digest('hex');
  const message = [seconds, 'POST', path, query, 'key-7', digest, received.body.toString()].join('.');
  const right = createHmac('sha512', 'shared-secret').update(message).digest('base64');
  assert.equal(received.headers['x-signature'], `v1=${right}`);
  assert.deepEqual([received.headers['x-time'], received.headers['x-key']], [seconds, 'key-7']);
});

test('a redirected read is signed anew for the place it is sent to', async () => {
  const requests = await send({
    request: { method: 'GET', path: ['old'] },
    answer: ({ target }) =>
      target === '/v1/old' ? { status: 302, headers: { location: '/v1/new?page=2' } } : { status: 200 },
    credential: {
      kind: 'hmac',
      secret: 's',
      algorithm: 'sha256',
      encoding: 'hex',
      header: 'X-Signature',
      signed: ['path', 'query', 'body'],
    },
  });
  assert.deepEqual(
    requests.map(({ headers }) => headers['x-signature']),
    ['/v1/old\n\n', '/v1/new\npage=2\n'].map((message) => createHmac('sha256', 's').update(message).digest('hex')),
  );
});

test('a request is signed for AWS as the service works it out from what it receives', async () => {
  const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/EXAMPLE+KEY', region: 'eu-central-1' };
  for (const service of ['execute-api', 's3']) {
    for (const request of [POST, { method: 'GET', path: ['a'] } as const]) {
      const credential = { kind: 'aws_sigv4', ...key, sessionToken: 'session-token', service } as const;
      const [received] = await send({ request, credential });
      assert.equal(received?.headers['x-amz-date'], '20261124T120000Z');
      assert.equal(received?.headers['x-amz-security-token'], 'session-token');
      assert.equal(
        findAwsProblem(received as ReceivedRequest, { ...key, service }),
        undefined,
        `${service} ${request.method}`,
      );
      const tampered = { ...(received as ReceivedRequest), body: Buffer.from('{}') };
      assert.equal(findAwsProblem(tampered, { ...key, service }), 'the signature does not match');
    }
  }
});

test('an access token goes where its provider wants it, and a connection without one sends nothing', async () => {
  const credential = { kind: 'oauth2', grant: 'authorization_code', provider: 'x', client: { id: 'i' } } as const;
  const request = { method: 'GET', path: [] } as const;
  const placement = { in: 'header', name: 'X-Shop-Access-Token', prefix: '' } as const;
  const [usual] = await send({ request, credential, token: { text: 'at-1' } });
  const [own] = await send({ request, credential, token: { text: 'at-1', placement } });
  const [none] = await send({ request, credential });
  assert.equal(usual?.headers.authorization, 'Bearer at-1');
  assert.deepEqual([own?.headers.authorization, own?.headers['x-shop-access-token']], [undefined, 'at-1']);
  assert.equal(none?.headers.authorization, undefined);
});

test('an API key is sent with the prefix of the settings, with a blank after a word', () => {
  const sent = (apiKeyPrefix: string) => {
    const settings = { baseUrl: 'https://api.example', apiKeyName: 'Authorization', apiKeyPrefix };
    checkSettings(http, settings);
    return attachmentOf(
      http,
      { kind: 'api_key', in: 'header', key: 'abc' },
      { settings },
    ).headers.authorization?.reveal();
  };
  assert.deepEqual(['Token', 'Token ', 'Token token=', ''].map(sent), [
    'Token abc',
    'Token abc',
    'Token token=abc',
    'abc',
  ]);
});

test('a name that belongs to the message itself is refused for an API key, with a sentence', () => {
  for (const apiKeyName of ['Idempotency-Key', 'content-type', 'HOST', 'cookie', 'User-Agent', 'connection']) {
    assert.throws(
      () => checkSettings(http, { baseUrl: 'https://api.example', apiKeyName }),
      (error) =>
        error instanceof AppError &&
        error.code === 'connections.settings.invalid' &&
        error.problems?.[0]?.pointer === '/apiKeyName' &&
        error.problems[0].message.includes(`"${apiKeyName}"`),
    );
  }
});
