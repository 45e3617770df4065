/**
 * Webhooks: the way that events come in by the thousand, so each delivery takes no detour: the body is read as bytes, the
 * receiver judges it, and the answer is written, without what a framework does for every request. Who may send is decided
 * by the trigger's signature, not by an API token.
 */
import type {
  RawRequestDefaultExpression as IncomingMessage,
  RawReplyDefaultExpression as ServerResponse,
} from 'fastify';
import { type AppError, type Log, stringifyJson } from '../foundation/index.ts';
import { type HookReceiver, MAX_EVENT_BYTES, statusOf } from '../triggers/index.ts';
import type { ApiMetrics } from './api-metrics.ts';
import { fail } from './errors.ts';
import { PROBLEM_TYPE, problemBody, problemHeaders, publicError, statusOfProblem } from './problem-details.ts';
import { requestIds } from './request-id.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
/** A plain path of one token; whatever is written otherwise goes the way of all requests, and comes here from there. */
const HOOK_PATH = /^\/hooks\/([A-Za-z0-9_-]{1,200})(?:\?.*)?$/;
/** What could not be stored was logged with its cause where that was known; a paused webhook is no failure. */
const TOLD_ELSEWHERE = new Set(['triggers.event.not_stored', 'triggers.hook.disabled']);

export interface HookDoorDeps {
  readonly hooks: HookReceiver;
  readonly metrics: ApiMetrics;
  readonly log: Log;
  /** The address that senders were told: some sign it. */
  readonly publicUrl: () => string;
}

export class HookDoor {
  readonly #deps: HookDoorDeps;
  readonly #nextId = requestIds();

  constructor(deps: HookDoorDeps) {
    this.#deps = deps;
  }

  /** Takes a delivery and will answer it; false for every other request, which is left untouched. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'POST') return false;
    const token = HOOK_PATH.exec(request.url ?? '')?.[1];
    if (token === undefined) return false;
    void this.answer({ request, response }, token);
    return true;
  }

  /** Answers a delivery to the webhook of this token, whatever comes of it; never rejects. */
  async answer(exchange: HookExchange, token: string): Promise<void> {
    try {
      const rawBody = await readBody(exchange.request);
      const { headersDistinct: headers, method = '', url: path = '' } = exchange.request;
      const target = { method, path, origin: this.#deps.publicUrl() };
      const answer = await this.#deps.hooks.receive({ token, headers, rawBody, target });
      this.#deps.metrics.noteEvent({ isDuplicate: answer.body.duplicate });
      send(exchange.response, { status: answer.status, type: JSON_TYPE, text: JSON.stringify(answer.body) });
    } catch (error) {
      this.#refuse(exchange, error);
    }
  }

  #refuse({ request, response }: HookExchange, thrown: unknown): void {
    const { metrics, log } = this.#deps;
    const error: AppError = publicError(thrown);
    const status = error.code.startsWith('api.') ? statusOfProblem(error) : statusOf(error);
    const requestId = this.#nextId();
    metrics.noteRefusal(status);
    if (status >= 500 && !TOLD_ELSEWHERE.has(error.code))
      log.error('api.hook_failed', { requestId, status, error: thrown });
    const text = stringifyJson(problemBody(error, { status, requestId }));
    // The rest of a body that is not read would be taken for the next request.
    const closing = request.complete ? {} : { connection: 'close' };
    send(response, { status, type: PROBLEM_TYPE, text, headers: { ...problemHeaders(error, status), ...closing } });
  }
}

export interface HookExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The body as it came; throws `api.body.too_large` as soon as that is known, and what ends the connection before the body. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_EVENT_BYTES) throw tooLarge();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_EVENT_BYTES) reject(tooLarge());
    else chunks.push(chunk);
  });
  request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
  request.on('error', reject);
  return promise;
}

function tooLarge(): AppError {
  return fail('api.body.too_large', { context: { limit: MAX_EVENT_BYTES } });
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(response: ServerResponse, { status, type, text, headers }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}
