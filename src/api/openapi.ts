/** What the document of the API says besides the routes. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** Options of the plugin that gathers the schemas of all routes into one OpenAPI 3.1 document. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  // Who may call a route stands at the route; the document repeats it.
  transform: ({ schema, url, route }) => ({
    schema: { ...schema, 'x-access': route.config?.access } as typeof schema,
    url,
  }),
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
      { name: 'drafts', description: 'What is being made of a flow, and its versions compared and taken back.' },
      { name: 'trials', description: 'The steps of a draft tried with samples, before it is published.' },
      { name: 'events', description: 'Events put in by hand.' },
      { name: 'runs', description: 'One flow version handling one event.' },
      { name: 'connections', description: 'Authorisations at vendors.' },
      { name: 'connect-links', description: 'Pages on which the owner of an account connects it, without a sign-in.' },
      { name: 'connectors', description: 'What vendors can do.' },
      { name: 'people', description: 'Who is signed in, their sessions, and the first owner.' },
      { name: 'members', description: 'Who belongs to a workspace, invitations, and workspaces themselves.' },
      { name: 'tokens', description: 'What callers of this API sign in with.' },
      { name: 'notices', description: 'What somebody has to know or do, and the channels on which they are told.' },
      { name: 'webhooks', description: 'Where senders deliver events.' },
      { name: 'audit', description: 'What was done to connections and keys.' },
      { name: 'sample', description: 'The stand-in vendors of the sample workspace.' },
      { name: 'health', description: 'For whoever watches the process.' },
    ],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'holdfast.session_token',
          description:
            'Of a person who is signed in at the web app. What changes something must come from a page of it.',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  },
};
