/**
 * The live stream: server-sent events that say which topic has changed, and never what. Whoever listens asks anew, with
 * the rights that they have then. A stream ends when its caller may no longer look, when it reads too slowly, and when
 * the server stops.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Caller } from '../access/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { callerOf, type SignIn } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** With the 5 s for which a sign-in is believed, a stream ends within 20 s of the end of its right. */
const CHECK_EVERY_MS = 12_000;
/** Tabs share one stream; several browsers and programs of one caller do not. */
const MAX_OF_CALLER = 20;
const MAX_OF_PROCESS = 2_000;
/** A listener that leaves this much unread is gone or stuck; its client connects anew. */
const MAX_UNREAD_BYTES = 65_536;
const RECONNECT_MS = 2_000;

type LiveDeps = Pick<ApiDeps, 'bell' | 'clock'> & { readonly signIn: SignIn };

const LiveQuery = Type.Object(
  { workspace: Type.Optional(Type.String({ maxLength: 64, description: 'Id of one of your workspaces.' })) },
  { additionalProperties: false },
);

/** Adds `/live`. */
export function addLiveRoute(app: ApiRouter, deps: LiveDeps): void {
  const streams = new LiveStreams(deps);
  // The server waits for open answers when it stops; these would never end.
  app.addHook('preClose', (done) => {
    streams.endAll();
    done();
  });
  const schema = {
    operationId: 'live',
    tags: ['runs'],
    summary: 'Listen to changes (server-sent events): `change` with a topic as data, such as `runs`',
    querystring: LiveQuery,
    response: withProblems({
      200: { description: 'A stream.', content: { 'text/event-stream': { schema: Type.String() } } },
    }),
  };
  app.get('/live', { schema, config: { access: 'view' } }, (request, reply) => streams.open(request, reply));
}

class LiveStreams {
  readonly #deps: LiveDeps;
  readonly #ends = new Set<() => void>();
  readonly #counts = new Map<string, number>();

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  /** Turns the answer into a stream; throws `api.live.too_many`. */
  open(request: FastifyRequest, reply: FastifyReply): void {
    const caller = callerOf(request);
    const key = callerKey(caller);
    const count = this.#counts.get(key) ?? 0;
    if (count >= MAX_OF_CALLER || this.#ends.size >= MAX_OF_PROCESS) {
      throw fail('api.live.too_many', { context: { limit: MAX_OF_CALLER }, retryAfterSeconds: 30 });
    }
    this.#counts.set(key, count + 1);
    beginStream(reply);
    this.#attend(request, reply, caller);
  }

  endAll(): void {
    for (const end of this.#ends) end();
  }

  #attend(request: FastifyRequest, { raw }: FastifyReply, caller: Caller): void {
    const send = (text: string): void => {
      if (raw.writableLength > MAX_UNREAD_BYTES) end();
      else raw.write(text);
    };
    const unsubscribe = this.#deps.bell.subscribe(caller.workspaceId, (topic) =>
      send(`event: change\ndata: ${topic}\n\n`),
    );
    const check = (): void =>
      void this.#mayStay(request, caller).then((mayStay) => {
        if (!mayStay) return end();
        send(': still here\n\n');
        cancelCheck = this.#deps.clock.after(CHECK_EVERY_MS, check);
      });
    let cancelCheck = this.#deps.clock.after(CHECK_EVERY_MS, check);
    const end = (): void => {
      if (!this.#ends.delete(end)) return;
      cancelCheck();
      unsubscribe();
      this.#forget(callerKey(caller));
      raw.end();
    };
    this.#ends.add(end);
    raw.once('close', end);
  }

  /** Signs in once more with what the request brought: the session, the token and the role must all still hold. */
  async #mayStay(request: FastifyRequest, before: Caller): Promise<boolean> {
    try {
      await this.#deps.signIn.check(request);
      const { workspaceId } = callerOf(request);
      return workspaceId === before.workspaceId;
    } catch {
      return false;
    }
  }

  #forget(key: string): void {
    const left = (this.#counts.get(key) ?? 1) - 1;
    if (left === 0) this.#counts.delete(key);
    else this.#counts.set(key, left);
  }
}

function callerKey({ person, tokenId }: Caller): string {
  return person === undefined ? `token ${tokenId}` : `person ${person.id}`;
}

/** Past the framework, which would wait for an end; the headers that its hooks have set go along. */
function beginStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // A proxy that gathers answers would keep the changes to itself.
    'x-accel-buffering': 'no',
  });
  reply.raw.write(`retry: ${RECONNECT_MS}\n\n`);
}
