/**
 * Who is calling, and whether they may. One hook for the whole server: an API token, or the session of a person, whose
 * role must grant what the matched route asks for. A token is looked at first, so that a cookie that came along unasked
 * decides nothing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Caller, callerAs, hasSessionCookie, readBearer, requireRight, type SignedIn } from '../access/index.ts';
import { assert, type Clock, type Secret, type TokenId } from '../foundation/index.ts';
import { fail } from './errors.ts';
import type { RouteAccess } from './type-provider.ts';

/** A good token is believed this long without asking again, so a revoked one is refused within it. */
const CACHE_MS = 5_000;
const MAX_CACHED = 1_000;
/** They change nothing (RFC 9110, 9.2.1), so another page that provokes them gains nothing: it cannot read the answer. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

export interface SignInDeps {
  readonly authenticate: (token: string) => Promise<Caller>;
  /** The person whose session these headers carry. Left out where no people sign in. */
  readonly signedIn?: (headers: FastifyRequest['headers']) => Promise<SignedIn | undefined>;
  /** Where people open Holdfast. */
  readonly pageUrl?: () => string;
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
    return access === 'metrics' ? this.#checkMetrics(request) : this.#checkCaller(request, access);
  }

  /** A token was revoked here: this process believes it no longer. */
  forget(tokenId: TokenId): void {
    for (const [hash, { caller }] of this.#known) if (caller.tokenId === tokenId) this.#known.delete(hash);
  }

  /** The person behind an open route's request, if one is signed in; throws `api.origin.refused`. */
  async personBehind(request: FastifyRequest): Promise<SignedIn | undefined> {
    if (!hasSessionCookie(request.headers.cookie)) return undefined;
    requireOwnPage(request, this.#deps.pageUrl?.() ?? '');
    return this.#deps.signedIn?.(request.headers);
  }

  async #checkCaller(request: FastifyRequest, access: Exclude<RouteAccess, 'open' | 'metrics'> | undefined) {
    assert(access !== undefined, 'every route says who may call it');
    const { authorization, cookie } = request.headers;
    if (authorization === undefined && hasSessionCookie(cookie)) return this.#checkPerson(request, access);
    const caller = await this.#callerOf(readBearer(authorization));
    if (access === 'self') throw fail('api.person.needed');
    requireRight(caller, access);
    request.caller = caller;
  }

  async #checkPerson(request: FastifyRequest, access: Exclude<RouteAccess, 'open' | 'metrics'>): Promise<void> {
    const person = await this.personBehind(request);
    if (person === undefined) throw fail('api.session.over');
    request.person = person;
    if (access === 'self') return;
    const caller = callerAs(person, wantedWorkspace(request));
    requireRight(caller, access);
    request.caller = caller;
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

/** The person who calls a route for people. */
export function personOf(request: FastifyRequest): SignedIn {
  assert(request.person !== undefined, 'a route that asks for its person is for people');
  return request.person;
}

/** The workspace that a person's call is about: a header, or a query where a browser sends no headers of ours (SSE). */
export function wantedWorkspace({ headers, query, method }: FastifyRequest): string | undefined {
  const inHeader = headers['x-holdfast-workspace'];
  if (typeof inHeader === 'string') return inHeader;
  const { workspace } = (query ?? {}) as { workspace?: unknown };
  return method === 'GET' && typeof workspace === 'string' ? workspace : undefined;
}

/**
 * A browser sends the cookie whoever made it send the request. So what changes something must come from a page of ours:
 * `Sec-Fetch-Site` says so (Fetch Metadata, 2.3), and where a browser does not have that, `Origin`.
 */
function requireOwnPage({ method, headers }: FastifyRequest, pageUrl: string): void {
  if (SAFE_METHODS.includes(method)) return;
  const site = headers['sec-fetch-site'];
  const isOwn =
    site === undefined ? headers.origin !== undefined && headers.origin === pageUrl : site === 'same-origin';
  if (!isOwn) throw fail('api.origin.refused', { context: { url: pageUrl } });
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function isSameText(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}
