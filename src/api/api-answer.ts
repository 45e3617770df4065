/** Reads what the API answers: a value without loss, or the problem as the error it is. */
import { AppError, type ErrorKind, isObject, type JsonValue, parseJson } from '../foundation/index.ts';
import type { ProblemDetails } from './answer-shapes.ts';
import { fail } from './errors.ts';

/** One answer as bytes. */
export interface PlainAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What Holdfast answered instead of a success. */
export class ApiProblem extends AppError {
  readonly status: number;
  readonly requestId: string;

  constructor(problem: ProblemDetails) {
    const { code, detail, fix, status, problems } = problem;
    super(code, { kind: KINDS[status] ?? 'invalid', message: detail, fix }, { problems: problems ?? [] });
    this.name = 'ApiProblem';
    this.status = status;
    this.requestId = problem.requestId;
  }
}

const KINDS: Readonly<Record<number, ErrorKind>> = {
  401: 'denied',
  403: 'denied',
  404: 'missing',
  409: 'conflict',
  429: 'throttled',
  500: 'bug',
  502: 'upstream',
  503: 'unavailable',
};

/** The value of a success; throws the problem, or `api.client.not_holdfast` for what is neither. */
export function readApiAnswer(answer: PlainAnswer, url: string): JsonValue {
  const isJson = /^application\/(problem\+)?json/.test(answer.contentType);
  const value = isJson ? parseJson(answer.bytes) : undefined;
  if (value !== undefined && answer.status >= 200 && answer.status < 300) return value;
  if (isObject(value) && typeof value.code === 'string') throw new ApiProblem(value as unknown as ProblemDetails);
  throw fail('api.client.not_holdfast', { context: { url, status: answer.status } });
}
