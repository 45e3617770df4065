import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { isAppError, type JsonObject, type JsonValue, makeObject, parseJson } from '../foundation/index.ts';
import { encodeRequest } from './encode-request.ts';
import type { HttpRequest, RequestBody } from './http-request.ts';

const BASE = 'https://api.example.com/v2';

function encode(request: Partial<HttpRequest>, baseUrl = BASE) {
  return encodeRequest({ baseUrl }, { method: 'POST', path: ['x'], ...request });
}

function bodyText(body: RequestBody): string {
  return Buffer.from(encode({ body }).body ?? []).toString();
}

function refuses(request: Partial<HttpRequest>, code: string, baseUrl = BASE): void {
  assert.throws(
    () => encode(request, baseUrl),
    (error) => isAppError(error, code),
    JSON.stringify(request),
  );
}

test('F64: a value in the path is exactly one segment', () => {
  const values = [
    'a/b',
    'a?b',
    'a#b',
    'a@b',
    '../x',
    '%2e%2e',
    '%2F',
    'a\\b',
    'a;b',
    'a:b',
    '...',
    'ü',
    '\n',
    '\0',
    ' ',
  ];
  const url = new URL(encode({ path: values }).url);
  assert.equal(url.origin, 'https://api.example.com');
  assert.deepEqual(url.pathname.split('/').slice(2).map(decodeURIComponent), values);
});

test('F64: path segments that have no safe form are refused', () => {
  for (const segment of ['', '.', '..', '\ud800'])
    refuses({ path: ['a', segment, 'b'] }, 'outbound.request.segment_invalid');
});

test('a call without path segments goes to the base URL itself', () => {
  assert.equal(encode({ path: [] }).url, 'https://api.example.com/v2');
  assert.equal(encode({ path: [] }, 'https://api.example.com').url, 'https://api.example.com/');
  assert.equal(encode({ path: ['a'] }, 'https://api.example.com/').url, 'https://api.example.com/a');
});

test('a base URL with user name, query, fragment or a foreign scheme is refused, and its password not repeated', () => {
  for (const baseUrl of [
    'https://u:hidden@a.example',
    'https://a.example/?q=hidden',
    'https://a.example/#f',
    'ftp://a.example',
    '/v2',
    '',
  ]) {
    refuses({}, 'outbound.request.base_url_invalid', baseUrl);
    assert.throws(
      () => encode({}, baseUrl),
      (error: Error) => !error.message.includes('hidden'),
    );
  }
});

test('query parameters keep their order and repeat; one without a name is refused', () => {
  const query = [
    ['a', '1&b=2'],
    ['b', 'x y+z'],
    ['a', ''],
    ['ü[]', "'"],
  ] as const;
  const url = new URL(encode({ query }).url);
  assert.deepEqual(
    [...url.searchParams],
    query.map((pair) => [...pair]),
  );
  refuses({ query: [['', 'x']] }, 'outbound.request.query_invalid');
  refuses({ query: [['a', '\udfff']] }, 'outbound.request.query_invalid');
});

test('a URL beyond the limit is refused', () => {
  refuses({ query: [['q', 'x'.repeat(16_384)]] }, 'outbound.request.url_too_long');
});

test('F64: a header that would break out of its line, or that the sender writes, is refused', () => {
  for (const value of ['a\r\nx: y', 'a\nb', 'a\rb', 'a\0b', 'ü', '\u{1f600}', '\x7f']) {
    refuses({ headers: { 'x-a': value } }, 'outbound.request.header_invalid');
  }
  const names = [
    '',
    'x y',
    'x:y',
    'x\n',
    'ü',
    'Host',
    'content-length',
    'Transfer-Encoding',
    'connection',
    'Expect',
    'TE',
  ];
  for (const name of names) refuses({ headers: { [name]: '1' } }, 'outbound.request.header_invalid');
  refuses({ headers: { 'X-A': '1', 'x-a': '2' } }, 'outbound.request.header_invalid');
  refuses({ headers: { 'x-a': 'v'.repeat(32_768) } }, 'outbound.request.headers_too_large');
});

test('headers come out in lower case, "__proto__" among them', () => {
  const headers = JSON.parse('{"X-One":"a","__proto__":"b"}') as Record<string, string>;
  assert.deepEqual(Object.entries(encode({ headers }).headers), [
    ['x-one', 'a'],
    ['__proto__', 'b'],
  ]);
});

test('JSON goes out without loss', () => {
  const text = '{"id":9007199254740993,"amount":1.10,"__proto__":{"big":1e400},"s":"\\ud800"}';
  const request = encode({ body: { kind: 'json', value: parseJson(text) } });
  assert.equal(Buffer.from(request.body ?? []).toString(), text);
  assert.equal(request.headers['content-type'], 'application/json');
});

test('the request may name its own content type, but not for multipart, where the boundary belongs to it', () => {
  const headers = { 'Content-Type': 'application/vnd.api+json' };
  assert.equal(
    encode({ headers, body: { kind: 'json', value: null } }).headers['content-type'],
    'application/vnd.api+json',
  );
  const multipart = encode({ headers, body: { kind: 'multipart', parts: [{ name: 'a', content: 'b' }] } });
  assert.match(multipart.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
});

test('a GET or HEAD with a body is refused, a POST without one is not', () => {
  refuses({ method: 'GET', body: { kind: 'json', value: 1 } }, 'outbound.request.body_invalid');
  refuses(
    { method: 'HEAD', body: { kind: 'text', contentType: 'text/plain', text: '' } },
    'outbound.request.body_invalid',
  );
  assert.equal(encode({}).body, undefined);
});

test('a form nests by brackets and keeps numbers as they are', () => {
  const value = parseJson('{"a":{"b":["c d","e&f"]},"n":1.10,"t":true,"z":null,"none":[],"ü":"+"}') as JsonObject;
  assert.equal(
    bodyText({ kind: 'form', value }),
    'a%5Bb%5D%5B0%5D=c+d&a%5Bb%5D%5B1%5D=e%26f&n=1.10&t=true&z=&%C3%BC=%2B',
  );
});

test('a form name that would read as another level is refused', () => {
  for (const text of ['{"a][b":1}', '{"a":{"b[":1}}', '{"":1}', '{"a":"\\ud800"}']) {
    refuses({ body: { kind: 'form', value: parseJson(text) as JsonObject } }, 'outbound.request.body_invalid');
  }
});

test('multipart names its parts, escapes what would end them, and is byte-equal for equal parts', () => {
  const body: RequestBody = {
    kind: 'multipart',
    parts: [
      { name: 'no"te\r\nx', content: 'hällo' },
      { name: 'file', content: Uint8Array.of(0, 255, 13, 10), fileName: 'ü".pdf', contentType: 'application/pdf' },
    ],
  };
  const [first, second] = [encode({ body }), encode({ body })];
  assert.deepEqual(first, second);
  const boundary = /boundary=(\S+)$/.exec(first.headers['content-type'] ?? '')?.[1] ?? 'none';
  assert.equal(
    Buffer.from(first.body ?? []).toString('latin1'),
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="no%22te%0D%0Ax"\r\n\r\nhällo\r\n`),
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="ü%22.pdf"\r\n`),
      Buffer.from('Content-Type: application/pdf\r\n\r\n'),
      Uint8Array.of(0, 255, 13, 10),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]).toString('latin1'),
  );
});

test('multipart with another content has another boundary, and a part type with a line break is refused', () => {
  const typeOf = (content: string) =>
    encode({ body: { kind: 'multipart', parts: [{ name: 'a', content }] } }).headers['content-type'];
  assert.notEqual(typeOf('a'), typeOf('b'));
  const part = { name: 'a', content: 'b', contentType: 'a/b\r\nx: y' };
  refuses({ body: { kind: 'multipart', parts: [part] } }, 'outbound.request.body_invalid');
  refuses({ body: { kind: 'multipart', parts: [] } }, 'outbound.request.body_invalid');
});

test('XML writes attributes, text, lists and empty elements, with everything escaped', () => {
  const value = parseJson(
    '{"@id":"a\\"b\\n","@on":"true","@n":null,"line":[{"#text":"<1> & \'2\'","@q":1.10},"x\\r\\n",null],"none":null,"deep":{"p:er":true}}',
  ) as JsonObject;
  assert.equal(
    bodyText({ kind: 'xml', root: 'invoice', value }),
    '<?xml version="1.0" encoding="UTF-8"?><invoice id="a&quot;b&#10;" on="true" n="">' +
      '<line q="1.10">&lt;1&gt; &amp; &apos;2&apos;</line><line>x&#13;&#10;</line><line/><none/><deep><p:er>true</p:er></deep></invoice>',
  );
});

test('XML refuses names and characters that it does not have', () => {
  const wrong = [
    '{"a b":1}',
    '{"1a":1}',
    '{"a>":1}',
    '{"?xml":1}',
    '{"@":1}',
    '{"@a b":1}',
    '{"a:b:c":1}',
    '{"!--":1}',
    '{"a":"\\u0000"}',
    '{"a":"\\u0008"}',
    '{"a":"\\ud800"}',
    '{"a":"\\uffff"}',
    '{"a":[[1]]}',
    '{"@a":{}}',
    '{"#text":[1]}',
    '{"":1}',
  ];
  for (const text of wrong) {
    refuses(
      { body: { kind: 'xml', root: 'r', value: parseJson(text) as JsonObject } },
      'outbound.request.body_invalid',
    );
  }
  refuses({ body: { kind: 'xml', root: 'r><x', value: makeObject() } }, 'outbound.request.body_invalid');
});

test('a body nested beyond the limit is refused in every format that nests', () => {
  let value: JsonValue = 'x';
  for (let depth = 0; depth < 70; depth += 1) value = makeObject([['a', value]]);
  refuses({ body: { kind: 'xml', root: 'r', value: value as JsonObject } }, 'outbound.request.body_invalid');
  refuses({ body: { kind: 'form', value: value as JsonObject } }, 'outbound.request.body_invalid');
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '..',
    '.',
    '',
    '%2e%2e',
    '%2E.',
    '//evil.test',
    '\\\\evil.test',
    '@evil.test',
    ':80',
    '?a=b',
    '#x',
    '&a=b',
    ';',
    '\r\nHost: evil',
  ),
  fc
    .array(fc.constantFrom('/', '\\', '.', '%', '2', 'e', '?', '#', '@', ':', '&', '=', '\t', '\n', ' ', 'ü'))
    .map((list) => list.join('')),
);

test('property: no value changes host, path shape or the set of parameters, or it is refused', () => {
  const pairs = fc.array(fc.tuple(anyText, anyText), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 5 }), pairs, (path, query) => {
      const url = encodeOrRefuse({ path, query });
      if (url === undefined) return;
      assert.equal(url.origin, 'https://api.example.com');
      assert.equal(url.hash + url.username + url.password, '');
      assert.deepEqual(url.pathname.split('/').slice(2).map(decodeURIComponent), path);
      assert.deepEqual([...url.searchParams], query);
    }),
    { numRuns: 1_000 },
  );
});

test('property: no header value adds a header, or it is refused', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText, { maxKeys: 4 }), (headers) => {
      try {
        const lines = Object.entries(encode({ headers }).headers).map(([name, value]) => `${name}: ${value}`);
        assert.ok(lines.every((line) => /^[^\s:]+: [\t -~]*$/.test(line)));
        assert.equal(lines.length, Object.keys(headers).length);
      } catch (error) {
        assert.ok(isAppError(error, 'outbound.request.header_invalid'));
      }
    }),
  );
});

test('property: a form reads back as what was written, parameter by parameter', () => {
  const name = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[[\]]/.test(text));
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (form) => {
      const text = bodyText({ kind: 'form', value: makeObject(Object.entries(form)) });
      assert.deepEqual([...new URLSearchParams(text)].sort(), Object.entries(form).sort());
    }),
  );
});

test('property: any text in an element and an attribute reads back unchanged from XML', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    alwaysCreateTextNode: true,
    processEntities: { enabled: true, maxTotalExpansions: 100_000 },
  });
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((value) => !/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(value));
  fc.assert(
    fc.property(text, text, (attribute, content) => {
      const value = makeObject([
        ['@a', attribute],
        ['#text', content],
      ]);
      const read = parser.parse(bodyText({ kind: 'xml', root: 'r', value })) as { r: Record<string, string> };
      assert.deepEqual({ ...read.r }, { '@a': attribute, '#text': content });
    }),
  );
});

function encodeOrRefuse(request: Partial<HttpRequest>): URL | undefined {
  try {
    return new URL(encode(request).url);
  } catch (error) {
    assert.ok(error instanceof Error && isAppError(error) && error.kind === 'invalid', String(error));
    return undefined;
  }
}
