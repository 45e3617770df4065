import type { HttpMethod } from './http-request.ts';

/** More hops than this are a loop or a maze. */
export const MAX_REDIRECTS = 3;

interface RedirectFacts {
  readonly isWrite: boolean;
  readonly method: HttpMethod;
  readonly url: URL;
  readonly status: number;
  readonly location: string | undefined;
  /** Redirects followed before this answer. */
  readonly hops: number;
}

/** Where to go on, or undefined: the 3xx is the answer. */
interface Redirect {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly keepsBody: boolean;
}

/**
 * Only reads are followed, at most `MAX_REDIRECTS` times and only within the origin: headers and body that were meant
 * for one host never reach another. A write that is answered with 3xx did not happen where we meant it to.
 */
export function decideRedirect(facts: RedirectFacts): Redirect | undefined {
  if (facts.isWrite || facts.hops >= MAX_REDIRECTS || facts.location === undefined) return undefined;
  const method = methodAfter(facts.status, facts.method);
  if (method === undefined) return undefined;
  const url = URL.parse(facts.location, facts.url);
  if (url === null || url.origin !== facts.url.origin || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  return { url, method, keepsBody: method === facts.method };
}

/** RFC 9110, 15.4: 307 and 308 keep the method, 303 reads by GET; what 301 and 302 do to a POST is not certain. */
function methodAfter(status: number, method: HttpMethod): HttpMethod | undefined {
  if (status === 307 || status === 308) return method;
  const isPlainRead = method === 'GET' || method === 'HEAD';
  if (status === 301 || status === 302) return isPlainRead ? method : undefined;
  if (status === 303) return isPlainRead ? method : 'GET';
  return undefined;
}
