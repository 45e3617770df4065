/**
 * The URL of a call: the base URL's origin and path stay what they are, whatever values are mapped into the call.
 */
import { assert } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { parsedUrl } from './parsed-url.ts';

/** Servers and proxies commonly refuse request lines beyond 8 to 16 KiB. */
const MAX_URL_LENGTH = 16_384;

interface UrlParts {
  readonly baseUrl: string;
  readonly path: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

/**
 * Builds the absolute URL: every path entry is one segment, every query entry one parameter. Throws
 * `outbound.request.*` for a base URL with user name, query or fragment and for what has no encoding.
 */
export function buildUrl(parts: UrlParts): string {
  const base = parseBaseUrl(parts.baseUrl);
  const segments = parts.path.map((segment, index) => `/${encodeSegment(segment, index)}`).join('');
  const url = base.origin + (base.prefix + segments || '/') + buildQuery(parts.query);
  if (url.length > MAX_URL_LENGTH) {
    throw fail('outbound.request.url_too_long', { context: { length: url.length, limit: MAX_URL_LENGTH } });
  }
  assertSameShape(url, base, parts);
  return url;
}

interface BaseUrl {
  readonly origin: string;
  /** Path without a slash at its end: "" or "/v2". */
  readonly prefix: string;
}

function parseBaseUrl(baseUrl: string): BaseUrl {
  const url = parsedUrl(baseUrl);
  if (url === null) throw failBase(baseUrl, 'it is not an absolute URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw failBase(baseUrl, 'the scheme is not http or https');
  if (url.username !== '' || url.password !== '') throw failBase(url.origin, 'it carries a user name or password');
  if (url.href.includes('?') || url.href.includes('#')) throw failBase(url.origin, 'it carries a query or a fragment');
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}

/**
 * "." and ".." have no encoding that survives: a URL parser treats "%2e%2e" as ".." as well (WHATWG URL, double-dot
 * segment). The text "%2e%2e" itself is harmless because its percent sign is encoded.
 */
function encodeSegment(segment: string, index: number): string {
  const position = index + 1;
  if (segment === '') throw failSegment(position, 'it is empty');
  if (segment === '.' || segment === '..') throw failSegment(position, 'it would walk up the path');
  if (!segment.isWellFormed()) throw failSegment(position, 'it holds half of a character (a lone surrogate)');
  return encodeStrictly(segment);
}

function buildQuery(query: UrlParts['query']): string {
  if (query.length === 0) return '';
  return `?${query.map(encodeParameter).join('&')}`;
}

function encodeParameter([name, value]: readonly [string, string], index: number): string {
  if (name === '') throw failQuery(index + 1, 'it has no name');
  if (!name.isWellFormed() || !value.isWellFormed()) {
    throw failQuery(index + 1, 'it holds half of a character (a lone surrogate)');
  }
  return `${encodeStrictly(name)}=${encodeStrictly(value)}`;
}

/** Percent-encodes all but the unreserved characters of RFC 3986, 2.3. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** The encoding above is meant to make these true; the other side's parser must see them so too. */
function assertSameShape(text: string, base: BaseUrl, parts: UrlParts): void {
  const url = parsedUrl(text);
  assert(url !== null, 'an encoded call has a URL');
  const below = url.pathname.slice(base.prefix.length);
  assert(url.origin === base.origin, 'an encoded call keeps the origin of its base URL');
  assert(url.pathname.startsWith(base.prefix), 'an encoded call stays below the path of its base URL');
  assert(
    below.split('/').length - 1 === Math.max(parts.path.length, base.prefix === '' ? 1 : 0),
    'an encoded call has the path segments it was given',
  );
  assert(countParameters(url) === parts.query.length, 'an encoded call has the parameters it was given');
  assert(url.href === text && url.hash === '', 'an encoded call reads the same after parsing');
}

function countParameters(url: URL): number {
  return url.search === '' ? 0 : url.search.split('&').length;
}

function failBase(baseUrl: string, problem: string): Error {
  return fail('outbound.request.base_url_invalid', { context: { baseUrl: baseUrl.slice(0, 200), problem } });
}

function failSegment(position: number, problem: string): Error {
  return fail('outbound.request.segment_invalid', { context: { position, problem } });
}

function failQuery(position: number, problem: string): Error {
  return fail('outbound.request.query_invalid', { context: { position, problem } });
}
