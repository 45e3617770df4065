import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Config, readConfig } from './config.ts';
import { checkInstallation } from './installation-check.ts';
import { checkEgress } from './network-check.ts';

describe('the doctor', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'holdfast-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const configWith = (env: Record<string, string> = {}, file = ''): Config =>
    readConfig({
      env: { HOLDFAST_DATA: folder, HOLDFAST_PORT: '9', HOLDFAST_CONFIG: 'holdfast.yaml', ...env },
      readFile: () => file,
    });
  const egressOf = (config: Config, hasDatabase: boolean) => checkEgress(config, hasDatabase).detail;
  const findings = async (config: Config) =>
    new Map((await checkInstallation(config)).map(({ name, isOk, detail }) => [name, { isOk, detail }]));

  test("names the doors of the sample's stand-ins: those they have, else those they would get", async () => {
    assert.match(egressOf(configWith(), false), /besides 127\.0\.0\.1:10,11 on this machine, the sample's stand-ins/);
    assert.match(egressOf(configWith({ HOLDFAST_PORT: '0' }), false), /127\.0\.0\.1:free ports on this machine/);
    await mkdir(path.join(folder, 'sandbox'));
    const note = { crmPort: 4001, invoicingPort: 4002, crmToken: 'secret-a', invoicingKey: 'secret-b' };
    await writeFile(path.join(folder, 'sandbox', 'sandbox.json'), JSON.stringify(note));
    const said = egressOf(configWith(), true);
    assert.match(said, /besides 127\.0\.0\.1:4001,4002 on this machine, the sample's stand-ins/);
    assert.doesNotMatch(said, /secret/);
  });

  test('names no stand-ins where a start would not make them', () => {
    const off = configWith({ HOLDFAST_SAMPLE: 'off' });
    const ownDatabase = configWith({ DATABASE_URL: 'postgres://u@127.0.0.1:9/none' });
    for (const said of [egressOf(off, false), egressOf(ownDatabase, true), egressOf(configWith(), true)]) {
      assert.equal(said, 'https to public addresses on port 443; nothing besides');
    }
  });

  test('names every door of the configuration file with what it opens', () => {
    const file = `
sample: off
egress:
  httpsPorts: [8443]
  allow:
    - {host: erp.internal, ports: [80, 8080], cidr: 10.0.0.0/8}
    - {host: "::1", ports: [9000], loopback: true}
`;
    assert.equal(
      egressOf(configWith({}, file), false),
      'https to public addresses on port 443, 8443; besides erp.internal:80,8080 in 10.0.0.0/8; [::1]:9000 on this machine',
    );
  });

  test('makes nothing in a data folder that has no database yet, and calls that no fault', async () => {
    await writeFile(path.join(folder, 'holdfast.config.yaml'), '');
    const found = await findings(configWith());
    assert.deepEqual(
      [...found].filter(([, { isOk }]) => !isOk),
      [],
    );
    assert.match(found.get('database')?.detail ?? '', /is made in .* at the first start/);
    assert.deepEqual(await readdir(folder), ['holdfast.config.yaml']);
  });

  test('finds a key that is missing, open or malformed before anything is sealed with it', async () => {
    const keyFile = path.join(folder, 'master.key');
    const config = configWith();
    await writeFile(keyFile, 'rubbish');
    await chmod(keyFile, 0o644);
    assert.match((await findings(config)).get('key')?.detail ?? '', /open to other users .*`chmod 600 .*master\.key`/);
    await chmod(keyFile, 0o600);
    assert.equal((await findings(config)).get('key')?.isOk, false);
    await writeFile(keyFile, Buffer.alloc(32, 7).toString('base64'));
    assert.match((await findings(config)).get('key')?.detail ?? '', /^there is one in .*master\.key/);
  });

  test('warns of a key file among the files that credentials may name', async () => {
    const keyFile = path.join(folder, 'key');
    await writeFile(keyFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    const said = async (secrets: string) =>
      (await findings(configWith({ HOLDFAST_KEY_FILE: keyFile, HOLDFAST_SECRETS_FOLDER: secrets }))).get('secrets')
        ?.detail;
    assert.match((await said(folder)) ?? '', /Warning: the key file .*key lies in /);
    assert.doesNotMatch((await said(path.join(folder, 'vendors'))) ?? '', /Warning/);
  });

  test('reads the certificates that a start would trust', async () => {
    const file = path.join(folder, 'ca.pem');
    const config = configWith({ HOLDFAST_CA_FILE: file });
    assert.equal((await findings(config)).get('trust')?.isOk, false, 'there is no such file');
    await writeFile(file, 'no certificate');
    assert.equal((await findings(config)).get('trust')?.isOk, false);
    await writeFile(file, '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
    assert.match((await findings(config)).get('trust')?.detail ?? '', /^1 certificates in .*ca\.pem/);
  });
});
