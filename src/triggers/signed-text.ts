/**
 * The bytes that a vendor signs, put together from what arrived. A signature always covers the body as it came: JSON that was
 * read and written again is another text.
 */
import { createHash } from 'node:crypto';
import { isObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';
import { type RequestHeaders, readHeader } from './request-headers.ts';

/** What of a delivery can be signed. */
export interface SignedSource {
  readonly headers: RequestHeaders;
  readonly rawBody: Uint8Array;
  readonly target: RequestTarget;
}

/** Where a delivery was sent, as its sender wrote it. */
export interface RequestTarget {
  readonly method: string;
  /** Path and query, as they stood in the request line. */
  readonly path: string;
  /** The address without a path that people are told, such as `https://flows.example.com`. */
  readonly origin: string;
}

/** The parts one behind the other, or undefined where one of them did not arrive. */
export function signedText(
  parts: readonly string[],
  source: SignedSource,
  timestamp: string | undefined,
): Buffer | undefined {
  const read = parts.map((part) => (part === 'timestamp' ? timestamp : readPart(part, source)));
  return read.every((bytes) => bytes !== undefined) ? Buffer.concat(read.map(toBytes)) : undefined;
}

/** A value of the body by a path such as `event.event_hash`; undefined where it is no text or number. */
export function bodyText(rawBody: Uint8Array, path: string): string | undefined {
  let value: JsonValue | undefined = readJson(rawBody);
  for (const name of path.split('.')) value = isObject(value) ? ownValue(value, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function readPart(part: string, source: SignedSource): string | Uint8Array | undefined {
  const { headers, rawBody, target } = source;
  if (part.startsWith('"')) return part.slice(1, -1);
  if (part.startsWith('header:')) return headerText(headers, part.slice('header:'.length));
  if (part.startsWith('body:')) return bodyText(rawBody, part.slice('body:'.length));
  switch (part) {
    case 'body':
      return rawBody;
    case 'body_sha256':
      return createHash('sha256').update(rawBody).digest('hex');
    case 'form_sorted':
      return sortedForm(rawBody);
    case 'method':
      return target.method;
    case 'path':
      return target.path;
    case 'url':
      return `${target.origin}${target.path}`;
    default:
      return undefined;
  }
}

function headerText(headers: RequestHeaders, name: string): string | undefined {
  const reading = readHeader(headers, name.toLowerCase());
  return reading.kind === 'one' ? reading.value : undefined;
}

/** Names and values of a form in the order of the names, without anything between them, as Twilio signs them. */
function sortedForm(rawBody: Uint8Array): string {
  const fields = [...new URLSearchParams(new TextDecoder().decode(rawBody))];
  fields.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return fields.map(([name, value]) => `${name}${value}`).join('');
}

function readJson(rawBody: Uint8Array): JsonValue | undefined {
  try {
    return parseJson(rawBody);
  } catch {
    return undefined;
  }
}

function toBytes(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
}
