/** What the document of the API says besides the routes. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** Options of the plugin that gathers the schemas of all routes into one OpenAPI 3.1 document. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Holdfast',
      version: '1',
      description:
        'Flows, runs, connections and webhooks. Errors are problem details (RFC 9457) with a stable code and a fix.',
    },
    tags: [
      { name: 'flows', description: 'What happens to an event, as versions that never change.' },
      { name: 'events', description: 'Events put in by hand.' },
      { name: 'runs', description: 'One flow version handling one event.' },
      { name: 'connections', description: 'Authorisations at vendors.' },
      { name: 'connectors', description: 'What vendors can do.' },
      { name: 'tokens', description: 'What callers of this API sign in with.' },
      { name: 'webhooks', description: 'Where senders deliver events.' },
      { name: 'health', description: 'For whoever watches the process.' },
    ],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  },
};
