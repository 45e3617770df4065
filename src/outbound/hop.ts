/**
 * One request of a call on its way to one URL. A call has more than one only when a read is redirected; everything is
 * decided anew for each: origin, egress, credential.
 */

import type { EgressTarget } from './egress-policy.ts';
import type { EncodedRequest } from './encode-request.ts';
import { type CallProblem, makeProblem } from './errors.ts';
import type { HttpMethod } from './http-request.ts';
import { parsedUrl } from './parsed-url.ts';
import { decideRedirect } from './redirect.ts';
import type { HeaderRecord } from './request-headers.ts';

export interface Hop {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Redirects that led here. */
  readonly number: number;
}

/** The first hop of a call, or the problem of a URL that did not come from `encodeRequest`. */
export function firstHop(request: EncodedRequest): Hop | CallProblem {
  const url = parsedUrl(request.url);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') {
    return makeProblem('outbound.request.url_invalid', {});
  }
  return { url, method: request.method, headers: request.headers, body: request.body, number: 0 };
}

/** The hop that an answer leads to, or undefined when the answer is final. */
export function nextHop(
  hop: Hop,
  isWrite: boolean,
  answer: { status: number; headers: HeaderRecord },
): Hop | undefined {
  if (answer.status < 300 || answer.status > 399) return undefined;
  const { url, method, number } = hop;
  const facts = { isWrite, method, url, status: answer.status, location: answer.headers.location, hops: number };
  const redirect = decideRedirect(facts);
  if (redirect === undefined) return undefined;
  const next = { url: redirect.url, method: redirect.method, number: number + 1 };
  if (redirect.keepsBody) return { ...next, headers: hop.headers, body: hop.body };
  const { 'content-type': _type, 'content-encoding': _encoding, ...headers } = hop.headers;
  return { ...next, headers, body: undefined };
}

/** What the egress policy judges. */
export function egressTarget({ protocol, hostname, port }: URL): EgressTarget {
  return { protocol, host: hostname, port: port === '' ? defaultPort(protocol) : Number(port) };
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}
