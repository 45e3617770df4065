/** F48, C46: certificates are always verified. Certificates are made on the spot by the openssl command. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createServer, type TlsOptions } from 'node:tls';
import { answerText, callTo, gist, makeTestSender } from './test-vendor.ts';

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const OPENSSL = 'openssl';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-tls-'));

function openssl(...args: readonly string[]): string {
  return execFileSync(OPENSSL, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}

function hasOpenssl(): boolean {
  try {
    openssl('version');
    return true;
  } catch {
    return false;
  }
}

function read(name: string): Certificate {
  return {
    cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  };
}

function makeAuthority(): Certificate {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  return read('ca');
}

function makeSelfSigned(): Certificate {
  const names = 'subjectAltName=DNS:vendor.test';
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=x',
    '-addext',
    names,
    '-keyout',
    'self.key',
    '-out',
    'self.crt',
  );
  return read('self');
}

/** A certificate by the test authority for the host, valid in the given span (YYYYMMDDHHMMSSZ). */
function issue(name: string, host: string, [from, to]: readonly [string, string]): Certificate {
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${host}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  );
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'ca.cnf'),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n` +
      `x509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:${host}\n`,
  );
  const span = ['-startdate', from, '-enddate', to];
  openssl(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-cert',
    'ca.crt',
    '-keyfile',
    'ca.key',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.crt`,
    ...span,
  );
  return read(name);
}

/** Calls https://vendor.test at a TLS server with these options, trusting the given authorities. */
async function callTls(options: TlsOptions, extraCertificates: readonly string[]): Promise<string> {
  const server = createServer(options, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(answerText(200, 'private')));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await using sender = makeTestSender({
    allow: [{ host: 'vendor.test', ports: [port], loopback: true }],
    lookup: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    extraCertificates,
  });
  const result = await sender.send(callTo(`https://vendor.test:${port}/`, { freshConnection: true }));
  server.close();
  return result.kind === 'not_sent' ? `${gist(result)}: ${result.message}` : gist(result);
}

const CURRENT = ['20200101000000Z', '20991231235959Z'] as const;

describe('TLS', {
  skip: hasOpenssl() ? false : 'the openssl command is missing, so no test certificates can be made',
}, () => {
  let authority: Certificate;
  before(() => {
    authority = makeAuthority();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('a certificate of an authority that the operator added is trusted', async () => {
    const result = await callTls(issue('good', 'vendor.test', CURRENT), [authority.cert]);
    assert.equal(result, 'answered 200 complete private');
  });

  test('the same certificate is refused without the operator', async () => {
    assert.match(
      await callTls(issue('alone', 'vendor.test', CURRENT), []),
      /^not_sent outbound.connect.tls: .*UNABLE_TO/,
    );
  });

  test('a self-signed certificate is refused', async () => {
    assert.match(await callTls(makeSelfSigned(), []), /^not_sent outbound.connect.tls: .*SELF_SIGNED/);
  });

  test('an expired certificate is refused', async () => {
    const certificate = issue('expired', 'vendor.test', ['20200101000000Z', '20210101000000Z']);
    assert.match(await callTls(certificate, [authority.cert]), /^not_sent outbound.connect.tls: .*CERT_HAS_EXPIRED/);
  });

  test('a certificate for another host is refused', async () => {
    const certificate = issue('wrong', 'other.test', CURRENT);
    assert.match(await callTls(certificate, [authority.cert]), /^not_sent outbound.connect.tls: .*ALTNAME_INVALID/);
  });

  test('TLS 1.1 is refused', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const certificate = issue('old', 'vendor.test', CURRENT);
    assert.match(await callTls({ ...certificate, ...old }, [authority.cert]), /^not_sent outbound.connect.tls/);
  });

  test('C46: NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async (t) => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    t.after(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    assert.match(await callTls(makeSelfSigned(), []), /^not_sent outbound.connect.tls: .*SELF_SIGNED/);
  });
});
