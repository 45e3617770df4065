/** What the framework knows of webhooks: their place in the document, and the answers to other methods and spellings. */
import { MAX_EVENT_BYTES } from '../triggers/index.ts';
import { withProblems } from './answer-shapes.ts';
import { fail } from './errors.ts';
import type { HookDoor } from './hook-door.ts';
import { EventAccepted } from './run-shapes.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds `/hooks/:token`, in a scope of its own because its bodies are not read here. */
export function addHookRoutes(app: ApiRouter, door: HookDoor): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const schema = {
    operationId: 'deliverEvent',
    tags: ['webhooks'],
    summary: 'Deliver an event to the webhook of a flow',
    description: '202 for a new event, 200 for one that was known; both only after it is stored.',
    security: [],
    response: withProblems({ 200: EventAccepted, 202: EventAccepted }),
  };
  // Deliveries come past the framework (`HookDoor.takes`); here arrives a path that is spelled in another way.
  app.post(
    '/hooks/:token',
    { schema, config: { access: 'open' }, bodyLimit: MAX_EVENT_BYTES },
    async (request, reply) => {
      reply.hijack();
      const { token } = request.params as { token: string };
      await door.answer({ request: request.raw, response: reply.raw }, token);
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
