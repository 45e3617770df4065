/** The HTTP server underneath the routes: its limits, and its answers to what never becomes a request. */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { silentLog, stringifyJson } from '../foundation/index.ts';
import type { ApiConfig } from './api-deps.ts';
import { fail } from './errors.ts';
import { PROBLEM_TYPE, problemBody } from './problem-details.ts';
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

/** A server without routes, not yet listening. Node refuses a request with both a length and chunks (RFC 9112, 6.3). */
export function makeServer(config: ApiConfig): ApiRouter {
  const nextId = requestIds();
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    bodyLimit: config.maxRequestBytes,
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
  return app;
}

/** Ids of requests: unique in time by the process's random part, cheap because they are counted. */
function requestIds(): () => string {
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
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
