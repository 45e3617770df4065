/** From whatever ended a request to the answer that says so. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Log, stringifyJson } from '../foundation/index.ts';
import { fail } from './errors.ts';
import { PROBLEM_TYPE, problemBody, problemHeaders, publicError, statusOfProblem } from './problem-details.ts';
import type { ApiRouter } from './type-provider.ts';

/** One request that failed, and how to answer it. */
export interface FailedRequest {
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers with problem details; what is our fault, or our database's, is logged with the request's id. */
export function sendProblem(log: Log, failed: FailedRequest): FastifyReply {
  const { request, reply } = failed;
  const error = fromFramework(failed.error, request);
  const status = statusOfProblem(error);
  if (status >= 500)
    log.error('api.request_failed', { requestId: request.id, route: routeOf(request), status, error: failed.error });
  const body = problemBody(error, { status, requestId: request.id });
  return reply.code(status).headers(problemHeaders(error, status)).type(PROBLEM_TYPE).send(stringifyJson(body));
}

/** The framework's own errors in our words; by code, because its sentences may change. */
function fromFramework(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return fail('api.body.too_large', { context: { limit: request.routeOptions.bodyLimit } });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const given = (request.headers['content-type'] ?? 'none').slice(0, 100);
    return fail('api.body.type_refused', { context: { given } });
  }
  if (statusCode === undefined || statusCode >= 500 || !code?.startsWith('FST_')) return publicError(error);
  return fail('api.request.malformed', { cause: error, context: { reason: code } });
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
}

/** Answers what no route matches; the path is repeated without its query, which may hold anything. */
export function answerUnknownRoutes(app: ApiRouter, log: Log): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]?.slice(0, 200) ?? '';
    const error = fail('api.route.not_found', { context: { method: request.method, path } });
    return sendProblem(log, { error, request, reply });
  });
}
