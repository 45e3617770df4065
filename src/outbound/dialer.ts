/**
 * Owns the connections: a keep-alive pool per origin, and single-use connections for writes that must not meet a
 * socket which the other side is just closing. Every one of them is opened by `openConnection`.
 */
import { lookup as lookupName } from 'node:dns';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, type buildConnector, Client, type Dispatcher } from 'undici';
import type { Clock } from '../foundation/index.ts';
import { type ConnectionDeps, type Lookup, openConnection } from './connection-attempt.ts';
import type { EgressPolicy, EgressTarget } from './egress-policy.ts';
import type { OutboundLimits } from './outbound-limits.ts';

export interface DialerDeps {
  readonly policy: EgressPolicy;
  readonly clock: Clock;
  readonly limits: OutboundLimits;
  /** Certificates (PEM) of private authorities that are trusted beside the public ones. */
  readonly extraCertificates?: readonly string[];
  readonly lookup?: Lookup;
  readonly openTcp?: (options: TcpNetConnectOpts) => Socket;
}

export class Dialer {
  readonly #options: Client.Options;
  readonly #agent: Agent;
  readonly #closing = new Set<Promise<void>>();

  constructor(deps: DialerDeps) {
    this.#options = clientOptions(deps);
    const { maxConnectionsPerOrigin, maxOrigins } = deps.limits;
    // With a limit of 1 undici would make a bare client that is closed after any failed connection.
    this.#agent = new Agent({ ...this.#options, connections: Math.max(2, maxConnectionsPerOrigin), maxOrigins });
  }

  /** Hands the request to a pooled connection of its origin. */
  dispatch(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#agent.dispatch(options, handler);
  }

  /** Opens a connection for this one request and closes it after the answer. */
  dispatchFresh(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    const client = new Client(options.origin as string, this.#options);
    client.dispatch({ ...options, reset: true }, handler);
    const closing: Promise<void> = client.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** Lets running calls end, each within its deadline, and closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#agent.close(), ...this.#closing]);
  }
}

function clientOptions(deps: DialerDeps): Client.Options {
  const { limits } = deps;
  return {
    connect: makeConnector(deps),
    allowH2: false,
    pipelining: 1,
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.idleTimeoutMs,
    maxHeaderSize: limits.maxAnswerHeaderBytes,
    keepAliveTimeout: limits.keepAliveMs,
    keepAliveMaxTimeout: limits.keepAliveMs,
  };
}

function makeConnector(deps: DialerDeps): buildConnector.connector {
  const connection: ConnectionDeps = {
    policy: deps.policy,
    clock: deps.clock,
    timeoutMs: deps.limits.connectTimeoutMs,
    lookup: deps.lookup ?? lookupAll,
    secureContext: makeSecureContext(deps.extraCertificates ?? []),
    ...(deps.openTcp === undefined ? {} : { openTcp: deps.openTcp }),
  };
  return (options, callback) => {
    openConnection(connection, targetOf(options), (failure, socket) => {
      if (socket === null) callback(failure as Error, null);
      else callback(null, socket);
    });
  };
}

/** Without certificates of our own the default store is shared, which is faster than reading 150 of them again. */
function makeSecureContext(extraCertificates: readonly string[]): SecureContext {
  if (extraCertificates.length === 0) return createSecureContext({ minVersion: 'TLSv1.2' });
  return createSecureContext({ minVersion: 'TLSv1.2', ca: [...getCACertificates('default'), ...extraCertificates] });
}

function targetOf({ protocol, hostname, port }: buildConnector.Options): EgressTarget {
  return { protocol, host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

const lookupAll: Lookup = (host, done) => {
  lookupName(host, { all: true }, (error, addresses) => done(error, addresses ?? []));
};
