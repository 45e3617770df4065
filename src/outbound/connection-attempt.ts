/**
 * One try to get a connected, permitted and, for https, authenticated socket. The name is resolved here once, only
 * permitted addresses are dialled, and the address reached is checked again before the first byte goes out, be it TLS
 * or HTTP. Ends once: with a socket or with a `ConnectFailure`; a socket that comes too late is destroyed.
 */
import { connect as connectTcp, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { Clock } from '../foundation/index.ts';
import { ConnectFailure, codeOf } from './connect-failure.ts';
import type { EgressPolicy, EgressTarget } from './egress-policy.ts';
import type { OutboundCode } from './errors.ts';

interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a host name to all its addresses. */
export type Lookup = (host: string, done: (error: Error | null, addresses: readonly ResolvedAddress[]) => void) => void;

export interface ConnectionDeps {
  readonly policy: EgressPolicy;
  readonly clock: Clock;
  readonly lookup: Lookup;
  readonly secureContext: SecureContext;
  readonly timeoutMs: number;
  /** Opens the TCP connection; tests put a socket in here that goes elsewhere. */
  readonly openTcp?: (options: TcpNetConnectOpts) => Socket;
}

type ConnectionDone = (failure: ConnectFailure | null, socket: Socket | null) => void;

/** A name with more addresses than this is cut: trying them all would outlast the timeout anyway. */
const MAX_ADDRESSES = 16;
/** Time one address gets before the next is tried beside it (RFC 8305, 5). */
const NEXT_ADDRESS_AFTER_MS = 250;
const TCP_KEEP_ALIVE_MS = 60_000;

/** Starts the attempt; `done` is called a single time, within the timeout. */
export function openConnection(deps: ConnectionDeps, target: EgressTarget, done: ConnectionDone): void {
  new ConnectionAttempt(deps, target, done).start();
}

class ConnectionAttempt {
  readonly #deps: ConnectionDeps;
  readonly #target: EgressTarget;
  readonly #done: ConnectionDone;
  readonly #stopTimer: () => void;
  #socket: Socket | undefined;
  #isOver = false;

  constructor(deps: ConnectionDeps, target: EgressTarget, done: ConnectionDone) {
    this.#deps = deps;
    this.#target = target;
    this.#done = done;
    this.#stopTimer = deps.clock.after(deps.timeoutMs, () => this.#fail('outbound.connect.timeout'));
  }

  start(): void {
    const { host } = this.#target;
    const family = isIP(host);
    if (family !== 0) {
      this.#dial([{ address: host, family }]);
      return;
    }
    this.#deps.lookup(host, (error, addresses) => {
      if (error !== null || addresses.length === 0) this.#fail('outbound.connect.dns', error);
      else this.#dial(addresses);
    });
  }

  #dial(resolved: readonly ResolvedAddress[]): void {
    if (this.#isOver) return;
    const { policy, openTcp = connectTcp } = this.#deps;
    const permitted = resolved.filter(({ address }) => policy.permitsAddress(this.#target, address));
    if (permitted.length === 0) {
      this.#fail('outbound.egress.blocked');
      return;
    }
    const socket = openTcp(tcpOptions(this.#target, permitted.slice(0, MAX_ADDRESSES)));
    this.#socket = socket;
    socket.on('error', (error) => this.#fail(tcpProblem(error), error));
    socket.once('connect', () => this.#onTcp(socket));
  }

  #onTcp(socket: Socket): void {
    if (this.#isOver) return;
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) this.#fail('outbound.connect.failed');
    else if (!this.#deps.policy.permitsAddress(this.#target, remoteAddress)) this.#fail('outbound.egress.blocked');
    else if (this.#target.protocol === 'https:') this.#startTls(socket);
    else this.#succeed(socket);
  }

  /** Verification has no option that turns it off, and overrules NODE_TLS_REJECT_UNAUTHORIZED. */
  #startTls(socket: Socket): void {
    const { host } = this.#target;
    const secure = connectTls({
      socket,
      host,
      secureContext: this.#deps.secureContext,
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
    });
    this.#socket = secure;
    secure.on('error', (error) => this.#fail('outbound.connect.tls', error));
    secure.once('secureConnect', () => this.#succeed(secure));
  }

  #succeed(socket: Socket): void {
    if (this.#isOver) return;
    if (socket.destroyed || socket.errored) {
      this.#fail('outbound.connect.failed', socket.errored);
      return;
    }
    this.#isOver = true;
    this.#stopTimer();
    this.#done(null, socket);
  }

  /** Errors after the end are the HTTP client's; the listener that leads here stays and does nothing then. */
  #fail(problem: OutboundCode, cause?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopTimer();
    this.#socket?.destroy();
    this.#done(new ConnectFailure(problem, cause), null);
  }
}

function tcpOptions({ host, port }: EgressTarget, addresses: readonly ResolvedAddress[]): TcpNetConnectOpts {
  const common = { port, noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE_MS };
  const [first] = addresses;
  if (addresses.length === 1 && first !== undefined) return { ...common, host: first.address };
  return {
    ...common,
    host,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    lookup: (_host, _options, done) => done(null, [...addresses]),
  };
}

function tcpProblem(error: unknown): OutboundCode {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'outbound.connect.refused';
  return code === 'ETIMEDOUT' ? 'outbound.connect.timeout' : 'outbound.connect.failed';
}
