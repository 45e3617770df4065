/**
 * Webhooks: the way that events come in by the thousand. No schema, no line in the log, and nothing but what a delivery
 * needs. Who may send is decided by the trigger's signature, not by an API token.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, stringifyJson } from '../foundation/index.ts';
import { MAX_EVENT_BYTES, statusOf } from '../triggers/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { PROBLEM_TYPE, problemBody, problemHeaders, publicError, statusOfProblem } from './problem-details.ts';
import { useRawBodies } from './raw-body.ts';
import { EventAccepted } from './run-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

const NO_BYTES = new Uint8Array(0);
const JSON_TYPE = 'application/json; charset=utf-8';

/** Adds `/hooks/:token`, in a scope of its own because its bodies are not read here. */
export function addHookRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'hooks' | 'metrics' | 'log'>): void {
  useRawBodies(app);
  app.setErrorHandler((error, request, reply) => refuse(deps, { error, request, reply }));
  const schema = {
    tags: ['webhooks'],
    summary: 'Deliver an event to the webhook of a flow',
    description: '202 for a new event, 200 for one that was known; both only after it is stored.',
    security: [],
    response: withProblems({ 200: EventAccepted, 202: EventAccepted }),
  };
  app.post(
    '/hooks/:token',
    { schema, config: { access: 'open' }, bodyLimit: MAX_EVENT_BYTES },
    async (request, reply) => {
      const { token } = request.params as { token: string };
      const rawBody = request.body instanceof Uint8Array ? request.body : NO_BYTES;
      const answer = await deps.hooks.receive({ token, headers: request.raw.headersDistinct, rawBody });
      deps.metrics.noteEvent({ isDuplicate: answer.body.duplicate });
      return reply.code(answer.status).type(JSON_TYPE).send(JSON.stringify(answer.body));
    },
  );
  app.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/hooks/:token',
    config: { access: 'open' },
    schema: { hide: true },
    handler: async () => {
      throw fail('api.method.not_allowed', { context: { allowed: 'POST' } });
    },
  });
}

interface Refusal {
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function refuse(deps: Pick<ApiDeps, 'metrics' | 'log'>, { error: thrown, request, reply }: Refusal): FastifyReply {
  const error = hookError(thrown);
  const status = error.code.startsWith('api.') ? statusOfProblem(error) : statusOf(error);
  deps.metrics.noteRefusal(status);
  // What could not be stored was logged with its cause where that was known; a paused webhook is no failure.
  const isLogged = error.code === 'triggers.event.not_stored' || error.code === 'triggers.hook.disabled';
  if (status >= 500 && !isLogged) deps.log.error('api.hook_failed', { requestId: request.id, status, error: thrown });
  const body = problemBody(error, { status, requestId: request.id });
  return reply.code(status).headers(problemHeaders(error, status)).type(PROBLEM_TYPE).send(stringifyJson(body));
}

function hookError(thrown: unknown): AppError {
  const { code } = thrown as { code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return fail('api.body.too_large', { context: { limit: MAX_EVENT_BYTES } });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return fail('api.body.type_refused', { context: { given: 'no media type' } });
  return publicError(thrown);
}
