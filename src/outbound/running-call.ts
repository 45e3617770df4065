import type { Clock } from '../foundation/index.ts';
import type { OutboundCode } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { OutgoingCall } from './outgoing-call.ts';

/** One call over all its hops, with one deadline and one abort signal, passed on to the hop that is running. */
export class RunningCall {
  readonly call: OutgoingCall;
  readonly totalTimeoutMs: number;
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #stopTimer: () => void;
  #exchange: Exchange | undefined;
  #stoppedBy: OutboundCode | undefined;

  constructor(clock: Clock, call: OutgoingCall, defaultTimeoutMs: number) {
    this.call = call;
    this.totalTimeoutMs = call.totalTimeoutMs ?? defaultTimeoutMs;
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
    this.#stopTimer = clock.after(this.totalTimeoutMs, () => this.#stop('outbound.call.deadline'));
    call.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (call.signal?.aborted === true) this.#onAbort();
  }

  /** Makes the deadline and the signal end this exchange; one that comes too late ends at once. */
  watch(exchange: Exchange): void {
    this.#exchange = exchange;
    if (this.#stoppedBy !== undefined) exchange.stop(this.#stoppedBy);
  }

  /** True when nothing more is to be started. */
  get isStopped(): boolean {
    return this.#stoppedBy !== undefined;
  }

  /** Milliseconds since the call began. */
  durationMs(): number {
    return this.#clock.monotonicMs() - this.#startedMs;
  }

  /** Releases timer and listener. */
  end(): void {
    this.#stopTimer();
    this.call.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#stop('outbound.call.aborted');

  #stop(code: OutboundCode): void {
    this.#stoppedBy ??= code;
    this.#exchange?.stop(code);
  }
}
