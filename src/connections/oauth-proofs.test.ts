/**
 * How a client proves itself with a private key, against servers that check it. The clock of this machine is an hour
 * behind in all of it: what is signed bears the time of the database.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, mock, test } from 'node:test';
import { jwtVerify } from 'jose';
import { type AuthorizationServer, spawnAuthorizationServer } from '../../test/authorization-server.ts';
import { oauthCredential } from '../../test/renewing.ts';
import { systemClock } from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import type { OAuthCredential } from './credential.ts';
import { OAuthClient } from './oauth-client.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = pemOf(privateKey);
const HOUR_MS = 3_600_000;

/** As the database says; the mocked `Date` does not reach it. */
const trueTime = async (): Promise<number> => performance.timeOrigin + performance.now();
const machineTime = async (): Promise<number> => Date.now();

let server: AuthorizationServer;
let desk: Awaited<ReturnType<typeof openAssertionDesk>>;
let sender: HttpSender;

before(async () => {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'ES256' };
  server = await spawnAuthorizationServer({ clientKeys: [jwk] });
  desk = await openAssertionDesk(publicKey);
  const allow = [{ host: '127.0.0.1', ports: [server.port, desk.port], loopback: true }];
  sender = new HttpSender({ policy: new EgressPolicy({ allow }), clock: systemClock });
  mock.timers.enable({ apis: ['Date'], now: Date.now() - HOUR_MS });
});
after(async () => {
  mock.timers.reset();
  await sender.close();
  await desk.close();
  await server.close();
});

const clientAt = (time: () => Promise<number>) => new OAuthClient({ sender, clock: systemClock, trueTime: time });

function keyedCredential(grant: string): OAuthCredential<string> {
  const client = { id: server.clientId, authentication: 'private_key_jwt', privateKey: pem, keyId: 'key-1' };
  return { ...oauthCredential(server, grant), client } as OAuthCredential<string>;
}

test('a client that proves itself by its private key obtains tokens, renews them and ends them (RFC 7523, 2.2)', async () => {
  const client = clientAt(trueTime);
  const obtained = await client.obtain({ credential: keyedCredential('client_credentials') }, ['items.read']);
  assert.ok(obtained.kind === 'tokens', JSON.stringify(obtained));
  assert.deepEqual(obtained.tokens.scopes, ['items.read']);
  const { refreshToken } = await server.issueGrant();
  const credential = keyedCredential('authorization_code');
  const renewed = await client.refresh({ credential }, refreshToken);
  assert.ok(renewed.kind === 'tokens', JSON.stringify(renewed));
  const text = renewed.tokens.refreshToken ?? '';
  assert.equal(await client.revoke({ credential }, { text, hint: 'refresh_token' }), true);
});

test('a proof that is dated by the clock of this machine, or signed with another key, is refused as the app’s', async () => {
  const credential = keyedCredential('client_credentials');
  const late = await clientAt(machineTime).obtain({ credential }, []);
  assert.ok(late.kind === 'refused' && late.side === 'app', JSON.stringify(late));
  const client = { ...credential.client, privateKey: otherPem() } as OAuthCredential<string>['client'];
  const foreign = await clientAt(trueTime).obtain({ credential: { ...credential, client } as typeof credential }, []);
  assert.ok(foreign.kind === 'refused' && foreign.side === 'app', JSON.stringify(foreign));
});

test('a signed assertion obtains a token: issuer, subject, audience, time and signature are right (RFC 7523, 2.1)', async () => {
  const outcome = await clientAt(trueTime).obtain({ credential: desk.credential(pem) }, ['items.read', 'items.write']);
  assert.ok(outcome.kind === 'tokens', JSON.stringify(outcome));
  assert.deepEqual(outcome.tokens.scopes, ['items.read', 'items.write']);
  assert.deepEqual(desk.seen.at(-1), { accept: 'application/json', 'user-agent': 'Holdfast' });
});

test('an assertion with another time, key, issuer, subject or audience is refused, and no key is in the words', async () => {
  const good = desk.credential(pem);
  const jwt = good.jwt as NonNullable<typeof good.jwt>;
  for (const [what, time, changed] of [
    ['time', machineTime, {}],
    ['key', trueTime, { privateKey: otherPem() }],
    ['issuer', trueTime, { issuer: 'somebody-else' }],
    ['subject', trueTime, { subject: 'mallory@example.com' }],
    ['audience', trueTime, { audience: 'https://other.example' }],
  ] as const) {
    const outcome = await clientAt(time).obtain({ credential: { ...good, jwt: { ...jwt, ...changed } } }, []);
    assert.ok(outcome.kind === 'refused' && outcome.side === 'account', `${what}: ${JSON.stringify(outcome)}`);
    assert.doesNotMatch(outcome.message, /eyJ/, 'the assertion is masked');
  }
});

/** A token endpoint of the JWT bearer grant, which repeats in its refusals what it was sent. */
async function openAssertionDesk(key: KeyObject) {
  const seen: Record<string, string | undefined>[] = [];
  const expected = { issuer: 'holdfast-app', subject: 'ada@example.com' };
  const http = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const assertion = form.get('assertion') ?? '';
    seen.push({ accept: request.headers.accept, 'user-agent': request.headers['user-agent'] });
    const isGrant = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const verified = await jwtVerify(assertion, key, {
      ...expected,
      audience: tokenUrl,
      requiredClaims: ['exp', 'iat', 'jti'],
      maxTokenAge: '5 minutes',
      currentDate: new Date(await trueTime()),
    }).catch((error: Error) => error);
    const isGood = isGrant && !(verified instanceof Error);
    const answer = isGood
      ? { access_token: 'at-1', expires_in: 3600, scope: verified.payload.scope }
      : { error: 'invalid_grant', error_description: `${verified} in ${assertion}` };
    response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const tokenUrl = `http://127.0.0.1:${port}/token`;
  const credential = (privateKeyPem: string): OAuthCredential<string> => ({
    kind: 'oauth2',
    grant: 'jwt_bearer',
    provider: 'custom',
    endpoints: { tokenUrl },
    jwt: { ...expected, privateKey: privateKeyPem, algorithm: 'ES256' },
  });
  const close = async (): Promise<void> => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  };
  return { port, seen, credential, close };
}

function otherPem(): string {
  return pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

function pemOf(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }) as string;
}
