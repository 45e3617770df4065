/**
 * What a generic call returns: the status, the headers a flow may want, and the body as JSON or as text.
 */
import { type JsonObject, makeObject } from '../../foundation/index.ts';
import type { HttpAnswer } from '../../outbound/index.ts';
import { findFault, isEmpty, isJsonType, judgeJson, mapOutput, mediaType, readJson } from '../answer-judge.ts';
import type { ResponseVerdict } from '../kit.ts';

/** Headers that are passed on; others may carry cookies or other people's secrets. */
const KEPT_HEADERS = ['content-type', 'etag', 'last-modified', 'link', 'location', 'x-request-id', 'x-total-count'];

/** Shape of a generic call's output. */
export const answerSchema: JsonObject = {
  type: 'object',
  required: ['status', 'headers', 'body'],
  properties: {
    status: { type: 'integer', minimum: 200, maximum: 299 },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: { description: 'The JSON value, the text of another text type, or null where there is no body.' },
  },
};

/**
 * JSON and text bodies are successes, and so is no body where the vendor promised none. HTML, a cut body, broken JSON and
 * bytes that are not text are unreadable.
 */
export function judgeGeneric(answer: HttpAnswer): ResponseVerdict {
  const fault = findFault(answer);
  if (fault !== undefined) return fault;
  return mapOutput(readContent(answer), (body) => ({ status: answer.status, headers: keptHeaders(answer), body }));
}

function readContent(answer: HttpAnswer): ResponseVerdict {
  const type = mediaType(answer);
  if (isJsonType(type) || isEmpty(answer)) return judgeJson(answer, { mayBeEmpty: true });
  const json = type === '' ? readJson(answer) : undefined;
  return json === undefined ? readText(answer) : { kind: 'ok', output: json };
}

function readText(answer: HttpAnswer): ResponseVerdict {
  try {
    return { kind: 'ok', output: new TextDecoder('utf-8', { fatal: true }).decode(answer.body) };
  } catch {
    return { kind: 'unreadable', message: 'The body is neither JSON nor UTF-8 text.' };
  }
}

function keptHeaders(answer: HttpAnswer): JsonObject {
  const kept = makeObject();
  for (const name of KEPT_HEADERS) {
    const value = answer.headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
