/**
 * Takes secrets out of what is kept and shown. By value, in every form that an echoing vendor may give them back in,
 * and by header name. It must run on the whole text, before any cut: half a secret is not recognised and still tells.
 */
import type { HttpAnswer } from './http-request.ts';
import { makeHeaderRecord } from './request-headers.ts';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Shorter values are not looked for: they would match by chance all over a text, and no credential is that short. */
const MIN_SECRET_LENGTH = 4;
/** The same for the inner part of a base64 form. */
const MIN_BASE64_LENGTH = 6;

const SECRET_HEADERS = new Set([
  'api-key',
  'apikey',
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'x-amz-security-token',
  'x-api-key',
  'x-api-token',
  'x-auth-token',
  'x-access-token',
  'x-vault-token',
]);

/** The headers with the values of known secret headers masked; the same object where there is none. */
export function redactHeaders(headers: HttpAnswer['headers']): HttpAnswer['headers'] {
  const names = Object.keys(headers);
  if (!names.some(isSecretHeader)) return headers;
  const redacted = makeHeaderRecord();
  for (const name of names) redacted[name] = isSecretHeader(name) ? REDACTED : (headers[name] as string);
  return redacted;
}

function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name) || SECRET_HEADERS.has(name.toLowerCase());
}

/** Masks secrets in one text or some bytes after another; input without a secret comes back unchanged. */
export type Redactor = <T extends string | Uint8Array>(source: T) => T;

/**
 * Makes what masks the secrets in text or bytes: as they are, escaped for URL, JSON or XML, in base64 (alone or inside a
 * longer value such as basic authentication) and in hex. The forms are worked out once, for many sources.
 */
export function makeRedactor(secrets: readonly string[]): Redactor {
  const inText = makePattern(secrets, (form) => form);
  const inBytes = makePattern(secrets, (form) => Buffer.from(form).toString('latin1'));
  return <T extends string | Uint8Array>(source: T): T => {
    if (inText === undefined || inBytes === undefined) return source;
    return (typeof source === 'string' ? source.replaceAll(inText, REDACTED) : redactBytes(source, inBytes)) as T;
  };
}

/** As Latin-1 every byte is one character, so a secret is found in bytes of whatever charset. */
function redactBytes(bytes: Uint8Array, pattern: RegExp): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const redacted = text.replaceAll(pattern, REDACTED);
  return redacted === text ? bytes : Buffer.from(redacted, 'latin1');
}

/** One pattern for all forms, longest first, so that no shorter secret leaves the rest of a longer one behind. */
function makePattern(secrets: readonly string[], convert: (text: string) => string): RegExp | undefined {
  const usable = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  if (usable.length === 0) return undefined;
  const longestFirst = usable.toSorted((left, right) => right.length - left.length);
  const sources = longestFirst.flatMap((secret) => [
    (secret.match(/\\+|./gsu) ?? []).map((part) => partPattern(part, convert)).join(''),
    ...hexPatterns(secret),
    ...base64Patterns(secret),
  ]);
  return new RegExp([...new Set(sources)].join('|'), 'g');
}

/**
 * A character as it is or in any escape. Writers differ in what they escape, and escape twice, JSON inside a page or a URL
 * for one, so every character is matched on its own; letters and digits are escaped by nobody, which keeps the pattern of a
 * usual token a plain text. A run of backslashes is one part, and every repetition is bounded, so that no answer can make
 * the search slow.
 */
function partPattern(part: string, convert: (text: string) => string): string {
  if (/^[A-Za-z0-9]$/.test(part)) return part;
  if (part.startsWith('\\')) {
    const times = `{${part.length},${part.length * MAX_BACKSLASHES}}`;
    return `(?:\\\\${times}|(?:${escapedForms('\\').join('|')})${times})`;
  }
  const forms = `(?:${[escapePattern(convert(part)), ...escapedForms(part)].join('|')})`;
  return AFTER_BACKSLASHES.has(part) ? `${ESCAPED_BACKSLASH}{0,${MAX_BACKSLASHES}}${forms}` : forms;
}

/** Three levels of JSON inside JSON write up to seven backslashes before a character. */
const MAX_BACKSLASHES = 8;
/** What JSON and scripts write behind backslashes. */
const AFTER_BACKSLASHES: ReadonlySet<string> = new Set(['"', "'", '/']);
/** An ampersand whose own escape came last, and a percent sign whose own did. */
const AMPERSAND = '&(?:(?:amp|#0{0,6}38|#[xX]0{0,6}26);)?';
const PERCENT = '%(?:25){0,2}';
/** A backslash that was written into JSON, and the JSON then into a URL or a page. */
const ESCAPED_BACKSLASH = `(?:\\\\|${PERCENT}5[cC]|${AMPERSAND}#(?:0{0,6}92|[xX]0{0,6}5[cC]);)`;
const BACKSLASHES = `${ESCAPED_BACKSLASH}{1,${MAX_BACKSLASHES}}`;

function escapedForms(character: string): readonly string[] {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const code = character.codePointAt(0) ?? 0;
  const percent = [...Buffer.from(character)].map((byte) => `${PERCENT}${anyCase(byte, 2)}`).join('');
  const json = units.map((unit) => `${BACKSLASHES}u${anyCase(unit, 4)}`).join('');
  const xml = `${AMPERSAND}#(?:0{0,6}${code}|[xX]0{0,6}${anyCase(code, 1)});`;
  return [percent, json, xml, ...(SHORT_FORMS[character] ?? [])];
}

/** Short escapes of JSON and XML and the plus sign of forms, as patterns. */
const SHORT_FORMS: Readonly<Record<string, readonly string[]>> = {
  ' ': ['\\+'],
  '"': [`${AMPERSAND}quot;`],
  "'": [`${AMPERSAND}apos;`],
  '&': ['&(?:amp;){1,2}'],
  '<': [`${AMPERSAND}lt;`],
  '>': [`${AMPERSAND}gt;`],
  '\t': [`${BACKSLASHES}t`],
  '\n': [`${BACKSLASHES}n`],
  '\r': [`${BACKSLASHES}r`],
};

/** A number in hexadecimal digits of either case. */
function anyCase(value: number, digitCount: number): string {
  const digits = value.toString(16).padStart(digitCount, '0');
  return digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function hexPatterns(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString('hex');
  return [hex, hex.toUpperCase()];
}

/**
 * Where a secret stands inside longer data, its base64 depends on its offset modulo 3: three forms. The characters at
 * the edges, which also carry bits of the neighbours, are matched as any.
 */
function base64Patterns(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const head = [0, 2, 3][offset] as number;
    const tail = padded.length % 4 === 0 ? 0 : 1;
    const core = padded.slice(head, padded.length - tail);
    if (core.length < MIN_BASE64_LENGTH) return [];
    const url = core.replaceAll('+', '-').replaceAll('/', '_');
    return [core, url].map((form) => `${edge(head)}${escapePattern(form)}${edge(tail)}={0,2}`);
  });
}

function edge(count: number): string {
  return count === 0 ? '' : `[A-Za-z0-9+/_-]{${count}}`;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
