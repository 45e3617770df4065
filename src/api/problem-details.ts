/**
 * Errors as RFC 9457 problem details. What leaves is the code, the sentence and the fix; `detail`, `cause` and stack stay
 * in the log, where the request id leads.
 */
import { AppError, type ErrorKind, type JsonObject, makeObject, STATUS_BY_KIND } from '../foundation/index.ts';
import { statusOf } from '../triggers/index.ts';
import { fail } from './errors.ts';

/** Media type of a problem (RFC 9457, 3). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Where the kind alone would say too little (RFC 9110, 15.5). */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'access.token.missing': 401,
  'access.token.rejected': 401,
  'access.invitation.sign_in_first': 401,
  'api.session.over': 401,
  'api.metrics.refused': 401,
  'api.method.not_allowed': 405,
  'api.request.malformed': 400,
  'api.body.too_large': 413,
  'api.body.type_refused': 415,
  'foundation.json.too_many': 413,
  'foundation.json.too_long': 413,
};

/** Faults of an event's body and headers. */
const EVENT_CODES = /^(?:triggers\.(?:body|dedupe)|runs\.event)\./;

const TITLES: Readonly<Record<ErrorKind, string>> = {
  invalid: 'The request has to be changed',
  denied: 'Not allowed',
  missing: 'Not found',
  conflict: 'The state has changed',
  throttled: 'Too much at once',
  unavailable: 'Not available just now',
  upstream: 'A vendor answered wrongly',
  bug: 'A defect of Holdfast',
};

/** The HTTP status of an error; 500 for what nobody threw on purpose. */
export function statusOfProblem(error: AppError): number {
  if (Object.hasOwn(STATUS_BY_CODE, error.code)) return STATUS_BY_CODE[error.code] as number;
  if (error.code.startsWith('foundation.json.')) return 400;
  // The same bad event is refused alike, whichever door it came to.
  if (EVENT_CODES.test(error.code)) return statusOf(error);
  return STATUS_BY_KIND[error.kind];
}

/** The error as its reader may see it: what is not an `AppError` becomes one that says nothing of the inside. */
export function publicError(error: unknown): AppError {
  return error instanceof AppError ? error : fail('api.request.broke', { cause: error });
}

/** The body of the answer. */
export function problemBody(error: AppError, place: { status: number; requestId: string }): JsonObject {
  const { code, kind, publicMessage, fix, problems } = error;
  const body = makeObject([
    ['type', `/docs/errors#${code}`],
    ['title', TITLES[kind]],
    ['status', place.status],
    ['detail', publicMessage],
    ['code', code],
    ['fix', fix],
  ]);
  if (problems.length > 0) body.problems = problems.map((problem) => makeObject(Object.entries(problem)));
  body.requestId = place.requestId;
  return body;
}

/** The headers of the answer besides its content type. */
export function problemHeaders(error: AppError, status: number): Record<string, string> {
  const { retryAfterSeconds } = error;
  const isLater = status === 429 || status === 503;
  return {
    'cache-control': 'no-store',
    // RFC 9110, 11.6.1: a 401 says how to sign in.
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(status === 405 ? { allow: 'POST' } : {}),
    ...(isLater ? { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds ?? 5))) } : {}),
  };
}
