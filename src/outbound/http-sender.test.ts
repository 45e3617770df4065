import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Secret } from '../foundation/index.ts';
import { encodeRequest } from './encode-request.ts';
import type { CallPhase } from './exchange.ts';
import { MAX_REDIRECTS } from './redirect.ts';
import { answerAlways, answerText, callTo, gist, makeTestSender, senderFor, Vendor } from './test-vendor.ts';

const KEY = { headers: { 'X-Api-Key': new Secret('s3cret-key') } };

test('a call goes out as it was encoded, with the credential, and its answer comes back', async () => {
  await using vendor = await Vendor.start(
    answerAlways(201, '{"id":7}', { 'content-type': 'application/json', 'X-Two': 'b' }),
  );
  await using sender = senderFor(vendor);
  const request = encodeRequest(
    { baseUrl: `${vendor.origin}/v2` },
    {
      method: 'POST',
      path: ['a/b'],
      query: [['q', '1 2']],
      headers: { 'X-One': 'a' },
      body: { kind: 'json', value: [1] },
    },
  );
  const result = await sender.send({ request, origins: [vendor.origin], credential: KEY, isWrite: true });
  assert.equal(gist(result), 'answered 201 complete {"id":7}');
  assert.equal(result.kind === 'answered' && result.answer.headers['x-two'], 'b');
  const [sent = ''] = vendor.requests;
  assert.match(sent, /^POST \/v2\/a%2Fb\?q=1%202 HTTP\/1\.1\r\n/);
  for (const line of [`host: 127.0.0.1:${vendor.port}`, 'x-one: a', 'x-api-key: s3cret-key', 'content-length: 3']) {
    assert.ok(sent.includes(`\r\n${line}\r\n`), line);
  }
  assert.ok(sent.endsWith('\r\n\r\n[1]'));
});

test('a repeated header of the answer comes back as one list, and "__proto__" as a header like any other', async () => {
  await using vendor = await Vendor.start((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nlink: a\r\nlink: b\r\n__proto__: c\r\ncontent-length: 0\r\n\r\n');
  });
  await using sender = senderFor(vendor);
  const result = await sender.send(callTo(vendor.origin));
  assert.ok(result.kind === 'answered');
  assert.deepEqual(Object.entries(result.answer.headers), [
    ['link', 'a, b'],
    ['__proto__', 'c'],
    ['content-length', '0'],
  ]);
});

test('C10: a call to another origin than its own is refused, with or without a credential', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using other = await Vendor.start(answerAlways(200));
  await using sender = senderFor([vendor, other]);
  for (const credential of [{}, { credential: KEY }]) {
    const result = await sender.send(callTo(`${other.origin}/next`, { origins: [vendor.origin], ...credential }));
    assert.equal(gist(result), 'not_sent outbound.credential.foreign_origin');
  }
  assert.equal(other.connectionCount, 0);
});

test('C10: a credential in the query stands beside the parameters of the call', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using sender = senderFor(vendor);
  const credential = { query: { token: new Secret('a&b=c') } };
  await sender.send(callTo(`${vendor.origin}/x?q=1`, { credential }));
  assert.match(vendor.requests[0] ?? '', /^GET \/x\?q=1&token=a%26b%3Dc HTTP/);
  const taken = await sender.send(callTo(`${vendor.origin}/x?token=mine`, { credential }));
  assert.equal(gist(taken), 'not_sent outbound.credential.invalid');
});

test('a credential replaces a header of the same name that a mapping has set', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using sender = senderFor(vendor);
  await sender.send(callTo(vendor.origin, { headers: { 'x-api-key': 'forged' }, credential: KEY }));
  assert.equal(vendor.requests[0]?.match(/x-api-key/g)?.length, 1);
  assert.match(vendor.requests[0] ?? '', /x-api-key: s3cret-key/);
});

test('F64: a credential with a line break is refused, and the message does not repeat it', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using sender = senderFor(vendor);
  const credential = { headers: { authorization: new Secret('Bearer abc\r\nx-evil: 1') } };
  const result = await sender.send(callTo(vendor.origin, { credential }));
  assert.equal(gist(result), 'not_sent outbound.credential.invalid');
  assert.ok(result.kind === 'not_sent' && !result.message.includes('abc'));
  assert.equal(vendor.connectionCount, 0);
});

test('phases are told in order, and the last question is asked between connected and sending', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = senderFor(vendor);
  const seen: (CallPhase | 'asked')[] = [];
  await sender.send(
    callTo(vendor.origin, { onPhase: (phase) => seen.push(phase), mayStillSend: () => seen.push('asked') > 0 }),
  );
  assert.deepEqual(seen, ['connected', 'asked', 'sending', 'sent', 'head', 'body']);
});

test('a call withdrawn at the last moment sends no byte and leaves the connection usable', async () => {
  await using vendor = await Vendor.start(answerAlways(200, 'ok'));
  await using sender = senderFor(vendor);
  const withdrawn = await sender.send(callTo(vendor.origin, { method: 'POST', mayStillSend: () => false }));
  assert.equal(gist(withdrawn), 'not_sent outbound.call.withdrawn');
  await nextTurn();
  assert.equal(vendor.receivedBytes, 0);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete ok');
  assert.equal(vendor.connectionCount, 1);
});

test('a call that waits for a free connection beyond its deadline is certainly not sent, then or later', async () => {
  const waiting: (() => void)[] = [];
  await using vendor = await Vendor.start((socket, _request, number) => {
    const answer = () => socket.write(answerText(200, 'ok'));
    if (number > 2) answer();
    else waiting.push(answer);
  });
  await using sender = senderFor(vendor, { limits: { maxConnectionsPerOrigin: 2 } });
  const slow = [sender.send(callTo(vendor.origin)), sender.send(callTo(vendor.origin))];
  const late = await sender.send(callTo(vendor.origin, { method: 'POST', totalTimeoutMs: 100 }));
  assert.equal(gist(late), 'not_sent outbound.call.deadline');
  for (const answer of waiting) answer();
  await Promise.all(slow);
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'answered 200 complete ok');
  assert.ok(vendor.requests.every((request) => request.startsWith('GET')));
});

test('an aborted call ends at once: not sent before the first byte, no answer after it, truncated in the body', async () => {
  await using vendor = await Vendor.start((socket, request) => {
    if (request.includes('/body')) socket.write(answerText(200, 'part', { 'content-length': '50' }));
  });
  await using sender = senderFor(vendor);
  const before = await sender.send(callTo(vendor.origin, { signal: AbortSignal.abort() }));
  assert.equal(gist(before), 'not_sent outbound.call.aborted');
  assert.equal(vendor.connectionCount, 0);
  for (const [path, at, expected] of [
    ['/silent', 'sent', 'no_answer outbound.call.aborted'],
    ['/body', 'head', 'answered 200 truncated'],
  ] as const) {
    const controller = new AbortController();
    const onPhase = (phase: CallPhase) => phase === at && queueMicrotask(() => controller.abort());
    const result = await sender.send(callTo(vendor.origin + path, { signal: controller.signal, onPhase }));
    assert.ok(gist(result).startsWith(expected), gist(result));
  }
});

test('a function of the caller that throws is a defect: the call rejects and nothing is sent', async () => {
  await using vendor = await Vendor.start(answerAlways(200));
  await using sender = senderFor(vendor);
  const bug = new Error('bug');
  const fail = () => {
    throw bug;
  };
  await assert.rejects(sender.send(callTo(vendor.origin, { mayStillSend: fail })), bug);
  await assert.rejects(sender.send(callTo(vendor.origin, { onPhase: fail })), bug);
  const atSending = (phase: CallPhase) => (phase === 'sending' ? fail() : undefined);
  await assert.rejects(sender.send(callTo(vendor.origin, { onPhase: atSending })), bug);
  await nextTurn();
  assert.equal(vendor.receivedBytes, 0);
});

test('F47: a write that is answered with a redirect is not followed, whatever the status', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await using vendor = await Vendor.start(answerAlways(status, '', { location: '/elsewhere' }));
    await using sender = senderFor(vendor);
    const result = await sender.send(
      callTo(vendor.origin, { method: 'POST', body: Buffer.from('x'), credential: KEY }),
    );
    assert.equal(gist(result), `answered ${status} complete`);
    assert.equal(vendor.requests.length, 1);
  }
});

test('F46, C11: a read is not redirected to another origin; no header and no byte reaches it', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await using other = await Vendor.start(answerAlways(200));
    await using vendor = await Vendor.start(answerAlways(status, '', { location: `${other.origin}/take` }));
    await using sender = senderFor([vendor, other]);
    const call = callTo(vendor.origin, { headers: { 'idempotency-key': 'k' }, credential: KEY });
    const result = await sender.send({ ...call, origins: [vendor.origin, other.origin] });
    assert.equal(gist(result), `answered ${status} complete`);
    assert.equal(other.connectionCount, 0);
  }
});

test('F46: a read is redirected within its origin, with the credential bound anew', async () => {
  await using vendor = await Vendor.start((socket, request) => {
    const isFirst = request.startsWith('GET /old');
    socket.write(isFirst ? answerText(302, 'moved', { location: '../new?page=2#part' }) : answerText(200, 'here'));
  });
  await using sender = senderFor(vendor);
  const credential = { ...KEY, query: { token: new Secret('tok') } };
  const result = await sender.send(callTo(`${vendor.origin}/old/x`, { credential }));
  assert.equal(gist(result), 'answered 200 complete here');
  assert.equal(result.kind === 'answered' && result.hops, 1);
  assert.match(vendor.requests[1] ?? '', /^GET \/new\?page=2&token=tok HTTP.*x-api-key: s3cret-key/s);
});

test('F46: redirects in a circle end after three hops with the redirect as the answer', async () => {
  await using vendor = await Vendor.start(answerAlways(307, '', { location: '/again' }));
  await using sender = senderFor(vendor);
  const result = await sender.send(callTo(vendor.origin));
  assert.equal(gist(result), 'answered 307 complete');
  assert.equal(vendor.requests.length, 1 + MAX_REDIRECTS);
});

test('a search by POST that is declared a read keeps its body on 307, and becomes a GET without one on 303', async () => {
  for (const [status, expected] of [
    [307, /^POST \/b .*content-type: a\/b.*x$/s],
    [303, /^GET \/b (?!.*content-type)/s],
  ] as const) {
    await using vendor = await Vendor.start((socket, request) => {
      socket.write(request.includes(' / ') ? answerText(status, '', { location: '/b' }) : answerText(200, 'found'));
    });
    await using sender = senderFor(vendor);
    const call = callTo(vendor.origin, { method: 'POST', headers: { 'content-type': 'a/b' }, body: Buffer.from('x') });
    assert.equal(gist(await sender.send({ ...call, isWrite: false })), 'answered 200 complete found');
    assert.match(vendor.requests[1] ?? '', expected);
  }
});

test('an answer to HEAD has no body, whatever its Content-Length says', async () => {
  await using vendor = await Vendor.start((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n'),
  );
  await using sender = senderFor(vendor);
  assert.equal(gist(await sender.send(callTo(vendor.origin, { method: 'HEAD' }))), 'answered 200 complete');
});

test('a URL that did not come from encodeRequest is not called', async () => {
  await using sender = makeTestSender({ allow: [] });
  for (const url of ['https://user:pw@vendor.test/', 'https://vendor.test/#x']) {
    assert.equal(gist(await sender.send(callTo(url))), 'not_sent outbound.request.url_invalid');
  }
});

test('close lets running calls end and refuses new ones', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<() => void>();
  await using vendor = await Vendor.start((socket) => resolve(() => socket.write(answerText(200, 'done'))));
  const sender = senderFor(vendor);
  const running = sender.send(callTo(vendor.origin));
  const answer = await asked;
  const closed = sender.close();
  assert.equal(gist(await sender.send(callTo(vendor.origin))), 'not_sent outbound.call.closed');
  answer();
  assert.equal(gist(await running), 'answered 200 complete done');
  await closed;
});
