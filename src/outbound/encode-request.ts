import { stringifyJson } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { encodeForm } from './form-body.ts';
import type { HttpMethod, HttpRequest, RequestBody } from './http-request.ts';
import { encodeMultipart } from './multipart-body.ts';
import { failBody } from './request-body-failure.ts';
import { encodeHeaders, type HeaderEntry, type HeaderRecord } from './request-headers.ts';
import { buildUrl } from './request-url.ts';
import { encodeXml } from './xml-body.ts';

/** Larger bodies belong into an upload made for them. */
const MAX_REQUEST_BODY_BYTES = 52_428_800;

/** A call as it goes out, but for the credential, which the sender attaches. Equal requests encode to equal bytes. */
export interface EncodedRequest {
  readonly method: HttpMethod;
  readonly url: string;
  /** Lower-case names, no prototype. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/**
 * Turns a call as data into bytes. Values stay in their position: none can change host, path shape, parameters or
 * headers. `ownHeader` is the caller's and stands whatever the request names. Throws `outbound.request.*` (kind `invalid`) for what has no safe encoding.
 */
export function encodeRequest(
  target: { readonly baseUrl: string },
  request: HttpRequest,
  ownHeader?: HeaderEntry,
): EncodedRequest {
  const url = buildUrl({ baseUrl: target.baseUrl, path: request.path, query: request.query ?? [] });
  const headers = encodeHeaders(request.headers ?? {}, ownHeader);
  const body = request.body === undefined ? undefined : encodeBody(request.method, request.body, headers);
  return { method: request.method, url, headers, body };
}

interface WrittenBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Sets the content type too, unless the request names its own, such as `application/vnd.api+json`. */
function encodeBody(method: HttpMethod, body: RequestBody, headers: HeaderRecord): Uint8Array {
  if (method === 'GET' || method === 'HEAD') {
    throw failBody({ format: body.kind, place: 'the request', problem: `a ${method} request carries no body` });
  }
  const { contentType, bytes } = writeBody(body);
  if (bytes.length > MAX_REQUEST_BODY_BYTES) {
    throw fail('outbound.request.body_too_large', { context: { bytes: bytes.length, limit: MAX_REQUEST_BODY_BYTES } });
  }
  if (body.kind === 'multipart' || headers['content-type'] === undefined) headers['content-type'] = contentType;
  return bytes;
}

function writeBody(body: RequestBody): WrittenBody {
  switch (body.kind) {
    case 'json':
      return { contentType: 'application/json', bytes: Buffer.from(stringifyJson(body.value)) };
    case 'form':
      return { contentType: 'application/x-www-form-urlencoded', bytes: Buffer.from(encodeForm(body.value)) };
    case 'multipart':
      return encodeMultipart(body.parts);
    case 'xml':
      return { contentType: 'application/xml; charset=utf-8', bytes: Buffer.from(encodeXml(body.root, body.value)) };
    case 'text':
      return writeText(body.contentType, body.text);
  }
}

function writeText(contentType: string, text: string): WrittenBody {
  if (!text.isWellFormed()) {
    throw failBody({ format: 'text', place: 'the body', problem: 'it holds half of a character (a lone surrogate)' });
  }
  encodeHeaders({ 'content-type': contentType });
  return { contentType, bytes: Buffer.from(text) };
}
