/**
 * Owns the connections: one pool for the calls that show no client certificate, and one for each certificate in use, so
 * that a socket which was authenticated as one never carries the call of another. Every connection is opened by
 * `openConnection`.
 */
import { lookup as lookupName } from 'node:dns';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import type { buildConnector, Client } from 'undici';
import type { Clock } from '../foundation/index.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { codeOf } from './connect-failure.ts';
import { type ConnectionDeps, type Lookup, openConnection } from './connection-attempt.ts';
import { ConnectionPool } from './connection-pool.ts';
import type { EgressPolicy, EgressTarget } from './egress-policy.ts';
import type { ExchangeProblem } from './exchange.ts';
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

/** Certificates whose connections are kept at one time; the one that was not used for longest gives way. */
const MAX_CERTIFICATES = 64;

export class Dialer {
  readonly #deps: DialerDeps;
  readonly #pool: ConnectionPool;
  /** By the id of the certificate, the one used last at the end. */
  readonly #certificatePools = new Map<string, ConnectionPool>();
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;

  constructor(deps: DialerDeps) {
    this.#deps = deps;
    this.#pool = makePool(deps, undefined);
  }

  /** The connections for calls that show this certificate, or why it cannot be shown. */
  poolFor(certificate: ClientCertificate | undefined): ConnectionPool | ExchangeProblem {
    if (certificate === undefined) return this.#pool;
    if (this.#isClosed) return { code: 'outbound.call.closed' };
    try {
      return this.#certificatePool(certificate);
    } catch (error) {
      return { code: 'outbound.credential.certificate', reason: codeOf(error) };
    }
  }

  /** Lets running calls end, each within its deadline, and closes all connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const pools = [this.#pool, ...this.#certificatePools.values()];
    await Promise.all([...pools.map((pool) => pool.close()), ...this.#closing]);
  }

  #certificatePool(certificate: ClientCertificate): ConnectionPool {
    const { id } = certificate;
    const pool = this.#certificatePools.get(id) ?? makePool(this.#deps, certificate);
    this.#certificatePools.delete(id);
    this.#certificatePools.set(id, pool);
    if (this.#certificatePools.size > MAX_CERTIFICATES) this.#closeOldest();
    return pool;
  }

  /** Its running calls end as they would have. */
  #closeOldest(): void {
    const [oldest] = this.#certificatePools;
    if (oldest === undefined) return;
    const [id, pool] = oldest;
    this.#certificatePools.delete(id);
    const closing: Promise<void> = pool.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** Throws what OpenSSL says of a certificate or key that it cannot use. */
function makePool(deps: DialerDeps, certificate: ClientCertificate | undefined): ConnectionPool {
  const { limits } = deps;
  const options: Client.Options = {
    connect: makeConnector(deps, makeSecureContext(deps.extraCertificates ?? [], certificate)),
    allowH2: false,
    pipelining: 1,
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.idleTimeoutMs,
    maxHeaderSize: limits.maxAnswerHeaderBytes,
    keepAliveTimeout: limits.keepAliveMs,
    keepAliveMaxTimeout: limits.keepAliveMs,
  };
  return new ConnectionPool(options, limits);
}

function makeConnector(deps: DialerDeps, secureContext: SecureContext): buildConnector.connector {
  const connection: ConnectionDeps = {
    policy: deps.policy,
    clock: deps.clock,
    timeoutMs: deps.limits.connectTimeoutMs,
    lookup: deps.lookup ?? lookupAll,
    secureContext,
    ...(deps.openTcp === undefined ? {} : { openTcp: deps.openTcp }),
  };
  return (options, callback) => {
    openConnection(connection, targetOf(options), (failure, socket) => {
      if (socket === null) callback(failure as Error, null);
      else callback(null, socket);
    });
  };
}

/**
 * The TLS that every connection has. Without certificates of our own the default store is shared, which is faster than
 * reading 150 of them again.
 */
export function makeSecureContext(
  extraCertificates: readonly string[],
  certificate?: ClientCertificate | undefined,
): SecureContext {
  return createSecureContext({
    minVersion: 'TLSv1.2',
    ...(extraCertificates.length === 0 ? {} : { ca: [...getCACertificates('default'), ...extraCertificates] }),
    ...(certificate === undefined ? {} : identityOf(certificate)),
  });
}

function identityOf({ certificate, privateKey, passphrase }: ClientCertificate) {
  const identity = { cert: certificate, key: privateKey.reveal() };
  return passphrase === undefined ? identity : { ...identity, passphrase: passphrase.reveal() };
}

function targetOf({ protocol, hostname, port }: buildConnector.Options): EgressTarget {
  return { protocol, host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** Resolves by the name server of this machine. */
export const lookupAll: Lookup = (host, done) => {
  lookupName(host, { all: true }, (error, addresses) => done(error, addresses ?? []));
};
