/**
 * One LISTEN on a connection of its own, made again with a jittered backoff whenever it is lost. A heartbeat finds the
 * connection that a network swallowed without telling either end.
 */
import pg from 'pg';
import type { Log } from '../foundation/index.ts';
import { backoffMs, pause } from './backoff.ts';
import type { Session } from './session.ts';

const RECONNECT_BACKOFF = { firstMs: 100, maxMs: 5_000 };
const HEARTBEAT_MS = 15_000;

export interface ListenerDeps {
  readonly open: (options: {
    onLost: (error: Error) => void;
    onNotification: (payload: string) => void;
  }) => Promise<Session>;
  readonly log: Log;
}

export class Listener {
  readonly #deps: ListenerDeps;
  readonly #channel: string;
  readonly #onWake: (payload?: string) => void;
  readonly #stopping = new AbortController();
  #session: Session | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #reconnecting: Promise<void> | undefined;

  constructor(deps: ListenerDeps, channel: string, onWake: (payload?: string) => void) {
    this.#deps = deps;
    this.#channel = channel;
    this.#onWake = onWake;
  }

  /** Connects and listens; throws when the first connection cannot be made. */
  async start(): Promise<void> {
    await this.#connect();
    this.#heartbeat = setInterval(() => this.#session?.query('select 1').catch(() => this.#lose()), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Ends the connection and every attempt to make it again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#heartbeat);
    await this.#reconnecting;
    await this.#session?.close();
    this.#session = undefined;
  }

  async #connect(): Promise<void> {
    const session = await this.#deps.open({
      onLost: () => this.#lose(),
      onNotification: (payload) => this.#wake(payload),
    });
    try {
      await session.query(`listen ${pg.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      await session.close();
      throw error;
    }
    this.#session = session;
  }

  #lose(): void {
    if (this.#stopping.signal.aborted || this.#reconnecting !== undefined) return;
    this.#deps.log.warn('db.listener_lost', { channel: this.#channel });
    this.#reconnecting = this.#reconnect().finally(() => {
      this.#reconnecting = undefined;
      // Lost again between the connect and this line: nobody else would notice.
      if (this.#session?.isUsable === false) this.#lose();
    });
  }

  async #reconnect(): Promise<void> {
    await this.#session?.close();
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      await pause(backoffMs(attempt, RECONNECT_BACKOFF), this.#stopping.signal);
      if (await this.#connectAgain()) return;
    }
  }

  async #connectAgain(): Promise<boolean> {
    if (this.#stopping.signal.aborted) return true;
    try {
      await this.#connect();
    } catch {
      return false;
    }
    this.#wake();
    return true;
  }

  #wake(payload?: string): void {
    try {
      this.#onWake(payload);
    } catch (error) {
      this.#deps.log.error('db.listener_callback_failed', { channel: this.#channel, error: String(error) });
    }
  }
}
