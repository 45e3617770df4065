/**
 * Who is calling. One hook for the whole server, closed unless the matched route says otherwise: a route that forgets to
 * say anything needs an API token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Caller, readBearer } from '../access/index.ts';
import { assert, type Clock, type Secret, type TokenId } from '../foundation/index.ts';
import { fail } from './errors.ts';

/** A good token is believed this long without asking again, so a revoked one is refused within it. */
const CACHE_MS = 5_000;
const MAX_CACHED = 1_000;

export interface SignInDeps {
  readonly authenticate: (token: string) => Promise<Caller>;
  readonly clock: Clock;
  readonly metricsToken: Secret<string> | undefined;
}

export class SignIn {
  readonly #deps: SignInDeps;
  readonly #known = new Map<string, { readonly caller: Caller; readonly atMs: number }>();

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  /** Lets the request pass or throws why not; `undefined` at once for an open route, which needs no caller. */
  check(request: FastifyRequest): Promise<void> | undefined {
    if (request.is404) return undefined;
    const { access } = request.routeOptions.config;
    if (access === 'open') return undefined;
    return access === 'metrics' ? this.#checkMetrics(request) : this.#checkCaller(request);
  }

  /** A token was revoked here: this process believes it no longer. */
  forget(tokenId: TokenId): void {
    for (const [hash, { caller }] of this.#known) if (caller.tokenId === tokenId) this.#known.delete(hash);
  }

  async #checkCaller(request: FastifyRequest): Promise<void> {
    request.caller = await this.#callerOf(readBearer(request.headers.authorization));
  }

  async #checkMetrics(request: FastifyRequest): Promise<void> {
    const { authorization } = request.headers;
    if (authorization === undefined) throw fail('api.metrics.refused');
    const token = readBearer(authorization);
    const { metricsToken } = this.#deps;
    if (metricsToken !== undefined && isSameText(token, metricsToken.reveal())) return;
    request.caller = await this.#callerOf(token);
  }

  async #callerOf(token: string): Promise<Caller> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.#known.get(hash);
    const nowMs = this.#deps.clock.monotonicMs();
    if (known !== undefined && nowMs - known.atMs < CACHE_MS) return known.caller;
    const caller = await this.#deps.authenticate(token);
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    this.#known.set(hash, { caller, atMs: nowMs });
    return caller;
  }
}

/** The caller of a route that needs one. */
export function callerOf(request: FastifyRequest): Caller {
  assert(request.caller !== undefined, 'a route that asks for its caller is not open');
  return request.caller;
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function isSameText(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}
