import { makeObject } from '../foundation/index.ts';
import { fail } from './errors.ts';

/** Room for a long token and a few more; vendors commonly stop at 8 to 32 KiB for the whole head. */
const MAX_REQUEST_HEADER_BYTES = 32_768;

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Printable ASCII, space and tab: RFC 9110, 5.5 limits new fields to it, and other bytes are read differently. */
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Names that belong to the connection or that the sender writes itself. From outside they would change where a
 * message ends or which host it is for (request smuggling).
 */
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** One header: its name and its value. */
export type HeaderEntry = readonly [name: string, value: string];

/** Lower-case header names with their values, without a prototype. */
export type HeaderRecord = Record<string, string>;

/**
 * Headers with lower-case names; `ownHeader` takes the place of one with its name. Throws `outbound.request.header_invalid` for a name that is not a token, that is
 * reserved or that stands twice, and for a value that would not stay on its line.
 */
export function encodeHeaders(headers: Readonly<Record<string, string>>, ownHeader?: HeaderEntry): HeaderRecord {
  const encoded = makeHeaderRecord();
  let bytes = 0;
  const add = (name: string, value: string): void => {
    const lower = name.toLowerCase();
    const problem = findHeaderProblem(lower, value) ?? (Object.hasOwn(encoded, lower) ? 'it stands twice' : undefined);
    if (problem !== undefined) throw failHeader(name, problem);
    encoded[lower] = value;
    bytes += lower.length + value.length + 4;
  };
  const own = ownHeader?.[0].toLowerCase();
  for (const name of Object.keys(headers)) if (name.toLowerCase() !== own) add(name, headers[name] as string);
  if (ownHeader !== undefined) add(...ownHeader);
  if (bytes > MAX_REQUEST_HEADER_BYTES) {
    throw fail('outbound.request.headers_too_large', { context: { bytes, limit: MAX_REQUEST_HEADER_BYTES } });
  }
  return encoded;
}

/** Says why a header (name in lower case) must not be sent, or undefined when it may. Never repeats the value. */
export function findHeaderProblem(lowerName: string, value: string): string | undefined {
  if (!TOKEN.test(lowerName)) return 'the name is not a header name';
  if (RESERVED.has(lowerName)) return 'Holdfast writes this header itself';
  if (VALUE.test(value)) return undefined;
  return /[\r\n\0]/.test(value) ? 'it holds a line break or NUL' : 'it holds characters beyond printable ASCII';
}

/** An empty record of headers: `__proto__` is a header name like any other in it. */
export function makeHeaderRecord(): HeaderRecord {
  return makeObject() as HeaderRecord;
}

function failHeader(header: string, problem: string): Error {
  return fail('outbound.request.header_invalid', { context: { header: header.slice(0, 100), problem } });
}
