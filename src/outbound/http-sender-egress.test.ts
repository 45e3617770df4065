/** C02 to C13: where calls may go, proved on real sockets. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Secret } from '../foundation/index.ts';
import type { Lookup } from './connection-attempt.ts';
import { EgressPolicy } from './egress-policy.ts';
import { answerAlways, callTo, gist, makeTestSender, senderFor, Vendor } from './test-vendor.ts';

const BLOCKED = 'not_sent outbound.egress.blocked';

/** Resolves every name to the given addresses, the n-th lookup to the n-th list. */
function lookupOf(...answers: readonly (readonly string[])[]): Lookup {
  let count = 0;
  return (_host, done) => {
    const addresses = answers[Math.min(count, answers.length - 1)] ?? [];
    count += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

test('C04: no spelling of a loopback, private or metadata address gets through', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using sender = makeTestSender({ allow: [], policy: new EgressPolicy({ httpsPorts: [vendor.port] }) });
  const hosts = [
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '127.1',
    '0',
    '0x7f000001',
    '017700000001',
    '127.0.0.1.',
    '１２７.0.0.1',
    '127。0。0。1',
    '①②⑦.⓪.⓪.①',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '0xa9fea9fe',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '100.64.0.1',
  ];
  for (const host of hosts) {
    const url = new URL(`https://${host}:${vendor.port}/`);
    assert.equal(gist(await sender.send(callTo(url.href))), BLOCKED, host);
  }
  assert.equal(vendor.connectionCount, 0);
});

test('C02: a public-looking name that resolves to a forbidden address is not dialled', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  for (const address of [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    '10.1.2.3',
    '::ffff:127.0.0.1',
    'fe80::1%lo',
    'not-an-address',
  ]) {
    await using sender = makeTestSender({ allow: [], lookup: lookupOf([address]) });
    assert.equal(gist(await sender.send(callTo('https://vendor.example/'))), BLOCKED, address);
  }
  assert.equal(vendor.connectionCount, 0);
});

test('C02: of several addresses only the permitted ones are dialled', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'listed'), '127.0.0.2');
  await using hidden = await Vendor.start(answerAlways(200, 'hidden'), '127.0.0.1', vendor.port);
  await using sender = makeTestSender({
    allow: [{ host: 'vendor.test', ports: [vendor.port], cidr: '127.0.0.2/32', loopback: true }],
    lookup: lookupOf(['127.0.0.1', '127.0.0.2']),
  });
  assert.equal(gist(await sender.send(callTo(`http://vendor.test:${vendor.port}/`))), 'answered 200 complete listed');
  assert.equal(hidden.connectionCount, 0);
});

test('C02: of several permitted addresses the next is tried when one does not answer', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'), '127.0.0.3');
  await using sender = makeTestSender({
    allow: [{ host: 'vendor.test', ports: [vendor.port], loopback: true }],
    lookup: lookupOf(['127.0.0.2', '127.0.0.3']),
  });
  assert.equal(gist(await sender.send(callTo(`http://vendor.test:${vendor.port}/`))), 'answered 200 complete ok');
});

test('C02: a name that is rebound between two calls is blocked at the second', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok', { connection: 'close' }), '127.0.0.2');
  await using hidden = await Vendor.start(answerAlways(200, 'secret'), '127.0.0.1', vendor.port);
  await using sender = makeTestSender({
    allow: [{ host: 'vendor.test', ports: [vendor.port], cidr: '127.0.0.2/32', loopback: true }],
    lookup: lookupOf(['127.0.0.2'], ['127.0.0.1']),
  });
  const url = `http://vendor.test:${vendor.port}/`;
  assert.equal(gist(await sender.send(callTo(url, { freshConnection: true }))), 'answered 200 complete ok');
  assert.equal(gist(await sender.send(callTo(url, { freshConnection: true }))), BLOCKED);
  assert.equal(hidden.connectionCount, 0);
});

test('C02b: a socket that is connected to another address than the permitted one sends no byte', async () => {
  await using hidden = await Vendor.start(answerAlways(200));
  for (const scheme of ['http', 'https']) {
    await using sender = makeTestSender({
      allow: [{ host: '127.0.0.2', ports: [hidden.port], loopback: true }],
      openTcp: (options) => connect({ ...options, host: '127.0.0.1' }),
    });
    assert.equal(gist(await sender.send(callTo(`${scheme}://127.0.0.2:${hidden.port}/`))), BLOCKED);
  }
  assert.equal(hidden.receivedBytes, 0);
});

test('C05: plain http is for listed targets only, and carries a credential only on this machine', async () => {
  await using sender = makeTestSender({
    allow: [{ host: 'legacy.test', ports: [80], cidr: '10.0.0.0/8' }],
    lookup: () => {},
    limits: { connectTimeoutMs: 50 },
  });
  const credential = { headers: { authorization: new Secret('Bearer abc') } };
  assert.equal(gist(await sender.send(callTo('http://public.example/'))), BLOCKED);
  assert.equal(gist(await sender.send(callTo('http://legacy.test/'))), 'not_sent outbound.connect.timeout');
  assert.equal(
    gist(await sender.send(callTo('http://legacy.test/', { credential }))),
    'not_sent outbound.credential.plain_http',
  );
});

test('C05: a port that is not listed is not called', async () => {
  await using sender = makeTestSender({
    allow: [{ host: 'vendor.test', ports: [8443] }],
    lookup: lookupOf(['127.0.0.1']),
  });
  assert.equal(gist(await sender.send(callTo('https://vendor.test:5432/'))), BLOCKED);
  assert.equal(gist(await sender.send(callTo('https://other.test:8443/'))), BLOCKED);
});

test('C13: a blocked call reads the same whether something listens there or not', async () => {
  await using open = await Vendor.start(answerAlways(200));
  const shut = await Vendor.start(answerAlways(200));
  await shut[Symbol.asyncDispose]();
  const policy = new EgressPolicy({ httpsPorts: [open.port, shut.port] });
  await using sender = makeTestSender({ allow: [], policy });
  const [atOpen, atShut] = await Promise.all(
    [open, shut].map(async ({ port }) => {
      const result = await sender.send(callTo(`https://127.0.0.1:${port}/`));
      return result.kind === 'not_sent' ? result.message.replace(String(port), 'PORT') : result.kind;
    }),
  );
  assert.equal(atOpen, 'The call to 127.0.0.1:PORT was blocked by egress policy.');
  assert.equal(atShut, atOpen);
});

test('F45: a read that is redirected to the metadata address stops at the redirect', async () => {
  await using vendor = await Vendor.start(
    answerAlways(302, '', { location: 'http://169.254.169.254/latest/meta-data/' }),
  );
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 302 complete');
  assert.equal(vendor.requests.length, 1);
});
