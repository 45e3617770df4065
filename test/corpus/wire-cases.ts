/** What can stand on the wire before anything is read as JSON: framing, targets, time (F60, F84, F85, F87). */
import { requestText } from './raw-http.ts';

export interface WireCase {
  readonly name: string;
  /** The bytes, for a given path of a webhook. */
  readonly chunks: (path: string) => readonly (string | Uint8Array)[];
  /** Statuses of the answers, in order; the list of lists says what is allowed at each place. */
  readonly statuses: readonly (readonly number[])[];
  /** Events that are stored afterwards. */
  readonly stored: number;
}

const JSON_TYPE = 'Content-Type: application/json';
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';
const REFUSED = [[400]];
const TOO_MUCH_HEAD = [[400, 414, 431]];
const MEBIBYTE = 1_048_576;

let serial = 0;

/** Bodies differ, so that none is known from an earlier delivery. */
function body(): string {
  serial += 1;
  return `{"wire":${10_000 + serial}}`;
}

const BODY_BYTES = '{"wire":10000}'.length;

function wire(headers: readonly string[], text: string): (path: string) => string[] {
  return (path) => [requestText(`POST ${path} HTTP/1.1`, [HOST, JSON_TYPE, CLOSE, ...headers], text)];
}

function whole(path: string, connection: string): string {
  return requestText(`POST ${path} HTTP/1.1`, [HOST, JSON_TYPE, connection, `Content-Length: ${BODY_BYTES}`], body());
}

function chunked(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
}

const TE = 'Transfer-Encoding: chunked';
const CL = `Content-Length: ${BODY_BYTES}`;

const FRAMING: readonly WireCase[] = [
  { name: 'a length and chunks at once', chunks: wire([CL, TE], chunked(body())), statuses: REFUSED, stored: 0 },
  { name: 'chunks and a length at once', chunks: wire([TE, CL], chunked(body())), statuses: REFUSED, stored: 0 },
  { name: 'two lengths that differ', chunks: wire([CL, 'Content-Length: 3'], body()), statuses: REFUSED, stored: 0 },
  { name: 'two lengths that agree', chunks: wire([CL, CL], body()), statuses: REFUSED, stored: 0 },
  { name: 'two lengths in one line', chunks: wire([`${CL}, ${BODY_BYTES}`], body()), statuses: REFUSED, stored: 0 },
  {
    name: 'a length with a plus',
    chunks: wire([`Content-Length: +${BODY_BYTES}`], body()),
    statuses: REFUSED,
    stored: 0,
  },
  { name: 'a length below zero', chunks: wire(['Content-Length: -1'], body()), statuses: REFUSED, stored: 0 },
  { name: 'a hexadecimal length', chunks: wire(['Content-Length: 0x0e'], body()), statuses: REFUSED, stored: 0 },
  {
    name: 'a length beyond 64 bits',
    chunks: wire([`Content-Length: ${'9'.repeat(30)}`], body()),
    statuses: REFUSED,
    stored: 0,
  },
  {
    name: 'an unknown transfer coding',
    chunks: wire(['Transfer-Encoding: xchunked'], chunked(body())),
    statuses: [[400, 501]],
    stored: 0,
  },
  {
    name: 'chunked that is not the last coding',
    chunks: wire(['Transfer-Encoding: chunked, identity'], chunked(body())),
    statuses: [[400, 501]],
    stored: 0,
  },
  {
    name: 'a space before the colon of the coding',
    chunks: wire([CL, 'Transfer-Encoding : chunked'], chunked(body())),
    statuses: REFUSED,
    stored: 0,
  },
  { name: 'a folded header', chunks: wire([CL, 'X-Folded: a\r\n b'], body()), statuses: REFUSED, stored: 0 },
  { name: 'a chunk size that is no number', chunks: wire([TE], 'zz\r\n{}\r\n0\r\n\r\n'), statuses: REFUSED, stored: 0 },
  {
    name: 'a chunk size beyond 64 bits',
    chunks: wire([TE], `${'f'.repeat(20)}\r\n{}\r\n0\r\n\r\n`),
    statuses: REFUSED,
    stored: 0,
  },
  {
    name: 'a chunk longer than it says',
    chunks: wire([TE], '2\r\n{"a":1}\r\n0\r\n\r\n'),
    statuses: REFUSED,
    stored: 0,
  },
  { name: 'chunks that end in a bare LF', chunks: wire([TE], '2\n{}\n0\n\n'), statuses: REFUSED, stored: 0 },
  {
    name: 'a chunk extension of 64 KiB',
    chunks: wire([TE], `2;${'x'.repeat(65_536)}\r\n{}\r\n0\r\n\r\n`),
    statuses: [[400, 413]],
    stored: 0,
  },
  {
    name: 'chunks of more than a mebibyte',
    chunks: wire([TE], chunked(`"${'x'.repeat(MEBIBYTE)}"`)),
    statuses: [[413]],
    stored: 0,
  },
  {
    name: 'a length of one byte above a mebibyte',
    chunks: wire([`Content-Length: ${MEBIBYTE + 1}`], '{'),
    statuses: [[413]],
    stored: 0,
  },
  {
    name: 'a length of five million, sent or not',
    chunks: wire(['Content-Length: 5000000'], '{'),
    statuses: [[413]],
    stored: 0,
  },
  { name: 'well-formed chunks', chunks: (path) => wire([TE], chunked(body()))(path), statuses: [[202]], stored: 1 },
  {
    name: 'chunks with a trailer',
    chunks: wire([TE, 'Trailer: x-late'], `2\r\n{}\r\n0\r\nX-Late: 1\r\n\r\n`),
    statuses: [[202]],
    stored: 1,
  },
  {
    name: 'two requests in one packet',
    chunks: (path) => [whole(path, 'Connection: keep-alive') + whole(path, CLOSE)],
    statuses: [[202], [202]],
    stored: 2,
  },
  {
    name: 'a length shorter than the body: the rest is no request',
    chunks: (path) => [requestText(`POST ${path} HTTP/1.1`, [HOST, JSON_TYPE, 'Content-Length: 5'], body())],
    statuses: REFUSED,
    stored: 0,
  },
  {
    name: 'a request hidden in the chunks of another',
    chunks: (path) => {
      const hidden = whole(path, CLOSE);
      return [requestText(`POST ${path} HTTP/1.1`, [HOST, JSON_TYPE, TE, CL], `0\r\n\r\n${hidden}`)];
    },
    statuses: REFUSED,
    stored: 0,
  },
];

const HEAD: readonly WireCase[] = [
  {
    name: 'lines that end in a bare LF',
    chunks: (path) => [whole(path, CLOSE).replaceAll('\r\n', '\n')],
    statuses: REFUSED,
    stored: 0,
  },
  { name: 'a bare CR inside a header', chunks: wire([CL, 'X-A: b\rX-C: d'], body()), statuses: REFUSED, stored: 0 },
  { name: 'a NUL inside a header', chunks: wire([CL, 'X-A: b\u0000c'], body()), statuses: REFUSED, stored: 0 },
  { name: 'a header without a name', chunks: wire([CL, ': x'], body()), statuses: REFUSED, stored: 0 },
  {
    name: 'a header of 32 KiB',
    chunks: wire([CL, `X-A: ${'x'.repeat(32_768)}`], body()),
    statuses: TOO_MUCH_HEAD,
    stored: 0,
  },
  {
    name: 'three thousand headers',
    chunks: wire([CL, ...Array.from({ length: 3_000 }, (_, at) => `X-${at}: ${at}`)], body()),
    statuses: TOO_MUCH_HEAD,
    stored: 0,
  },
  {
    name: 'a target of 32 KiB',
    chunks: (path) => wire([CL], body())(`${path}?${'x'.repeat(32_768)}`),
    statuses: TOO_MUCH_HEAD,
    stored: 0,
  },
  {
    name: 'no host',
    chunks: (path) => [requestText(`POST ${path} HTTP/1.1`, [JSON_TYPE, CL, CLOSE], body())],
    statuses: REFUSED,
    stored: 0,
  },
  {
    name: 'two content types',
    chunks: wire([CL, 'Content-Type: application/x-www-form-urlencoded'], body()),
    statuses: [[400, 415]],
    stored: 0,
  },
  {
    name: 'an unknown method',
    chunks: (path) => [requestText(`BREW ${path} HTTP/1.1`, [HOST, CLOSE])],
    statuses: [[400, 405, 501]],
    stored: 0,
  },
  {
    name: 'HTTP/9.9',
    chunks: (path) => [requestText(`POST ${path} HTTP/9.9`, [HOST, JSON_TYPE, CL], body())],
    statuses: [[400, 505]],
    stored: 0,
  },
  {
    name: 'the preface of HTTP/2',
    chunks: () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    statuses: [[400, 405, 501, 505]],
    stored: 0,
  },
  {
    name: 'a TLS hello on the plain port',
    chunks: () => [Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
    statuses: REFUSED,
    stored: 0,
  },
  {
    name: 'an expectation that nobody knows',
    chunks: wire([CL, 'Expect: the-unexpected'], body()),
    statuses: [[400, 417]],
    stored: 0,
  },
  {
    name: 'an upgrade that is not offered',
    chunks: wire([CL, 'Upgrade: h2c'], body()),
    statuses: [[202, 400, 426]],
    stored: -1,
  },
];

/** Requests that are refused at once, and a few that only look odd. */
export const WIRE_CASES: readonly WireCase[] = [...FRAMING, ...HEAD];

/** Targets that are near to a webhook's and none. */
export const TARGETS: readonly { readonly name: string; readonly target: (path: string) => string }[] = [
  { name: 'the token and one letter more', target: (path) => `${path}x` },
  { name: 'the token without its last letter', target: (path) => path.slice(0, -1) },
  { name: 'the token without its first letter', target: (path) => path.replace(/^\/hooks\/./, '/hooks/') },
  { name: 'the token in capitals', target: (path) => `/hooks/${path.slice('/hooks/'.length).toUpperCase()}` },
  { name: 'the token in small letters', target: (path) => `/hooks/${path.slice('/hooks/'.length).toLowerCase()}` },
  { name: 'the token and an encoded slash', target: (path) => `${path}%2f` },
  { name: 'the token and an encoded NUL', target: (path) => `${path}%00` },
  { name: 'the token and an encoded space', target: (path) => `${path}%20` },
  { name: 'the token and a broken escape', target: (path) => `${path}%zz` },
  { name: 'the token and a semicolon', target: (path) => `${path};jsessionid=1` },
  { name: 'the token and a folder', target: (path) => `${path}/x` },
  { name: 'the token twice', target: (path) => `${path}${path}` },
  { name: 'a doubled slash', target: (path) => path.replace('/hooks/', '/hooks//') },
  { name: 'two slashes at the start', target: (path) => `/${path}` },
  { name: 'the folder in capitals', target: (path) => path.replace('/hooks/', '/HOOKS/') },
  { name: 'no token', target: () => '/hooks/' },
  { name: 'no token and no slash', target: () => '/hooks' },
  { name: 'a token of ten thousand letters', target: () => `/hooks/${'a'.repeat(10_000)}` },
  { name: 'a wildcard', target: () => '/hooks/*' },
  { name: 'a percent sign of SQL', target: () => '/hooks/%25' },
  { name: 'a quote of SQL', target: () => "/hooks/'%20or%201=1--" },
  { name: 'invalid UTF-8', target: () => '/hooks/%ff%fe' },
  { name: 'two dots to the API', target: () => '/hooks/../api/v1/flows' },
  { name: 'encoded dots to the API', target: () => '/hooks/%2e%2e/api/v1/flows' },
  { name: 'an encoded slash to the API', target: () => '/hooks/..%2fapi%2fv1%2fflows' },
  { name: 'a backslash to the API', target: () => '/hooks/..\\api\\v1\\flows' },
];

/** Requests that take for ever. */
export const ENDLESS: readonly {
  readonly name: string;
  readonly chunks: (path: string) => readonly string[];
  readonly drip?: { readonly chunk: string; readonly everyMs: number };
}[] = [
  { name: 'a connection without a word', chunks: () => [] },
  { name: 'half a request line', chunks: () => ['POST /hoo'] },
  {
    name: 'headers that never end',
    chunks: (path) => [`POST ${path} HTTP/1.1\r\nHost: localhost\r\n`],
    drip: { chunk: 'X-A: b\r\n', everyMs: 500 },
  },
  { name: 'a body that stops half-way', chunks: wire(['Content-Length: 1000'], '{"a":') },
  {
    name: 'a body of one byte at a time',
    chunks: wire(['Content-Length: 1000'], '{'),
    drip: { chunk: ' ', everyMs: 500 },
  },
  { name: 'chunks that never end', chunks: wire([TE], '1\r\n{\r\n'), drip: { chunk: '1\r\n \r\n', everyMs: 500 } },
  {
    name: 'a second request that never ends',
    chunks: (path) => [`${whole(path, 'Connection: keep-alive')}POST ${path} HT`],
  },
];
