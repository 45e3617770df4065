/** Content-Type against the body format of the flow. The format decides how a body is read, the header never does. */
import type { BodyFormat } from '../runs/index.ts';
import { fail } from './errors.ts';
import { type RequestHeaders, readHeader } from './request-headers.ts';

const FORM = 'application/x-www-form-urlencoded';
const WANTED: Readonly<Record<BodyFormat, string>> = { json: 'application/json', form: FORM };
const JSON_TYPE = /^(?:application\/json|text\/json|[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\+json)$/;
const MEDIA_TYPE = /^([^\s;,]+)\s*((?:;[^,]*)?)$/;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)"?/gi;
const UTF8_NAMES: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const MAX_SHOWN_CHARACTERS = 100;

/**
 * The media type of a delivery without parameters; for JSON it may be left out. Throws `triggers.body.type_refused` for
 * another type or charset, and `triggers.body.compressed`.
 */
export function checkContentType(format: BodyFormat, headers: RequestHeaders): string {
  const encoding = readHeader(headers, 'content-encoding');
  if (encoding.kind === 'several' || (encoding.kind === 'one' && encoding.value.toLowerCase() !== 'identity')) {
    throw fail('triggers.body.compressed');
  }
  const header = readHeader(headers, 'content-type');
  if (header.kind === 'one' && header.value === WANTED[format]) return header.value;
  if (header.kind === 'none' && format === 'json') return WANTED.json;
  const given = header.kind === 'one' ? header.value : `"${header.kind}"`;
  const mediaType = readMediaType(given);
  if (mediaType === undefined || !(format === 'json' ? JSON_TYPE.test(mediaType) : mediaType === FORM)) {
    throw fail('triggers.body.type_refused', {
      context: { given: given.slice(0, MAX_SHOWN_CHARACTERS), wanted: WANTED[format] },
    });
  }
  return mediaType;
}

/** The content type of a body in this format. */
export function defaultContentType(format: BodyFormat): string {
  return WANTED[format];
}

/** Undefined for what is no media type, and for one whose text is not UTF-8. */
function readMediaType(header: string): string | undefined {
  const match = MEDIA_TYPE.exec(header);
  if (match === null) return undefined;
  const charsets = [...(match[2] ?? '').matchAll(CHARSET)].map((charset) => (charset[1] ?? '').toLowerCase());
  return charsets.every((charset) => UTF8_NAMES.has(charset)) ? match[1]?.toLowerCase() : undefined;
}
