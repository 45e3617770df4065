/**
 * Makes calls: checks where they go, attaches the credential, holds the deadlines and caps, follows what may be
 * followed. What comes of a call is a value; an exception out of `send` is a defect. It never retries: whether a call
 * is made again is decided in one place, and not here.
 */
import type { Agent } from 'undici';
import { type BoundRequest, bindCredential, type SignedHeaders } from './call-credential.ts';
import { ACCEPTED_ENCODINGS } from './decompress.ts';
import { Dialer, type DialerDeps } from './dialer.ts';
import { type CallProblem, makeProblem, type OutboundCode } from './errors.ts';
import { type AnsweredExchange, Exchange, type ExchangeProblem, type ExchangeResult } from './exchange.ts';
import { egressTarget, firstHop, type Hop, nextHop } from './hop.ts';
import { DEFAULT_OUTBOUND_LIMITS, type OutboundLimits } from './outbound-limits.ts';
import type { CallResult, OutgoingCall, UnansweredCall } from './outgoing-call.ts';
import { readAnswer } from './read-answer.ts';
import { RunningCall } from './running-call.ts';

export interface HttpSenderDeps extends Omit<DialerDeps, 'limits'> {
  readonly limits?: Partial<OutboundLimits>;
  /** Sent when the request names none; several vendors refuse calls without it. */
  readonly userAgent?: string;
  /** The time that signatures carry, in milliseconds since the Unix epoch; absent: the clock's. */
  readonly signingTimeMs?: () => number;
}

export class HttpSender {
  readonly #deps: HttpSenderDeps;
  readonly #limits: OutboundLimits;
  readonly #dialer: Dialer;

  constructor(deps: HttpSenderDeps) {
    this.#deps = deps;
    this.#limits = { ...DEFAULT_OUTBOUND_LIMITS, ...deps.limits };
    this.#dialer = new Dialer({ ...deps, limits: this.#limits });
  }

  /** Makes one call and says what came of it. Rejects only when a function of the caller threw. */
  async send(call: OutgoingCall): Promise<CallResult> {
    const running = new RunningCall(this.#deps.clock, call, this.#limits.totalTimeoutMs);
    try {
      return await this.#follow(running);
    } finally {
      running.end();
    }
  }

  /** Lets running calls end within their deadlines and closes all connections. */
  close(): Promise<void> {
    return this.#dialer.close();
  }

  async #follow(running: RunningCall): Promise<CallResult> {
    let hop = firstHop(running.call.request);
    for (;;) {
      if ('code' in hop) return { kind: 'not_sent', ...hop, durationMs: running.durationMs() };
      const bound =
        this.#judge(running.call, hop) ?? this.#bind(running.call, hop, await this.#sign(running.call, hop));
      if ('code' in bound) return unanswered(running, hop, { kind: 'not_sent', problem: bound });
      const result = await this.#exchange(running, hop, bound);
      if (result.kind !== 'answered') {
        return unanswered(running, hop, { kind: result.kind, problem: this.#explain(running, hop, result.problem) });
      }
      const next = nextHop(hop, running.call.isWrite, result);
      if (next === undefined) return this.#finish(running, hop, result);
      hop = next;
    }
  }

  /** What is decided about a hop before the credential comes near it: origin, egress, plain HTTP. */
  #judge({ origins, credential }: OutgoingCall, { url }: Hop): CallProblem | undefined {
    const { host } = url;
    if (!origins.includes(url.origin)) return makeProblem('outbound.credential.foreign_origin', { host });
    const verdict = this.#deps.policy.decideTarget(egressTarget(url), credential !== undefined);
    if (verdict === 'blocked') return makeProblem('outbound.egress.blocked', { host });
    // Without TLS a certificate is not shown at all, not even where a secret would stay on this machine.
    const isUnshown = credential?.clientCertificate !== undefined && url.protocol !== 'https:';
    if (verdict === 'plain_http' || isUnshown) return makeProblem('outbound.credential.plain_http', { host });
    return undefined;
  }

  #sign({ credential }: OutgoingCall, { method, url, headers, body }: Hop) {
    const nowMs = this.#deps.signingTimeMs ?? (() => this.#deps.clock.nowMs());
    return credential?.sign?.({ method, url, headers, body, nowMs: nowMs() });
  }

  #bind({ credential }: OutgoingCall, { url, headers }: Hop, signed: SignedHeaders | undefined) {
    const full = credential === undefined || signed === undefined ? credential : { ...credential, signed };
    const bound = bindCredential(headers, url, full);
    if ('code' in bound) return bound;
    if (headers['accept-encoding'] === undefined) bound.headers.push('accept-encoding', ACCEPTED_ENCODINGS);
    if (headers['user-agent'] === undefined) bound.headers.push('user-agent', this.#deps.userAgent ?? USER_AGENT);
    return bound;
  }

  #exchange(running: RunningCall, hop: Hop, bound: BoundRequest): ExchangeResult | Promise<ExchangeResult> {
    const { mayStillSend, onPhase, freshConnection, credential } = running.call;
    const pool = this.#dialer.poolFor(credential?.clientCertificate);
    if ('code' in pool) return { kind: 'not_sent', problem: pool };
    const exchange = new Exchange({ maxAnswerBytes: this.#limits.maxAnswerBytes, mayStillSend, onPhase });
    running.watch(exchange);
    if (running.isStopped) return exchange.result;
    const options: Agent.DispatchOptions = {
      origin: hop.url.origin,
      path: bound.path,
      method: hop.method,
      headers: bound.headers,
      body: hop.body ?? null,
      headersTimeout: this.#headersTimeoutMs(running.call),
    };
    if (freshConnection === true) pool.dispatchFresh(options, exchange);
    else pool.dispatch(options, exchange);
    return exchange.result;
  }

  async #finish(running: RunningCall, hop: Hop, received: AnsweredExchange): Promise<CallResult> {
    const { answer, problem } = await readAnswer(received, this.#limits);
    const common = { kind: 'answered', answer, durationMs: running.durationMs(), hops: hop.number } as const;
    return problem === undefined ? common : { ...common, problem: this.#explain(running, hop, problem) };
  }

  /** Fills in what the sentence of a code may mention. */
  #explain(
    { call, totalTimeoutMs }: RunningCall,
    hop: Hop,
    { code, reason = 'unknown' }: ExchangeProblem,
  ): CallProblem {
    const limits = this.#limits;
    const timeouts: Partial<Record<OutboundCode, number>> = {
      'outbound.connect.timeout': limits.connectTimeoutMs,
      'outbound.answer.headers_timeout': this.#headersTimeoutMs(call),
      'outbound.answer.idle_timeout': limits.idleTimeoutMs,
      'outbound.call.deadline': totalTimeoutMs,
    };
    const isHead = code === 'outbound.answer.headers_too_large';
    const limit = isHead ? limits.maxAnswerHeaderBytes : limits.maxAnswerBytes;
    return makeProblem(code, { host: hop.url.host, reason, timeoutMs: timeouts[code] ?? 0, limit });
  }

  /** An operation that declares a long deadline is one that works long before it sends its first header. */
  #headersTimeoutMs(call: OutgoingCall): number {
    return Math.max(this.#limits.headersTimeoutMs, call.totalTimeoutMs ?? 0);
  }
}

const USER_AGENT = 'Holdfast';

/** After a redirect something has left, even when this hop was not sent. */
function unanswered(
  running: RunningCall,
  hop: Hop,
  { kind, problem }: { readonly kind: UnansweredCall['kind']; readonly problem: CallProblem },
): UnansweredCall {
  return { kind: hop.number > 0 ? 'no_answer' : kind, ...problem, durationMs: running.durationMs() };
}
