/**
 * One request and its answer on one connection, and the only place that knows whether bytes may have left. It rests on
 * the order in which undici (`lib/dispatcher/client-h1.js`, `writeH1`) does things: `onRequestStart` is called on a
 * connected socket immediately before the first write, in the same turn; before it nothing is written, and when it
 * throws nothing is written either and the socket stays usable. Error codes are not asked: `UND_ERR_SOCKET` stands for
 * a loss before and after sending alike.
 */
import type { Dispatcher } from 'undici';
import { ConnectFailure, codeOf } from './connect-failure.ts';
import type { OutboundCode } from './errors.ts';
import { type HeaderRecord, makeHeaderRecord } from './request-headers.ts';

export type CallPhase = 'connected' | 'sending' | 'sent' | 'head' | 'body';

/** A code of the error table and, where the sentence wants one, the low-level code behind it. */
export interface ExchangeProblem {
  readonly code: OutboundCode;
  readonly reason?: string;
}

/** What came of it; see `CallResult` for the meaning of the kinds. */
export type ExchangeResult =
  | AnsweredExchange
  | { readonly kind: 'not_sent' | 'no_answer'; readonly problem: ExchangeProblem };

/** The answer as it was received, its body at most as long as the cap. */
export interface AnsweredExchange {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly body: Buffer;
  /** Why the body is not whole. */
  readonly problem?: ExchangeProblem;
}

interface ExchangeDeps {
  readonly maxAnswerBytes: number;
  readonly mayStillSend: (() => boolean) | undefined;
  readonly onPhase: ((phase: CallPhase) => void) | undefined;
}

/** Thrown into undici so that it does not write; never seen by anyone else. */
const NOT_SENT = new Error('not sent');
const STOPPED = new Error('stopped');

export class Exchange implements Dispatcher.DispatchHandler {
  readonly result: Promise<ExchangeResult>;
  readonly #deps: ExchangeDeps;
  readonly #resolve: (result: ExchangeResult) => void;
  readonly #reject: (bug: unknown) => void;
  #stage: 'waiting' | 'sending' | 'body' | 'settled' = 'waiting';
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HeaderRecord = makeHeaderRecord();
  #chunks: Buffer[] = [];
  #bodyBytes = 0;

  constructor(deps: ExchangeDeps) {
    this.#deps = deps;
    const { promise, resolve, reject } = Promise.withResolvers<ExchangeResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Ends the exchange now; what is known about it by then decides the kind of the result. */
  stop(code: OutboundCode): void {
    if (this.#stage === 'settled') return;
    this.#settleBroken({ code });
    this.#controller?.abort(STOPPED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#stage !== 'waiting') throw this.#refuseSecondStart();
    this.#notify('connected');
    if (!this.#mayStillSend()) throw NOT_SENT;
    this.#controller = controller;
    this.#stage = 'sending';
    this.#notify('sending');
  }

  onRequestSent(): void {
    this.#notify('sent');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // 1xx are notes on the way (RFC 9110, 15.2); the answer is still to come.
    if (status < 200 || this.#stage !== 'sending') return;
    this.#stage = 'body';
    this.#status = status;
    this.#headers = flattenHeaders(headers);
    this.#notify('head');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stage !== 'body') return;
    this.#chunks.push(chunk);
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes <= this.#deps.maxAnswerBytes) return;
    this.#settleBroken({ code: 'outbound.answer.body_too_large' });
    controller.abort(STOPPED);
  }

  onResponseEnd(): void {
    if (this.#stage !== 'body') return;
    this.#notify('body');
    this.#settle(this.#received());
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#stage === 'settled') return;
    if (this.#stage === 'waiting') this.#settleBroken(connectProblem(error));
    else if (this.#stage === 'sending') this.#settleBroken(answerProblem(error));
    else this.#settleBroken(bodyProblem(error));
  }

  /** Ends without a whole answer; the stage reached says what is certain. */
  #settleBroken(problem: ExchangeProblem): void {
    if (this.#stage === 'waiting') this.#settle({ kind: 'not_sent', problem });
    else if (this.#stage === 'sending') this.#settle({ kind: 'no_answer', problem });
    else this.#settle({ ...this.#received(), problem });
  }

  #received(): AnsweredExchange {
    return { kind: 'answered', status: this.#status, headers: this.#headers, body: this.#readBody() };
  }

  #settle(result: ExchangeResult): void {
    this.#stage = 'settled';
    this.#chunks = [];
    this.#resolve(result);
  }

  /** At most the cap; copied, so that a short answer does not hold on to the socket's whole read buffer. */
  #readBody(): Buffer {
    return Buffer.concat(this.#chunks, Math.min(this.#bodyBytes, this.#deps.maxAnswerBytes));
  }

  /** A request that was settled while it waited, or one that undici takes up again, is not to be written. */
  #refuseSecondStart(): Error {
    if (this.#stage !== 'settled') this.#settleBroken({ code: 'outbound.answer.connection_lost', reason: 'resent' });
    return NOT_SENT;
  }

  /** Asks the caller; on a no, or when a function of the caller has thrown, the exchange is settled. */
  #mayStillSend(): boolean {
    if (this.#hasEnded()) return false;
    try {
      if (this.#deps.mayStillSend?.() ?? true) return true;
    } catch (bug) {
      this.#failAsBug(bug);
      return false;
    }
    this.#settle({ kind: 'not_sent', problem: { code: 'outbound.call.withdrawn' } });
    return false;
  }

  /** A method, so that the compiler does not take the stage for what it was before a callback. */
  #hasEnded(): boolean {
    return this.#stage === 'settled';
  }

  #notify(phase: CallPhase): void {
    if (this.#deps.onPhase === undefined) return;
    try {
      this.#deps.onPhase(phase);
    } catch (bug) {
      this.#failAsBug(bug);
    }
  }

  /** The caller's own function threw: that is no outcome of the call, so it comes out as an exception. */
  #failAsBug(bug: unknown): void {
    this.#stage = 'settled';
    this.#reject(bug);
    this.#controller?.abort(STOPPED);
  }
}

/** Repeated headers become one list (RFC 9110, 5.3). */
function flattenHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): HeaderRecord {
  const flat = makeHeaderRecord();
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

const CLOSED = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);

function connectProblem(error: Error): ExchangeProblem {
  if (error instanceof ConnectFailure) return { code: error.problem, reason: error.reason };
  const reason = codeOf(error);
  if (CLOSED.has(reason)) return { code: 'outbound.call.closed' };
  if (reason === 'UND_ERR_MAX_ORIGINS_REACHED') return { code: 'outbound.call.saturated' };
  return { code: 'outbound.connect.failed', reason };
}

function answerProblem(error: Error): ExchangeProblem {
  const reason = codeOf(error);
  if (reason === 'UND_ERR_HEADERS_TIMEOUT') return { code: 'outbound.answer.headers_timeout' };
  if (reason === 'UND_ERR_HEADERS_OVERFLOW') return { code: 'outbound.answer.headers_too_large' };
  if (error.name === 'HTTPParserError') return { code: 'outbound.answer.malformed', reason: parserReason(error) };
  return { code: 'outbound.answer.connection_lost', reason };
}

/** The parser's own words, such as "Invalid status code"; the error carries no code. */
function parserReason(error: Error): string {
  return /\(([\w ,/'-]{1,80})\)$/.exec(error.message)?.[1] ?? 'protocol error';
}

function bodyProblem(error: Error): ExchangeProblem {
  const reason = codeOf(error);
  if (reason === 'UND_ERR_BODY_TIMEOUT') return { code: 'outbound.answer.idle_timeout' };
  return { code: 'outbound.answer.body_truncated', reason };
}
