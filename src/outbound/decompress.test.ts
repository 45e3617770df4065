import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { callTo, gist, senderFor, Vendor } from './test-vendor.ts';

/** What a call to a vendor gives that answers with this body and encoding. */
async function receive(body: Uint8Array, encoding: string, limits = {}): Promise<string> {
  await using vendor = await Vendor.start((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.write(body);
  });
  await using sender = senderFor(vendor, { limits });
  const result = await sender.send(callTo(vendor.origin));
  return gist(result).replaceAll(/[^ -~]/g, '.');
}

test('every encoding that we say we accept is unpacked', async () => {
  const text = Buffer.from('hello');
  for (const [encoding, body] of [
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['identity', text],
    ['identity, gzip', gzipSync(text)],
  ] as const) {
    assert.equal(await receive(body, encoding), 'answered 200 complete hello', encoding);
  }
});

test('F44: a bomb is stopped by the output cap and by the ratio', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  assert.match(await receive(bomb, 'gzip'), /^answered 200 too_large/);
  assert.match(await receive(gzipSync(Buffer.alloc(5_000_000)), 'gzip'), /^answered 200 too_large/);
  assert.match(await receive(brotliCompressSync(Buffer.alloc(20_000_000)), 'br'), /^answered 200 too_large/);
  assert.match(await receive(zstdCompressSync(Buffer.alloc(20_000_000)), 'zstd'), /^answered 200 too_large/);
  assert.match(await receive(gzipSync(Buffer.from('small'.repeat(100))), 'gzip', { maxAnswerBytes: 400 }), /too_large/);
});

test('F44: a small answer may be packed at any ratio', async () => {
  assert.match(await receive(gzipSync(Buffer.alloc(900_000, 'a')), 'gzip'), /^answered 200 complete aaa/);
});

test('F44: more than one encoding is not unpacked', async () => {
  const twice = gzipSync(gzipSync(Buffer.from('hello')));
  assert.match(await receive(twice, 'gzip, gzip'), /^answered 200 undecodable/);
  assert.match(await receive(twice, Array(5_000).fill('br').join(',')), /^answered 200 undecodable/);
});

test('an unknown encoding, a broken stream and one that ends early are undecodable', async () => {
  assert.match(await receive(Buffer.from('x'), 'compress'), /^answered 200 undecodable/);
  assert.match(await receive(Buffer.from('not gzip'), 'gzip'), /^answered 200 undecodable/);
  assert.match(await receive(gzipSync(Buffer.from('hello')).subarray(0, -6), 'gzip'), /^answered 200 undecodable/);
});

test('a zstd frame that claims a window beyond 8 MiB is undecodable, however little it holds', async () => {
  // Magic number, frame header without content size, window of 2^27 or 2^23 bytes, one raw last block "a" (RFC 8878, 3.1.1).
  const frame = (window: number) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, window, 0x09, 0x00, 0x00, 0x61);
  assert.equal(await receive(frame((27 - 10) << 3), 'zstd'), 'answered 200 undecodable (./......a');
  assert.equal(await receive(frame((23 - 10) << 3), 'zstd'), 'answered 200 complete a');
});
