/** The HTTP server underneath the routes: its limits, and its answers to what never becomes a request. */
import type { Duplex } from 'node:stream';
import fastify, {
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { silentLog, stringifyJson } from '../foundation/index.ts';
import type { ApiConfig } from './api-deps.ts';
import { fail } from './errors.ts';
import { PROBLEM_TYPE, problemBody } from './problem-details.ts';
import { requestIds } from './request-id.ts';
import { sendProblem } from './request-problem.ts';
import type { ApiRouter } from './type-provider.ts';

/** From the first byte of a request to its last; a slower sender is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** Node looks for late requests this often; its own pace of 30 s would let them live twice as long. */
const CHECK_TIMEOUTS_MS = 2_000;
/** Longer than the 60 s after which common proxies close theirs, so that they do it first. */
const KEEP_ALIVE_MS = 65_000;
const MAX_CONNECTIONS = 10_000;
const MAX_PARAMETER_LENGTH = 200;

/** Takes a request before everybody else and answers it; false leaves it untouched. */
export type FrontDoor = (request: RawRequestDefaultExpression, response: RawReplyDefaultExpression) => boolean;

/**
 * A server without routes, not yet listening; `front` is asked first. Node refuses a request with both a length and chunks
 * (RFC 9112, 6.3).
 */
export function makeServer(config: ApiConfig, front: FrontDoor = () => false): ApiRouter {
  const nextId = requestIds();
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    bodyLimit: config.maxRequestBytes,
    trustProxy: (_address, hop) => hop < config.trustedProxies,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_TIMEOUTS_MS,
      insecureHTTPParser: false,
    },
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    genReqId: nextId,
    clientErrorHandler: (error, socket) => refuseConnection(error, { socket, requestId: nextId() }),
    frameworkErrors: (error, request, reply) => {
      const malformed = fail('api.request.malformed', { context: { reason: error.code } });
      sendProblem(silentLog, { error: malformed, request: request as FastifyRequest, reply: reply as FastifyReply });
    },
  }) as unknown as ApiRouter;
  app.server.maxConnections = MAX_CONNECTIONS;
  putBefore(app.server, { front, nextId });
  return app;
}

type Handler = (request: RawRequestDefaultExpression, response: RawReplyDefaultExpression) => void;

/** The framework listens as any listener does, so what goes before it takes its place and passes on. */
function putBefore(server: RawServerDefault, { front, nextId }: { front: FrontDoor; nextId: () => string }): void {
  const [handler] = server.listeners('request') as [Handler];
  server.off('request', handler);
  server.on('request', (request, response) => {
    if (countHosts(request.rawHeaders) > 1) refuseHosts(response, nextId());
    else if (!front(request, response)) handler(request, response);
  });
}

/** Node keeps the first of two Host headers; a proxy may have gone by the other (RFC 9112, 3.2). */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

function refuseHosts(response: RawReplyDefaultExpression, requestId: string): void {
  const malformed = fail('api.request.malformed', { context: { reason: 'it names more than one host' } });
  const body = stringifyJson(problemBody(malformed, { status: 400, requestId }));
  response.writeHead(400, { 'content-type': PROBLEM_TYPE, connection: 'close' }).end(body);
}

const RAW_STATUS: Readonly<Record<string, readonly [status: number, phrase: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** What is no HTTP is answered on the bare socket (RFC 9112, 3). */
function refuseConnection(error: NodeJS.ErrnoException, to: { socket: Duplex; requestId: string }): void {
  const { socket, requestId } = to;
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [status, phrase] = RAW_STATUS[error.code ?? ''] ?? [400, 'Bad Request'];
  const malformed = fail('api.request.malformed', { context: { reason: error.code ?? 'unknown' } });
  const body = stringifyJson(problemBody(malformed, { status, requestId }));
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
