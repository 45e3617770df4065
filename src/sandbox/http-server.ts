/**
 * The sockets of a stand-in: Fastify, lossless JSON both ways, and answers that can break off.
 */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type HTTPMethods } from 'fastify';
import { isObject, type JsonObject, makeObject, parseJson } from '../foundation/index.ts';
import type { IncomingCall } from './call-handler.ts';
import { fail } from './errors.ts';
import type { VendorAnswer } from './fault-answer.ts';

const MAX_BODY_BYTES = 1_048_576;
/** Longer than any e-mail address, percent-encoded. */
const MAX_PARAMETER_LENGTH = 1_000;

/** One route as the server needs it. */
export interface ServedRoute {
  readonly method: HTTPMethods;
  readonly path: string;
  /** Needs a right credential. */
  readonly isProtected: boolean;
  readonly answer: (call: IncomingCall) => Promise<VendorAnswer>;
}

/** What the server asks the vendor. */
export interface ServerPorts {
  readonly routes: readonly ServedRoute[];
  /** Throws for a missing or wrong credential. */
  readonly checkCredential: (headers: IncomingCall['headers']) => void;
  /** The vendor's words for an error; unexpected errors too. */
  readonly refuse: (error: unknown) => VendorAnswer;
}

/** A server with these routes, not yet listening. */
export function createServer(ports: ServerPorts): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:[a-z0-9.+-]+\+)?json/i,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => (body.length === 0 ? makeObject() : parseJson(body)),
  );
  app.setErrorHandler(async (error, _request, reply) => sendAnswer(reply, ports.refuse(error)));
  app.setNotFoundHandler(async (request, reply) => {
    const error = fail('sandbox.record.not_found', { context: { table: 'resource', id: request.url.slice(0, 100) } });
    return sendAnswer(reply, ports.refuse(error));
  });
  for (const route of ports.routes) addRoute(app, route, ports);
  return app;
}

function addRoute(app: FastifyInstance, route: ServedRoute, ports: ServerPorts): void {
  app.route({
    method: route.method,
    url: route.path,
    // Before the body is read: a caller without a credential is not listened to.
    onRequest: async (request) => {
      if (route.isProtected) ports.checkCredential(request.headers);
    },
    handler: async (request, reply) => sendAnswer(reply, await route.answer(readCall(request))),
  });
}

function readCall(request: FastifyRequest): IncomingCall {
  return {
    url: request.url,
    params: request.params as Record<string, string>,
    query: readQuery(request.query as Record<string, string | string[]>),
    headers: request.headers,
    body: readBody(request.body),
  };
}

function readQuery(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]),
  );
}

function readBody(body: unknown): JsonObject {
  if (body === undefined || body === null) return makeObject();
  if (!isObject(body)) throw fail('sandbox.body.not_an_object');
  return body;
}

function sendAnswer(reply: FastifyReply, answer: VendorAnswer): FastifyReply {
  if (answer.delivery === 'whole') return reply.code(answer.status).headers(answer.headers).send(answer.body);
  reply.hijack();
  const { socket } = reply.raw;
  if (answer.delivery === 'reset') {
    socket?.resetAndDestroy();
    return reply;
  }
  const bytes = Buffer.from(answer.body);
  reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket?.destroy());
  return reply;
}
