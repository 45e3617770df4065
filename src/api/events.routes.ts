/** Events put in by hand: the body is the event, byte for byte, and may be anything that the flow takes. */
import Type from 'typebox';
import { MAX_EVENT_BYTES } from '../triggers/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { FlowName } from './flow-shapes.ts';
import { useRawBodies } from './raw-body.ts';
import { EventAccepted } from './run-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/flows/:name/events`, in a scope of its own because its bodies are not read. */
export function addEventRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'events' | 'metrics'>): void {
  useRawBodies(app);
  const schema = {
    operationId: 'sendEvent',
    tags: ['events'],
    summary: 'Send an event into a flow; the same Idempotency-Key is the same event',
    params: FlowName,
    headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 256 })) }),
    response: withProblems({ 200: EventAccepted, 202: EventAccepted }),
  };
  app.post(
    '/flows/:name/events',
    { schema, config: { access: 'operate' }, bodyLimit: MAX_EVENT_BYTES },
    async (request, reply) => {
      const dedupeKey = request.headers['idempotency-key'];
      const contentType = request.headers['content-type'];
      const accepted = await deps.events.send({
        workspaceId: callerOf(request).workspaceId,
        flowName: request.params.name,
        bytes: bytesOf(request.body),
        ...(dedupeKey === undefined ? {} : { dedupeKey }),
        ...(contentType === undefined ? {} : { contentType }),
      });
      deps.metrics.noteEvent({ isDuplicate: accepted.duplicate });
      return reply.code(accepted.duplicate ? 200 : 202).send({ ...accepted });
    },
  );
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw fail('api.request.malformed', { context: { reason: 'an event needs a body' } });
}
