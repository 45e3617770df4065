import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from './decode-text.ts';
import type { HttpAnswer } from './http-request.ts';

function answer(body: Uint8Array, contentType?: string, bodyState: HttpAnswer['bodyState'] = 'complete'): HttpAnswer {
  return { status: 200, headers: contentType === undefined ? {} : { 'content-type': contentType }, body, bodyState };
}

test('a text is UTF-8 unless the answer says otherwise', () => {
  assert.equal(decodeText(answer(Buffer.from('ü'))), 'ü');
  assert.equal(decodeText(answer(Uint8Array.of(0xfc), 'text/plain; charset=ISO-8859-1')), 'ü');
  assert.equal(decodeText(answer(Uint8Array.of(0xfc), 'text/plain; boundary=x; Charset="windows-1252"')), 'ü');
  assert.equal(decodeText(answer(Buffer.from('ü', 'utf16le'), 'text/plain;charset=utf-16le')), 'ü');
});

test('F59: a byte order mark decides over the header and is dropped once', () => {
  assert.equal(decodeText(answer(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'text/plain; charset=latin1')), 'a');
  assert.equal(decodeText(answer(Uint8Array.of(0xff, 0xfe, 0x61, 0))), 'a');
  assert.equal(decodeText(answer(Uint8Array.of(0xfe, 0xff, 0, 0x61))), 'a');
  assert.equal(decodeText(answer(Buffer.from('\ufeff\ufeffa'))), '\ufeffa');
});

test('F59: bytes that do not fit the charset, an unknown charset and an incomplete body are no text', () => {
  assert.equal(decodeText(answer(Uint8Array.of(0xff, 0x61))), undefined);
  assert.equal(decodeText(answer(Buffer.from('a'), 'text/plain; charset=klingon')), undefined);
  assert.equal(decodeText(answer(Buffer.from('a'), undefined, 'truncated')), undefined);
});
