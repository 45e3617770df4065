import type { Secret } from '../foundation/index.ts';
import type { ClientCertificate } from './client-certificate.ts';
import type { EncodedRequest } from './encode-request.ts';
import { type CallProblem, makeProblem } from './errors.ts';
import type { HttpMethod } from './http-request.ts';
import { findHeaderProblem } from './request-headers.ts';
import { encodeStrictly } from './request-url.ts';

/** What proves to the vendor who is calling. The sender attaches it to each hop; it never is part of a request. */
export interface CallCredential {
  readonly headers?: Readonly<Record<string, Secret>>;
  readonly query?: Readonly<Record<string, Secret>>;
  /** Headers that are worked out anew for each hop, from what goes out on it. */
  readonly sign?: (hop: SigningHop) => SignedHeaders | Promise<SignedHeaders>;
  /** Shown in the TLS handshake; its connections are shared with no other credential. */
  readonly clientCertificate?: ClientCertificate;
}

/** One hop as it goes on the wire, but for what the credential itself adds to its headers. */
export interface SigningHop {
  readonly method: HttpMethod;
  /** Without what `query` of the credential adds. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

export type SignedHeaders = Readonly<Record<string, Secret>>;

/** Path and headers as they go on the wire, secrets included: not to be kept, logged or shown. */
export interface BoundRequest {
  readonly path: string;
  /** Names and values in turn, as undici takes them. */
  readonly headers: string[];
}

/**
 * Joins the request's headers and the credential for one hop to `url`; `signed` are the headers that its `sign` gave. A problem is a
 * value: a secret that cannot stand in a header, or a parameter that the request already uses under the credential's name.
 */
export function bindCredential(
  requestHeaders: EncodedRequest['headers'],
  url: URL,
  credential: BoundCredential | undefined,
): BoundRequest | CallProblem {
  const headers: string[] = [];
  if (credential === undefined) {
    for (const name of Object.keys(requestHeaders)) headers.push(name, requestHeaders[name] as string);
    return { path: url.pathname + url.search, headers };
  }
  const secretHeaders = Object.entries({ ...credential.headers, ...credential.signed }).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  for (const name of Object.keys(requestHeaders)) {
    if (secretHeaders.some(([secretName]) => secretName === name)) continue;
    headers.push(name, requestHeaders[name] as string);
  }
  for (const [name, secret] of secretHeaders) {
    const value = secret.reveal();
    const problem = findHeaderProblem(name, value);
    if (problem !== undefined) return problemOf(`in the header "${name}" ${problem}`);
    headers.push(name, value);
  }
  const search = bindQuery(url, credential.query);
  return typeof search === 'string' ? { path: url.pathname + search, headers } : search;
}

/** A credential and what its `sign` has given for the hop. */
export type BoundCredential = Pick<CallCredential, 'headers' | 'query'> & { readonly signed?: SignedHeaders };

function bindQuery(url: URL, secrets: CallCredential['query']): string | CallProblem {
  let search = url.search;
  for (const [name, secret] of Object.entries(secrets ?? {})) {
    if (url.searchParams.has(name)) return problemOf(`the request has a parameter "${name}" of its own`);
    const value = secret.reveal();
    if (!value.isWellFormed()) return problemOf(`the parameter "${name}" is not well-formed text`);
    search += `${search === '' ? '?' : '&'}${encodeStrictly(name)}=${encodeStrictly(value)}`;
  }
  return search;
}

function problemOf(problem: string): CallProblem {
  return makeProblem('outbound.credential.invalid', { problem });
}
