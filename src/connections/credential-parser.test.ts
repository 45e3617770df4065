import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { hasOpenssl, makeCertificate } from '../../test/certificates.ts';
import { type Connector, findConnector } from '../connectors/index.ts';
import { AppError, type JsonObject } from '../foundation/index.ts';
import { certificateEndMs } from './client-certificate.ts';
import { CREDENTIAL_FORMS, credentialFields } from './credential-forms.ts';
import { parseCredential } from './credential-parser.ts';

const http = findConnector('http');
const CANARY = 'c4n4ry-value-that-is-never-repeated';
const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

const HMAC = {
  kind: 'hmac',
  secret: 's3cret',
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'X-Signature',
  signed: ['body'],
};
const CUSTOM = {
  kind: 'oauth2',
  grant: 'authorization_code',
  provider: 'custom',
  endpoints: { authorizeUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token' },
  client: { id: 'holdfast', secret: { reference: 'vault:secret/crm#client_secret' } },
  scopes: ['contacts.read', 'deals:write'],
};

/** What is wrong with a credential, as `pointer code`. */
function problemsOf(given: object, connector: Connector = http): string[] {
  try {
    parseCredential(connector, given as JsonObject);
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'connections.credential.invalid');
    assert.ok(!JSON.stringify([error.problems, error.message, error.fix]).includes(CANARY));
    return error.problems.map(({ pointer, code }) => `${pointer} ${code.replace(/^connections\./, '')}`).sort();
  }
  return [];
}

test('each kind of credential is read as it was given, and nothing is added', () => {
  const given: readonly object[] = [
    { kind: 'none' },
    { kind: 'api_key', key: 'k', in: 'query' },
    { kind: 'bearer', token: { reference: 'env:HOLDFAST_SECRET_TOKEN' } },
    { kind: 'basic', username: 'ada', password: 'p:w' },
    { ...HMAC, timestampHeader: 'X-Time', timestampUnit: 'ms', signed: ['timestamp', 'body'], separator: '' },
    { kind: 'aws_sigv4', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's', region: 'eu-central-1', service: 's3' },
    CUSTOM,
    {
      kind: 'oauth2',
      grant: 'jwt_bearer',
      provider: 'google',
      jwt: { issuer: 'a@b.example', subject: 'c@d.example', privateKey: PEM, algorithm: 'ES256' },
    },
  ];
  for (const credential of given) {
    assert.deepEqual(JSON.parse(JSON.stringify(parseCredential(http, credential as JsonObject))), credential);
  }
});

test('every field that is missing, wrong, unknown or not used is told with its place, and no value is repeated', () => {
  const found = problemsOf({
    kind: 'oauth2',
    grant: 'client_credentials',
    provider: 'custom',
    endpoints: { tokenUrl: `http://id.example/${CANARY}`, revokeURL: CANARY },
    client: { secret: { reference: `nowhere:${CANARY}` } },
    jwt: { issuer: CANARY },
    scopes: [`two ${CANARY}`],
    extra: CANARY,
  });
  assert.deepEqual(found, [
    '/client/id credential.field_missing',
    '/client/secret reference.malformed',
    '/endpoints/revokeURL credential.field_unknown',
    '/endpoints/tokenUrl credential.field_wrong',
    '/extra credential.field_unknown',
    '/jwt/issuer credential.field_unused',
    '/scopes credential.field_wrong',
  ]);
});

test('a kind that the connector does not take is refused with those that it takes', () => {
  assert.deepEqual(problemsOf({ kind: 'oauth1' }), ['/kind credential.kind']);
  assert.deepEqual(problemsOf({ kind: 'hmac' }, findConnector('sandbox_crm')), ['/kind credential.kind']);
});

test('a secret with a line break is refused before it is stored', () => {
  assert.deepEqual(problemsOf({ kind: 'bearer', token: `${CANARY}\n` }), ['/token credential.field_wrong']);
});

test('a signature over what the vendor is not told is refused', () => {
  assert.deepEqual(problemsOf({ ...HMAC, signed: ['timestamp', 'key_id', 'body'] }), [
    '/keyId credential.field_missing',
    '/timestampHeader credential.field_missing',
  ]);
  assert.deepEqual(problemsOf({ ...HMAC, signed: [] }), ['/signed credential.field_wrong']);
  assert.deepEqual(problemsOf({ ...HMAC, header: 'Content-Length' }), ['/header credential.field_wrong']);
  assert.deepEqual(problemsOf({ ...HMAC, timestampHeader: 'x-signature' }), [
    '/timestampHeader credential.field_wrong',
  ]);
});

test('a reference names a source and a place below it, and no way out of it', () => {
  const read = (reference: string) => problemsOf({ kind: 'bearer', token: { reference } });
  for (const reference of [
    'env:HOLDFAST_SECRET_CRM_2',
    'file:crm/token.txt',
    'vault:secret/team/crm#token',
    'aws:prod/crm',
    'aws:arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/crm-AbCdEf#api key',
  ]) {
    assert.deepEqual(read(reference), [], reference);
  }
  for (const reference of [
    'env:PATH',
    'env:HOLDFAST_KEY',
    'file:../key',
    'file:/etc/passwd',
    'file:a/../../b',
    'vault:secret/crm',
    'vault:secret#x',
    'vault:secret/../sys/seal#x',
    'aws:',
    'http://x',
  ]) {
    assert.deepEqual(read(reference), ['/token reference.malformed'], reference);
  }
  assert.deepEqual(problemsOf({ kind: 'bearer', token: { reference: 'file:a', more: 1 } }), [
    '/token reference.malformed',
  ]);
});

test('what a scheme says itself is neither asked nor to be given differently', () => {
  const fixed: Connector = {
    ...http,
    auth: [
      { kind: 'oauth2', provider: 'slack', scopes: [] },
      { kind: 'aws_sigv4', service: 'dynamodb' },
    ],
  };
  const names = fixed.auth.flatMap((scheme) => credentialFields(scheme).map(({ name }) => name));
  for (const name of ['provider', 'endpoints.tokenUrl', 'service']) assert.ok(!names.includes(name), name);
  const oauth = { kind: 'oauth2', grant: 'authorization_code', client: { id: 'x', secret: 'y' } };
  assert.equal(JSON.parse(JSON.stringify(parseCredential(fixed, oauth))).provider, 'slack');
  assert.deepEqual(problemsOf({ ...oauth, provider: 'google' }, fixed), ['/provider credential.field_wrong']);
});

test('a provider is a known one with its details, and the grant is one that it offers', () => {
  const given = (provider: string, more: object = {}) => ({
    kind: 'oauth2',
    grant: 'authorization_code',
    provider,
    client: { id: 'x', secret: 'y' },
    ...more,
  });
  assert.deepEqual(problemsOf(given('hubspott')), ['/provider credential.field_wrong']);
  assert.deepEqual(problemsOf(given('hubspot')), []);
  assert.deepEqual(problemsOf(given('zendesk')), ['/parameters/subdomain credential.field_missing']);
  assert.deepEqual(problemsOf(given('zendesk', { parameters: { subdomain: 'acme' } })), []);
  assert.deepEqual(problemsOf(given('zendesk', { parameters: { subdomain: `${CANARY}.evil.example/`, host: 'x' } })), [
    '/parameters/host credential.field_unknown',
    '/parameters/subdomain credential.field_wrong',
  ]);
  assert.deepEqual(problemsOf({ ...CUSTOM, parameters: { a: 'b' } }), ['/parameters credential.field_unused']);
  const client = { id: 'x', secret: 'y' };
  const own = { kind: 'oauth2', grant: 'client_credentials', provider: 'slack', client };
  assert.deepEqual(problemsOf(own), ['/grant credential.field_wrong']);
});

test('a client that asks in its own name has to prove itself', () => {
  const endpoints = { tokenUrl: 'https://id.example/token' };
  const given = { kind: 'oauth2', grant: 'client_credentials', provider: 'custom', endpoints, client: { id: 'x' } };
  assert.deepEqual(problemsOf(given), ['/client/secret credential.field_missing']);
  const byKey = { ...given, client: { id: 'x', authentication: 'private_key_jwt', privateKey: PEM } };
  assert.deepEqual(problemsOf(byKey), []);
});

test('a certificate is taken with its own key only, and with the passphrase that opens it', {
  skip: hasOpenssl() ? false : 'the openssl command is missing, so no test certificates can be made',
}, () => {
  const [ada, bob, sealed] = [makeCertificate('ada'), makeCertificate('bob'), makeCertificate('sealed', 'opens it')];
  const given = (cert: string, key: unknown, more: object = {}) => ({
    kind: 'mtls',
    certificate: cert,
    privateKey: key,
    ...more,
  });
  const elsewhere = { reference: 'file:key.pem' };
  assert.deepEqual(problemsOf(given(ada.cert, ada.key)), []);
  assert.deepEqual(problemsOf(given(`${ada.cert}${bob.cert}`, ada.key)), []);
  assert.deepEqual(problemsOf(given(ada.cert, elsewhere)), []);
  assert.deepEqual(problemsOf(given(sealed.cert, sealed.key, { passphrase: 'opens it' })), []);
  assert.deepEqual(problemsOf(given(sealed.cert, sealed.key, { passphrase: elsewhere })), []);
  const wrong = ['/privateKey credential.field_wrong'];
  assert.deepEqual(problemsOf(given(ada.cert, bob.key)), wrong);
  assert.deepEqual(problemsOf(given(sealed.cert, sealed.key)), wrong);
  assert.deepEqual(problemsOf(given(sealed.cert, sealed.key, { passphrase: CANARY })), wrong);
  assert.deepEqual(problemsOf(given(ada.key, CANARY)), ['/certificate credential.field_wrong', ...wrong]);
  const twoDaysMs = 172_800_000;
  const lifeMs = (certificateEndMs(ada.cert) as number) - Date.now();
  assert.ok(lifeMs > twoDaysMs - 120_000 && lifeMs <= twoDaysMs, String(lifeMs));
});

test('a key that signs is taken for its own algorithm, and without a passphrase only', () => {
  const given = (jwt: object) => ({
    kind: 'oauth2',
    grant: 'jwt_bearer',
    provider: 'google',
    jwt: { issuer: 'a@b.example', privateKey: PEM, ...jwt },
  });
  assert.deepEqual(problemsOf(given({ algorithm: 'ES256' })), []);
  assert.deepEqual(problemsOf(given({ algorithm: 'RS256' })), ['/jwt/algorithm credential.field_wrong']);
  const sealing = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
  const sealed = generateKeyPairSync('ed25519').privateKey.export(sealing);
  assert.deepEqual(problemsOf(given({ algorithm: 'EdDSA', privateKey: sealed })), [
    '/jwt/privateKey credential.field_wrong',
  ]);
});

test('the fields of each kind have names of their own, and a condition names another of them', () => {
  for (const fields of Object.values(CREDENTIAL_FORMS)) {
    const names = fields.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { when, requiredWhen } of fields) {
      for (const condition of [when, requiredWhen])
        assert.ok(condition === undefined || names.includes(condition.field));
    }
  }
});
