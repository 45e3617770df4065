import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  answerKeyValue,
  answerSecretsManager,
  type KeyValueStore,
  RecordingServer,
  type SecretsManager,
} from '../../test/secret-stores.ts';
import {
  AppError,
  type Clock,
  isAppError,
  makeId,
  Secret,
  systemClock,
  type WorkspaceId,
} from '../foundation/index.ts';
import { EgressPolicy, HttpSender } from '../outbound/index.ts';
import type { Credential } from './credential.ts';
import { referencesOf, resolveCredential, secretsOf } from './credential-secrets.ts';
import {
  environmentReader,
  type FoundSecretFile,
  fileReader,
  keyValueReader,
  secretsManagerReader,
} from './secret-readers.ts';
import { type SecretReader, SecretSources, type SecretSourcesDeps } from './secret-sources.ts';

const workspaceId = makeId<WorkspaceId>();
const outage = new AppError('test.outage', { kind: 'unavailable', message: 'The source is down.', fix: 'Wait.' });

class TestClock implements Pick<Clock, 'monotonicMs'> {
  nowMs = 0;
  monotonicMs(): number {
    return this.nowMs;
  }
}

function makeSources(read: SecretReader, more: Partial<SecretSourcesDeps> = {}) {
  const clock = new TestClock();
  const deps = { readers: { env: read }, mayUse: () => true, clock: clock as unknown as Clock, ...more };
  const sources = new SecretSources(deps);
  const resolve = async (isFresh = false) =>
    (await sources.resolve('env:HOLDFAST_SECRET_A', { workspaceId, isFresh })).reveal();
  return { clock, sources, resolve };
}

const hasCode = (code: string) => (error: unknown) => isAppError(error, code);

describe('sources of secrets', () => {
  test('what was read is used for a minute, then read again', async () => {
    let value = 'one';
    const { clock, resolve } = makeSources(async () => value);
    assert.equal(await resolve(), 'one');
    value = 'two';
    clock.nowMs = 59_000;
    assert.equal(await resolve(), 'one');
    clock.nowMs = 61_000;
    assert.equal(await resolve(), 'two');
  });

  test('after a refusal the secret is read at once, and once for all that were refused together', async () => {
    let reads = 0;
    const { clock, resolve } = makeSources(async () => {
      reads += 1;
      return `value ${reads}`;
    });
    assert.equal(await resolve(), 'value 1');
    clock.nowMs = 10;
    assert.deepEqual(await Promise.all([resolve(true), resolve(true), resolve(true)]), [
      'value 2',
      'value 2',
      'value 2',
    ]);
    clock.nowMs = 510;
    assert.equal(await resolve(true), 'value 2');
    clock.nowMs = 1_011;
    assert.equal(await resolve(true), 'value 3');
  });

  test('while a source is down the last secret is used, but never as a new one after a refusal', async () => {
    let isDown = false;
    let reads = 0;
    const { clock, resolve } = makeSources(async () => {
      reads += 1;
      if (isDown) throw outage;
      return 'kept';
    });
    await resolve();
    isDown = true;
    clock.nowMs = 61_000;
    assert.equal(await resolve(), 'kept');
    clock.nowMs = 63_000;
    assert.equal(await resolve(), 'kept');
    assert.equal(reads, 2, 'a source that has just failed is left alone');
    await assert.rejects(resolve(true), hasCode('test.outage'));
    clock.nowMs = 700_000;
    await assert.rejects(resolve(), hasCode('test.outage'));
  });

  test('a secret that is gone is not used from memory', async () => {
    let isGone = false;
    const read = environmentReader(() => (isGone ? undefined : 'value'));
    const { clock, resolve } = makeSources(read);
    await resolve();
    isGone = true;
    clock.nowMs = 61_000;
    await assert.rejects(resolve(), hasCode('connections.reference.not_found'));
  });

  test('a workspace that the operator has not named reads nothing', async () => {
    const { resolve } = makeSources(() => assert.fail('nothing is read'), { mayUse: () => false });
    await assert.rejects(resolve(), (error) => {
      assert.ok(isAppError(error, 'connections.reference.not_allowed'));
      return error.fix.includes(workspaceId);
    });
  });

  test('a source that is not set up is told with the settings that it needs', async () => {
    const { sources } = makeSources(async () => 'x');
    assert.throws(
      () => sources.check('vault:secret/crm#key', workspaceId),
      (error) => isAppError(error, 'connections.reference.source_off') && error.fix.includes('HOLDFAST_VAULT_ADDRESS'),
    );
  });

  test('an empty secret is no secret', async () => {
    const { resolve } = makeSources(async () => '');
    await assert.rejects(resolve(), hasCode('connections.reference.unusable'));
  });
});

test('a file is read without the line break at its end, and one that may not be read is told with its path', async () => {
  const files: Record<string, FoundSecretFile> = {
    'crm/key': { kind: 'found', text: 'line one\nline two\r\n' },
    locked: { kind: 'refused', path: '/run/secrets/locked', reason: 'EACCES' },
    own: { kind: 'reserved', path: '/run/secrets/own' },
  };
  const read = fileReader({ path: '/run/secrets', read: async (name) => files[name] ?? { kind: 'missing' } });
  assert.equal(await read('crm/key', 'file:crm/key'), 'line one\nline two');
  await assert.rejects(
    async () => read('locked', 'file:locked'),
    (error) => isAppError(error, 'connections.reference.denied') && error.fix.includes('/run/secrets/locked'),
  );
  await assert.rejects(
    async () => read('own', 'file:own'),
    (error) => isAppError(error, 'connections.reference.reserved') && error.publicMessage.includes('/run/secrets/own'),
  );
  await assert.rejects(async () => read('none', 'file:none'), hasCode('connections.reference.not_found'));
});

test('every secret field of every kind is found, read and kept out of records', async () => {
  const reference = (name: string) => ({ reference: `env:HOLDFAST_SECRET_${name}` });
  const credentials: readonly Credential[] = [
    { kind: 'api_key', key: reference('A') },
    { kind: 'bearer', token: reference('A') },
    { kind: 'basic', username: 'ada', password: reference('A') },
    { kind: 'hmac', secret: reference('A'), algorithm: 'sha256', encoding: 'hex', header: 'x', signed: ['body'] },
    { kind: 'mtls', certificate: 'c', privateKey: reference('A'), passphrase: reference('B') },
    {
      kind: 'aws_sigv4',
      accessKeyId: 'i',
      secretAccessKey: reference('A'),
      sessionToken: reference('B'),
      region: 'r',
      service: 's',
    },
    {
      kind: 'oauth2',
      grant: 'jwt_bearer',
      provider: 'custom',
      client: { id: 'i', secret: reference('A'), privateKey: reference('B') },
      jwt: { issuer: 'i', subject: 's', privateKey: reference('C'), algorithm: 'ES256' },
    },
  ];
  for (const credential of credentials) {
    const count = JSON.stringify(credential).split('"reference"').length - 1;
    assert.equal(referencesOf(credential).length, count, credential.kind);
    const read: string[] = [];
    const reader = {
      check: () => undefined,
      resolve: async (text: string) => {
        read.push(text);
        return new Secret(`value of ${text}`);
      },
    };
    const resolved = await resolveCredential(credential, reader, { workspaceId });
    assert.ok(!JSON.stringify(resolved).includes('"reference"'), credential.kind);
    for (const text of read) assert.ok(secretsOf(resolved).includes(`value of ${text}`), `${credential.kind} ${text}`);
  }
});

test('a key that is the user name of basic authentication is a secret too', () => {
  assert.deepEqual(secretsOf({ kind: 'basic', username: 'key-0123456789', password: 'x' }), [
    'x',
    Buffer.from('key-0123456789:x').toString('base64'),
    'key-0123456789',
  ]);
});

function senderTo({ port }: RecordingServer): HttpSender & AsyncDisposable {
  const policy = new EgressPolicy({ allow: [{ host: '127.0.0.1', ports: [port], loopback: true }] });
  const sender = new HttpSender({ policy, clock: systemClock });
  return Object.assign(sender, { [Symbol.asyncDispose]: () => sender.close() });
}

test('a field of a key/value store (version 2) of Vault or OpenBao is read over its HTTP API', async () => {
  const store: KeyValueStore = {
    token: 'hvs.c4n4ry-token',
    secrets: new Map([
      ['secret/data/team/crm', { key: 'sk-1', 'client secret': 'cs-1', number: 7 }],
      ['secret/data/deleted', null],
    ]),
    denied: new Set(['secret/data/payroll']),
    isSealed: false,
  };
  await using server = await RecordingServer.start(answerKeyValue(store));
  await using sender = senderTo(server);
  const access = { address: server.origin, namespace: 'team-a', token: () => new Secret(store.token) };
  const read = keyValueReader(sender, access);
  assert.equal(await read('secret/team/crm#key', 'r'), 'sk-1');
  assert.equal(await read('secret/team/crm#client secret', 'r'), 'cs-1');
  const [first] = server.requests;
  assert.deepEqual([first?.method, first?.target], ['GET', '/v1/secret/data/team/crm']);
  assert.equal(first?.headers['x-vault-namespace'], 'team-a');
  await assert.rejects(async () => read('secret/team/crm#number', 'r'), hasCode('connections.reference.not_found'));
  await assert.rejects(async () => read('secret/none#key', 'r'), hasCode('vault.hashicorp.missing'));
  await assert.rejects(async () => read('secret/deleted#key', 'r'), hasCode('vault.hashicorp.missing'));
  await assert.rejects(
    async () => read('secret/payroll#key', 'r'),
    (error) => {
      assert.ok(isAppError(error, 'vault.hashicorp.denied'));
      assert.ok(error.fix.includes('path "secret/data/payroll" { capabilities = ["read"] }'), error.fix);
      return !`${error.publicMessage} ${error.fix}`.includes(store.token);
    },
  );
  store.isSealed = true;
  await assert.rejects(
    async () => read('secret/team/crm#key', 'r'),
    (error) => isAppError(error, 'vault.hashicorp.unreachable') && error.kind === 'unavailable',
  );
});

test('a secret of AWS Secrets Manager is read whole or by member, with a signature that AWS finds right', async () => {
  const store: SecretsManager = {
    region: 'eu-central-1',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalr/EXAMPLE+KEY',
    secrets: new Map([
      ['prod/crm', { SecretString: '{"key":"sk-2","port":5432}' }],
      ['prod/token', { SecretString: 'plain' }],
      ['prod/pem', { SecretBinary: Buffer.from('-----BEGIN').toString('base64') }],
    ]),
    denied: new Set(['prod/payroll']),
  };
  await using server = await RecordingServer.start(answerSecretsManager(store));
  await using sender = senderTo(server);
  const { region, accessKeyId, secretAccessKey } = store;
  const credentials = () => ({ accessKeyId, secretAccessKey: new Secret(secretAccessKey) });
  const read = secretsManagerReader(sender, { region, endpoint: server.origin, credentials, clock: systemClock });
  assert.equal(await read('prod/crm#key', 'r'), 'sk-2');
  assert.equal(await read('prod/token', 'r'), 'plain');
  assert.equal(await read('prod/pem', 'r'), '-----BEGIN');
  await assert.rejects(async () => read('prod/crm#port', 'r'), hasCode('connections.reference.not_found'));
  await assert.rejects(async () => read('prod/token#key', 'r'), hasCode('connections.reference.not_found'));
  await assert.rejects(async () => read('prod/none', 'r'), hasCode('vault.aws.missing'));
  await assert.rejects(
    async () => read('prod/payroll', 'r'),
    (error) => {
      assert.ok(isAppError(error, 'vault.aws.denied'));
      assert.ok(error.fix.includes('`secretsmanager:GetSecretValue`'), error.fix);
      return error.fix.includes('arn:aws:secretsmanager:eu-central-1:*:secret:prod/payroll-??????');
    },
  );
});

test('a key that was typed with its prefix is also kept out of records without it', () => {
  const secrets = (key: string) => secretsOf({ kind: 'api_key', key });
  assert.deepEqual(secrets('Token abcdefgh12'), ['Token abcdefgh12', 'abcdefgh12']);
  assert.ok(secrets('Token token="abcdefgh12"').includes('abcdefgh12'));
  assert.ok(secrets('ApiKey ada:abcdefgh12==').includes('abcdefgh12=='));
  assert.ok(secretsOf({ kind: 'bearer', token: 'Bearer abcdefgh12' }).includes('abcdefgh12'));
  assert.deepEqual(secrets('plain-key'), ['plain-key']);
});
