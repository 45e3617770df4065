/**
 * Connections that share one identity towards the other side: a keep-alive pool per origin, and single-use connections
 * for writes that must not meet a socket which the other side is just closing.
 */
import { Agent, Client, type Dispatcher } from 'undici';
import type { OutboundLimits } from './outbound-limits.ts';

export class ConnectionPool {
  readonly #options: Client.Options;
  readonly #agent: Agent;
  readonly #closing = new Set<Promise<void>>();

  constructor(options: Client.Options, limits: OutboundLimits) {
    this.#options = options;
    const { maxConnectionsPerOrigin, maxOrigins } = limits;
    // With a limit of 1 undici would make a bare client that is closed after any failed connection.
    this.#agent = new Agent({ ...options, connections: Math.max(2, maxConnectionsPerOrigin), maxOrigins });
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
