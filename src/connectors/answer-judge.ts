/**
 * Is this answer what the operation promised? A status of 2xx is a claim, not a proof: behind it may stand a log-in
 * page, half a document, or a list of errors. What cannot be believed is `unreadable`, never `ok`.
 */

import type { JsonObject } from '../foundation/index.ts';
import { isObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';
import type { HttpAnswer } from '../outbound/index.ts';
import type { Operation, ResponseVerdict } from './kit.ts';

/** What is longer is no code. A message is as long as the vendor made it: whoever keeps it masks the credential, then cuts. */
const MAX_CODE_LENGTH = 200;

/**
 * Judges an answer by the operation's own `response`, or by `judgeJson` where it has none. Never throws: a `response`
 * that fails makes the answer unreadable. Statuses other than 2xx are `refused` with the code `http_<status>`.
 */
export function judgeAnswer(operation: Operation, answer: HttpAnswer, input: JsonObject): ResponseVerdict {
  const fault = findFault(answer);
  if (fault !== undefined) return fault;
  if (operation.response === undefined) return judgeJson(answer, { mayBeEmpty: allowsNull(operation) });
  try {
    return operation.response(answer, input);
  } catch {
    return unreadable('The connector could not make sense of the answer.');
  }
}

/**
 * The answer's JSON as output. The content type must be JSON or absent; an empty body is a success only where
 * `mayBeEmpty` says that the operation returns nothing, and its output is then null.
 */
export function judgeJson(answer: HttpAnswer, options: { readonly mayBeEmpty?: boolean } = {}): ResponseVerdict {
  const fault = findFault(answer);
  if (fault !== undefined) return fault;
  if (isEmpty(answer)) return judgeEmpty(answer, options.mayBeEmpty === true);
  const type = mediaType(answer);
  if (type !== '' && !isJsonType(type)) return unreadable(`The answer is ${type}, not JSON.`);
  const output = readJson(answer);
  return output === undefined
    ? unreadable('The answer says it is JSON but cannot be read as JSON.')
    : { kind: 'ok', output };
}

/** Turns a success whose body carries a non-empty list `errors` into a refusal, as bulk and GraphQL APIs need it. */
export function refuseErrorList(verdict: ResponseVerdict): ResponseVerdict {
  if (verdict.kind !== 'ok' || !isObject(verdict.output)) return verdict;
  const errors = ownValue(verdict.output, 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return verdict;
  const first = isObject(errors[0]) ? errors[0] : { message: errors[0] ?? null };
  return {
    kind: 'refused',
    code: codeOf(first.code) || 'errors_in_body',
    message: word(first.message) || 'The vendor reported errors.',
  };
}

/** Gives a success another output, such as the first record of a list; other verdicts pass unchanged. */
export function mapOutput(verdict: ResponseVerdict, change: (output: JsonValue) => JsonValue): ResponseVerdict {
  return verdict.kind === 'ok' ? { kind: 'ok', output: change(verdict.output) } : verdict;
}

/** The body as lossless JSON, or undefined when it is not complete JSON. Never throws. */
export function readJson(answer: HttpAnswer): JsonValue | undefined {
  if (answer.bodyState !== 'complete') return undefined;
  try {
    return parseJson(answer.body);
  } catch {
    return undefined;
  }
}

/** What keeps an answer from being believed at all, whatever the operation expects; undefined when nothing does. */
export function findFault(answer: HttpAnswer): Exclude<ResponseVerdict, { kind: 'ok' | 'partial' }> | undefined {
  if (answer.status < 200 || answer.status > 299) return refusedByStatus(answer);
  if (answer.bodyState !== 'complete') return unreadable(BODY_STATES[answer.bodyState]);
  if (isHtml(answer))
    return unreadable('The answer is an HTML page: a log-in, error or proxy page rather than the API.');
  return undefined;
}

/** The media type in lower case without parameters; empty when the vendor named none. */
export function mediaType(answer: HttpAnswer): string {
  const text = answer.headers['content-type'] ?? '';
  // Asked several times for one answer, and this is what most of them say.
  if (text === 'application/json') return text;
  const end = text.indexOf(';');
  return (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
}

/** True for `application/json` and every type with the suffix `+json` (RFC 6839). */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

/** True when the body holds nothing but white space. */
export function isEmpty(answer: HttpAnswer): boolean {
  return contentStart(answer.body) === answer.body.length;
}

const BODY_STATES = {
  truncated: 'The answer broke off before its end.',
  too_large: 'The answer is larger than the limit.',
  undecodable: 'The answer cannot be decompressed or decoded.',
} as const;

function judgeEmpty(answer: HttpAnswer, mayBeEmpty: boolean): ResponseVerdict {
  // An empty body under the label JSON is a cut answer; without the label, or with 204, it is a way to say "done".
  const isDeclaredJson = answer.status !== 204 && isJsonType(mediaType(answer));
  if (mayBeEmpty && !isDeclaredJson) return { kind: 'ok', output: null };
  return unreadable('The answer has no body where one is promised.');
}

function refusedByStatus(answer: HttpAnswer): { kind: 'refused'; code: string; message: string } {
  const body = readJson(answer);
  const message = (body === undefined ? '' : vendorMessage(body)) || `The vendor answered ${answer.status}.`;
  return { kind: 'refused', code: `http_${answer.status}`, message };
}

/** Looks where vendors usually put their sentence: `message`, `detail`, `error` or inside `error`. */
function vendorMessage(body: JsonValue): string {
  if (!isObject(body)) return '';
  for (const name of ['message', 'Message', 'detail', 'title', 'error_description', 'error']) {
    const value = ownValue(body, name);
    if (typeof value === 'string') return word(value);
    if (isObject(value)) return word(ownValue(value, 'message'));
  }
  return '';
}

function isHtml(answer: HttpAnswer): boolean {
  const type = mediaType(answer);
  if (type === 'text/html' || type === 'application/xhtml+xml') return true;
  const start = contentStart(answer.body);
  if (answer.body[start] !== LESS_THAN) return false;
  return /^<(?:!doctype\s+html|html[\s>])/i.test(String.fromCharCode(...answer.body.subarray(start, start + 100)));
}

const LESS_THAN = 0x3c;

/** Where white space ends: the position of the first other byte, or the length of the body. */
function contentStart(body: Uint8Array): number {
  let at = 0;
  while (at < body.length && isBlank(body[at] as number)) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function allowsNull(operation: Operation): boolean {
  if (typeof operation.output === 'boolean') return operation.output;
  const type = operation.output.type;
  return type === 'null' || (Array.isArray(type) && type.includes('null'));
}

function unreadable(message: string): { kind: 'unreadable'; message: string } {
  return { kind: 'unreadable', message };
}

function word(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function codeOf(value: JsonValue | undefined): string {
  const code = word(value);
  return code.length > MAX_CODE_LENGTH ? '' : code;
}
