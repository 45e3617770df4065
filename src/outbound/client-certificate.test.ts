import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import { hasOpenssl, makeCertificate, type TestCertificate } from '../../test/certificates.ts';
import { Secret } from '../foundation/index.ts';
import { type ClientCertificate, makeClientCertificate } from './client-certificate.ts';
import { answerAlways, answerText, callTo, gist, makeTestSender, senderFor, Vendor } from './test-vendor.ts';

const PASSPHRASE = 'opens the key';

function identity({ cert, key }: TestCertificate, passphrase?: string): ClientCertificate {
  const parts = { certificate: cert, privateKey: new Secret(key) };
  return makeClientCertificate(passphrase === undefined ? parts : { ...parts, passphrase: new Secret(passphrase) });
}

describe('client certificates', {
  skip: hasOpenssl() ? false : 'the openssl command is missing, so no test certificates can be made',
}, () => {
  let host: TestCertificate;
  let ada: TestCertificate;
  let bob: TestCertificate;
  let sealed: TestCertificate;
  /** Who called, one entry for each request. */
  const callers: string[] = [];
  let connectionCount = 0;
  let port = 0;
  const server = createServer((socket) => answerAsked(socket));

  function answerAsked(socket: TLSSocket): void {
    connectionCount += 1;
    socket.on('error', () => {});
    socket.on('data', () => {
      callers.push(String(socket.getPeerCertificate().subject?.CN));
      socket.write(answerText(200, 'private'));
    });
  }

  before(async () => {
    host = makeCertificate('vendor.test');
    ada = makeCertificate('ada');
    bob = makeCertificate('bob');
    sealed = makeCertificate('sealed', PASSPHRASE);
    server.setSecureContext({ ...host, ca: [ada.cert, bob.cert, sealed.cert] });
    // As options of the server, which `setSecureContext` does not take.
    Object.assign(server, { requestCert: true, rejectUnauthorized: true });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());

  function makeSender() {
    return makeTestSender({
      allow: [{ host: 'vendor.test', ports: [port], loopback: true }],
      lookup: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      extraCertificates: [host.cert],
    });
  }

  const call = (clientCertificate?: ClientCertificate) =>
    callTo(
      `https://vendor.test:${port}/`,
      clientCertificate === undefined ? {} : { credential: { clientCertificate } },
    );

  test('each call is made as whom its certificate says, on connections that no other certificate uses', async () => {
    await using sender = makeSender();
    callers.length = 0;
    connectionCount = 0;
    for (const who of [ada, bob, ada, bob]) {
      assert.equal(gist(await sender.send(call(identity(who)))), 'answered 200 complete private');
    }
    assert.deepEqual(callers, ['ada', 'bob', 'ada', 'bob']);
    assert.equal(connectionCount, 2, 'a certificate that is read anew goes on using its connections');
  });

  test('a call without a certificate does not come through on a connection that had one', async () => {
    await using sender = makeSender();
    assert.equal(gist(await sender.send(call(identity(ada)))), 'answered 200 complete private');
    callers.length = 0;
    assert.notEqual((await sender.send(call())).kind, 'answered');
    assert.deepEqual(callers, []);
  });

  test('a key with a passphrase is opened by it, and without it the call is not sent', async () => {
    await using sender = makeSender();
    assert.equal(gist(await sender.send(call(identity(sealed, PASSPHRASE)))), 'answered 200 complete private');
    const locked = await sender.send(call(identity(sealed, 'wrong')));
    assert.equal(gist(locked), 'not_sent outbound.credential.certificate');
  });

  test('a key that belongs to another certificate is told before anything is sent', async () => {
    await using sender = makeSender();
    const mixed = identity({ cert: ada.cert, key: bob.key });
    const result = await sender.send(call(mixed));
    assert.equal(gist(result), 'not_sent outbound.credential.certificate');
    assert.ok(result.kind === 'not_sent' && /KEY_VALUES_MISMATCH/.test(result.message), JSON.stringify(result));
  });

  test('more certificates than are kept at one time all get their answers', async () => {
    await using sender = makeSender();
    callers.length = 0;
    const many = Array.from({ length: 70 }, (_, index) => ({ ...ada, cert: `${ada.cert}${'\n'.repeat(index)}` }));
    for (const each of many) {
      assert.equal(gist(await sender.send(call(identity(each)))), 'answered 200 complete private');
    }
    assert.equal(callers.length, many.length);
  });

  test('where there is no TLS to show a certificate in, the call is not sent', async () => {
    await using vendor = await Vendor.start(answerAlways(200));
    await using sender = senderFor(vendor);
    const result = await sender.send(callTo(vendor.origin, { credential: { clientCertificate: identity(ada) } }));
    assert.equal(gist(result), 'not_sent outbound.credential.plain_http');
    assert.equal(vendor.receivedBytes, 0);
  });
});
