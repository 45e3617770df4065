import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { Kms, serve, Transit } from '../../test/key-stores.ts';
import { isAppError, Secret, systemClock } from '../foundation/index.ts';
import { AwsKmsKeyProvider } from './aws-kms-keys.ts';
import { callHashicorp } from './call-hashicorp.ts';
import { TransitKeyProvider } from './transit-keys.ts';

const KEY = randomBytes(32);

async function openTransit(t: { after(run: () => Promise<void>): void }, options: { token?: string } = {}) {
  const transit = new Transit();
  const server = await serve((asked) => transit.answer(asked));
  t.after(server.stop);
  const token = new Secret(options.token ?? transit.token);
  const access = { address: server.url, namespace: 'team-a', token: () => token };
  const { sender } = server;
  const provider = new TransitKeyProvider({ sender, access, mount: 'transit', key: 'holdfast' });
  return { transit, server, access, provider };
}

async function openKms(t: { after(run: () => Promise<void>): void }, options: { secret?: string } = {}) {
  const kms = new Kms();
  const server = await serve((asked) => kms.answer(asked));
  t.after(server.stop);
  const secretAccessKey = new Secret(options.secret ?? kms.secretAccessKey);
  const credentials = { accessKeyId: kms.accessKeyId, secretAccessKey };
  const access = { region: kms.region, endpoint: server.url, credentials: () => credentials, clock: systemClock };
  return { kms, server, provider: new AwsKmsKeyProvider({ sender: server.sender, access, key: kms.alias }) };
}

describe('the transit engine', () => {
  test('wraps and unwraps, names version and key, and an old version still opens after a rotation there', async (t) => {
    const { transit, server, provider } = await openTransit(t);
    const wrapped = await provider.wrap(KEY, 'w/o/1');
    assert.equal(wrapped.kekId, 'transit:transit/holdfast:v1');
    transit.rotate();
    assert.equal(await provider.presentId(), 'transit:transit/holdfast:v2');
    assert.deepEqual(await provider.unwrap(wrapped, 'w/o/1'), KEY);
    const [first] = server.asked;
    assert.equal(first?.headers['x-vault-namespace'], 'team-a');
    assert.equal(first?.headers['x-vault-token'], transit.token);
    assert.equal(JSON.parse(first?.text ?? '').associated_data, Buffer.from('w/o/1').toString('base64'));
  });

  test("a data key of another owner's row is not unwrapped", async (t) => {
    const { provider } = await openTransit(t);
    const wrapped = await provider.wrap(KEY, 'w/o/1');
    await assert.rejects(provider.unwrap(wrapped, 'w/other/1'), (error) =>
      isAppError(error, 'vault.hashicorp.refused'),
    );
  });

  test('a policy that lacks a path gives a sentence with the path and the lines of the policy', async (t) => {
    const { transit, provider } = await openTransit(t);
    const wrapped = await provider.wrap(KEY, 'c');
    transit.mayUpdate.delete('transit/decrypt/holdfast');
    await assert.rejects(provider.unwrap(wrapped, 'c'), (error) => {
      assert.ok(isAppError(error, 'vault.hashicorp.denied'));
      assert.match(error.publicMessage, /refuses transit\/decrypt\/holdfast: 1 error occurred: \* permission denied\./);
      assert.ok(error.fix.includes('`path "transit/decrypt/holdfast" { capabilities = ["update"] }`'), error.fix);
      return error.kind === 'unavailable';
    });
  });

  test('a token that has ended is refused once and stands in no message', async (t) => {
    const { server, provider } = await openTransit(t, { token: 'hvs.canary-ended-token' });
    await assert.rejects(provider.presentId(), (error) => {
      assert.ok(isAppError(error, 'vault.hashicorp.denied'));
      return !`${error.message} ${error.fix} ${JSON.stringify(error.context)}`.includes('canary-ended');
    });
    assert.equal(server.asked.length, 1);
  });

  test('a sealed Vault is asked again, and what it takes up after that is done', async (t) => {
    const { transit, server, provider } = await openTransit(t);
    transit.isSealed = true;
    const wrapping = provider.wrap(KEY, 'c');
    while (server.asked.length < 1) await new Promise(setImmediate);
    transit.isSealed = false;
    assert.equal((await wrapping).kekId, 'transit:transit/holdfast:v1');
    transit.isSealed = true;
    await assert.rejects(
      provider.wrap(KEY, 'c'),
      (error) => isAppError(error, 'vault.hashicorp.unreachable') && /Vault is sealed/.test(error.publicMessage),
    );
  });

  test('a path that may not be read names the capability that reading needs', async (t) => {
    const { server, access } = await openTransit(t);
    const asked = callHashicorp(server.sender, access, { path: 'secret/data/crm', capability: 'read' });
    await assert.rejects(asked, (error) => {
      return isAppError(error) && error.fix.includes('`path "secret/data/crm" { capabilities = ["read"] }`');
    });
    assert.equal(server.asked.at(-1)?.method, 'GET');
  });
});

describe('the Key Management Service', () => {
  test('wraps by the alias, is named by the key behind it, and unwraps by that key alone', async (t) => {
    const { kms, server, provider } = await openKms(t);
    const wrapped = await provider.wrap(KEY, 'w/o/1');
    assert.equal(wrapped.kekId, `aws_kms:${kms.keyArn}`);
    assert.deepEqual(await provider.unwrap(wrapped, 'w/o/1'), KEY);
    const last = JSON.parse(server.asked.at(-1)?.text ?? '');
    assert.deepEqual([last.KeyId, last.EncryptionContext], [kms.keyArn, { holdfast: 'w/o/1' }]);
    await assert.rejects(provider.unwrap(wrapped, 'other'), (error) => isAppError(error, 'vault.aws.refused'));
  });

  test('a policy that lacks the action gives a sentence with the action and the ARN', async (t) => {
    const { kms, provider } = await openKms(t);
    const wrapped = await provider.wrap(KEY, 'c');
    kms.mayDo.delete('TrentService.Decrypt');
    await assert.rejects(provider.unwrap(wrapped, 'c'), (error) => {
      assert.ok(isAppError(error, 'vault.aws.denied'));
      return error.fix.includes(`allow \`kms:Decrypt\` on \`${kms.keyArn}\``) && error.kind === 'unavailable';
    });
  });

  test('a wrong secret key is told as that, and stands in no message', async (t) => {
    const { provider } = await openKms(t, { secret: 'canary-wrong-secret' });
    await assert.rejects(provider.presentId(), (error) => {
      return isAppError(error, 'vault.aws.credentials_refused') && !JSON.stringify(error).includes('canary-wrong');
    });
  });

  test('throttling and trouble over there are asked again', async (t) => {
    const { kms, server, provider } = await openKms(t);
    kms.trouble.push({ status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } });
    kms.trouble.push({ status: 500, body: { __type: 'KMSInternalException' } });
    assert.deepEqual(await provider.unwrap(await provider.wrap(KEY, 'c'), 'c'), KEY);
    assert.equal(server.asked.length, 4);
  });

  test('an unknown key is told with its name and the region', async (t) => {
    const { kms, provider } = await openKms(t);
    const wrapped = await provider.wrap(KEY, 'c');
    kms.keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/new';
    await assert.rejects(
      provider.unwrap(wrapped, 'c'),
      (error) => isAppError(error, 'vault.aws.missing') && error.publicMessage.includes('eu-central-1'),
    );
  });
});
