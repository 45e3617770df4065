/** Section B of the fault list, transport part: each fault against a real socket. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { answerAlways, answerText, callTo, gist, makeTestSender, senderFor, Vendor } from './test-vendor.ts';

const QUICK = { limits: { connectTimeoutMs: 300, headersTimeoutMs: 300, idleTimeoutMs: 300, totalTimeoutMs: 5_000 } };

test('F25: a refused connection is certainly not sent', async () => {
  const vendor = await Vendor.start(answerAlways(200));
  await vendor[Symbol.asyncDispose]();
  await using sender = senderFor(vendor);
  const result = await sender.send(callTo(vendor.origin, { method: 'POST', body: Buffer.from('x') }));
  assert.equal(gist(result), 'not_sent outbound.connect.refused');
});

test('F25: a name that does not resolve is certainly not sent', async () => {
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  await using sender = makeTestSender({ allow: [], lookup: (_host, done) => done(unknown, []) });
  const result = await sender.send(callTo('https://vendor.test/x'));
  assert.equal(gist(result), 'not_sent outbound.connect.dns');
  assert.equal(
    result.kind === 'not_sent' && result.message,
    'The name of vendor.test could not be resolved (ENOTFOUND).',
  );
});

test('names are resolved by the system', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = makeTestSender({ allow: [{ host: 'localhost', ports: [vendor.port], loopback: true }] });
  assert.equal(gist(await sender.send(callTo(`http://localhost:${vendor.port}/`))), 'answered 200 complete ok');
});

test('F25: a name server that never answers ends in the connect timeout', async () => {
  await using sender = makeTestSender({ allow: [], ...QUICK, lookup: () => {} });
  assert.equal(gist(await sender.send(callTo('https://vendor.test/'))), 'not_sent outbound.connect.timeout');
});

test('F25: a server that never answers the TLS handshake ends in the connect timeout', async () => {
  await using vendor = await Vendor.start(() => {});
  await using sender = senderFor(vendor, QUICK);
  const result = await sender.send(callTo(`https://127.0.0.1:${vendor.port}/`));
  assert.equal(gist(result), 'not_sent outbound.connect.timeout');
});

test('F25: a deadline that passes while the connection is being made is certainly not sent', async () => {
  await using sender = makeTestSender({ allow: [], lookup: () => {}, limits: { connectTimeoutMs: 400 } });
  const result = await sender.send(callTo('https://vendor.test/', { totalTimeoutMs: 50 }));
  assert.equal(gist(result), 'not_sent outbound.call.deadline');
});

test('F26: a connection reset after the request was read is no answer', async () => {
  await using vendor = await Vendor.start((socket) => socket.resetAndDestroy());
  await using sender = senderFor(vendor);
  const result = await sender.send(callTo(vendor.origin, { method: 'POST', body: Buffer.from('x') }));
  assert.equal(gist(result), 'no_answer outbound.answer.connection_lost');
  assert.equal(vendor.requests.length, 1);
});

test('F26: a connection closed in order without a status line is no answer, and the request is not sent again', async () => {
  await using vendor = await Vendor.start((socket) => socket.end());
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'no_answer outbound.answer.connection_lost');
  await nextTurn();
  assert.equal(vendor.requests.length, 1);
});

test('F26: a status line cut short is no answer', async () => {
  await using vendor = await Vendor.start((socket) => socket.end('HTTP/1.1 20'));
  await using sender = senderFor(vendor);
  assert.match(gist(await sender.send(callTo(vendor.origin))), /^no_answer /);
});

test('F26: something that is not HTTP is no answer', async () => {
  await using vendor = await Vendor.start((socket) => socket.end('220 mail.example.com ESMTP\r\n'));
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'no_answer outbound.answer.malformed');
});

test('F27: a body shorter than its Content-Length is answered and truncated', async () => {
  await using vendor = await Vendor.start((socket) =>
    socket.end(answerText(200, 'ten bytes.', { 'content-length': '100' })),
  );
  await using sender = senderFor(vendor);
  const result = await sender.send(callTo(vendor.origin, { method: 'POST' }));
  assert.equal(gist(result), 'answered 200 truncated ten bytes.');
  assert.equal(result.kind === 'answered' && result.problem?.code, 'outbound.answer.body_truncated');
});

test('F27: a body whose connection is reset is answered and truncated', async () => {
  await using vendor = await Vendor.start((socket) => {
    socket.write(answerText(201, 'begun', { 'content-length': '100' }), () => socket.resetAndDestroy());
  });
  await using sender = senderFor(vendor);
  assert.match(gist(await sender.send(callTo(vendor.origin))), /^answered 201 truncated/);
});

test('F27: garbage between chunks is answered and truncated', async () => {
  await using vendor = await Vendor.start((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ngood\r\nzz\r\nbad\r\n');
  });
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 truncated good');
});

test('F27: chunks without their end are answered and truncated', async () => {
  await using vendor = await Vendor.start((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ngood\r\n');
  });
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 truncated good');
});

test('a body that ends with the connection is complete', async () => {
  await using vendor = await Vendor.start((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete all of it');
});

test('F42: a head that never comes ends in the headers timeout', async () => {
  await using vendor = await Vendor.start(() => {});
  await using sender = senderFor(vendor, QUICK);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'no_answer outbound.answer.headers_timeout');
});

test('F42: a head that drips in byte by byte ends in the headers timeout', async () => {
  await using vendor = await Vendor.start((socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-endless: ', 'a'));
  await using sender = senderFor(vendor, QUICK);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'no_answer outbound.answer.headers_timeout');
});

test('F42: notes without an answer (1xx) end in the total deadline', async () => {
  await using vendor = await Vendor.start((socket) => drip(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'));
  await using sender = senderFor(vendor, QUICK);
  const result = await sender.send(callTo(vendor.origin, { totalTimeoutMs: 250 }));
  assert.equal(gist(result), 'no_answer outbound.call.deadline');
});

test('F42: a body that falls silent ends in the idle timeout', async () => {
  await using vendor = await Vendor.start((socket) => socket.write(answerText(200, 'abc', { 'content-length': '9' })));
  await using sender = senderFor(vendor, QUICK);
  const result = await sender.send(callTo(vendor.origin));
  assert.equal(gist(result), 'answered 200 truncated abc');
  assert.equal(result.kind === 'answered' && result.problem?.code, 'outbound.answer.idle_timeout');
});

test('F42: a body that drips in below the idle timeout ends in the total deadline', async () => {
  await using vendor = await Vendor.start((socket) =>
    drip(socket, answerText(200, '', { 'content-length': '99999' }), 'b'),
  );
  await using sender = senderFor(vendor, QUICK);
  const result = await sender.send(callTo(vendor.origin, { totalTimeoutMs: 400 }));
  assert.match(gist(result), /^answered 200 truncated b+$/);
  assert.equal(result.kind === 'answered' && result.problem?.code, 'outbound.call.deadline');
});

test('an operation with a long deadline of its own may be silent longer than the headers timeout', async () => {
  await using vendor = await Vendor.start((socket) => {
    setTimeout(() => socket.write(answerText(200, 'late')), 450);
  });
  await using sender = senderFor(vendor, QUICK);
  const result = await sender.send(callTo(vendor.origin, { totalTimeoutMs: 3_000 }));
  assert.equal(gist(result), 'answered 200 complete late');
});

test('F43: a body that never ends is cut at the cap and the connection closed', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  await using vendor = await Vendor.start((socket) => {
    socket.on('close', () => resolve());
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const pour = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 'e')));
    };
    socket.on('drain', pour);
    pour();
  });
  await using sender = senderFor(vendor, { limits: { maxAnswerBytes: 1_000_000 } });
  const result = await sender.send(callTo(vendor.origin));
  await closed;
  assert.match(gist(result), /^answered 200 too_large e+$/);
  assert.equal(result.kind === 'answered' && result.answer.body.length, 1_000_000);
});

test('F43: 64 KB of headers are refused without reading on', async () => {
  await using vendor = await Vendor.start((socket) =>
    socket.write(answerText(200, 'x', { 'x-large': 'h'.repeat(65_536) })),
  );
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'no_answer outbound.answer.headers_too_large');
});

test('F49: an idle connection that closes as we write gives no answer', async () => {
  await using vendor = await Vendor.start((socket, _request, number) => {
    if (number === 2) socket.destroy();
    else socket.write(answerText(200, `answer ${number}`));
  });
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete answer 1');
  await nextTurn();
  const onIdle = await sender.send(callTo(vendor.origin, { method: 'POST' }));
  assert.equal(gist(onIdle), 'no_answer outbound.answer.connection_lost');
  assert.equal(vendor.connectionCount, 1);
});

test('F49: a fresh connection is never an idle one, and is closed after the answer', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = senderFor(vendor);
  await sender.send(callTo(vendor.origin));
  for (let count = 0; count < 2; count += 1) {
    const result = await sender.send(callTo(vendor.origin, { method: 'POST', freshConnection: true }));
    assert.equal(gist(result), 'answered 200 complete ok');
  }
  assert.equal(vendor.connectionCount, 3);
  assert.match(vendor.requests[1] ?? '', /^connection: close$/m);
});

test('F49: an idle connection that the vendor has closed already is not used', async () => {
  const closed: Promise<void>[] = [];
  await using vendor = await Vendor.start((socket) => {
    closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
    socket.end(answerText(200, 'ok'));
  });
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete ok');
  await closed[0];
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete ok');
  assert.equal(vendor.connectionCount, 2);
});

test('more hosts at one time than the limit are certainly not sent', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using other = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = senderFor([vendor, other], { limits: { maxOrigins: 1 } });
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete ok');
  assert.equal(gist(await sender.send(callTo(other.origin))), 'not_sent outbound.call.saturated');
});

test('keep-alive: calls in turn share one connection', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = senderFor(vendor);
  for (let count = 0; count < 5; count += 1) {
    await sender.send(callTo(vendor.origin));
    await nextTurn();
  }
  assert.equal(vendor.connectionCount, 1);
});

/** Writes `start`, then `again` every 20 ms as long as the connection lives. */
function drip(socket: import('node:net').Socket, start: string, again: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write(again), 20);
  socket.on('close', () => clearInterval(timer));
}
