/** Makes one call for a trial: tried once, judged as the engine judges, and followed to its end when it is only accepted. */
import { setTimeout as wait } from 'node:timers/promises';
import { missingScopes, type OpenConnection } from '../connections/index.ts';
import { judgeAnswer, type Operation, type ResponseVerdict } from '../connectors/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import {
  type CallResult,
  type EncodedRequest,
  encodeRequest,
  type HttpAnswer,
  type HttpSender,
} from '../outbound/index.ts';
import { judgeCall } from '../runs/index.ts';
import { fail } from './errors.ts';

/** What a call is made of. */
export interface VendorCall {
  readonly connection: OpenConnection;
  readonly operation: Operation;
  readonly input: JsonObject;
  readonly request: EncodedRequest;
  /** Milliseconds until the caller gives up. */
  readonly leftMs: () => number;
}

export interface VendorAnswer {
  readonly result: CallResult;
  readonly judgement: ReturnType<typeof judgeCall>;
}

/** A read is given at least this long, however late in the trial it comes. */
const LEAST_READ_MS = 1_000;

export class VendorCaller {
  readonly #sender: HttpSender;

  constructor(deps: { sender: HttpSender }) {
    this.#sender = deps.sender;
  }

  /** Sends the request and judges the answer. */
  async call(call: VendorCall): Promise<VendorAnswer> {
    const { connection, operation, input, request, leftMs } = call;
    const isWrite = operation.class !== 'R';
    const { totalTimeoutMs } = operation;
    const result = await this.#sender.send({
      request,
      origins: connection.origins,
      credential: connection.attachment,
      isWrite,
      freshConnection: isWrite,
      // A write keeps its own deadline: cut short, nobody would know what came of it.
      ...(isWrite && totalTimeoutMs !== undefined ? { totalTimeoutMs } : {}),
      ...(isWrite ? {} : { totalTimeoutMs: readDeadline(totalTimeoutMs, leftMs()) }),
    });
    const judgement = judgeCall(result, {
      connector: connection.definition,
      operation,
      judge: (answer) => judgeAnswer(operation, answer, input),
    });
    if (judgement.kind === 'succeeded' || judgement.failure.kind !== 'accepted') return { result, judgement };
    return result.kind === 'answered' ? this.#follow(call, result) : { result, judgement };
  }

  /** Asks what has become of the work that the vendor accepted, as long as the trial has time. */
  async #follow(call: VendorCall, accepted: Extract<CallResult, { kind: 'answered' }>): Promise<VendorAnswer> {
    const { connection, operation, input, leftMs } = call;
    const { statusPoll } = operation;
    let result: CallResult = accepted;
    while (statusPoll !== undefined && leftMs() > statusPoll.everyMs) {
      await wait(statusPoll.everyMs);
      const request = encodeRequest(connection, statusPoll.request(accepted.answer, input));
      result = await this.#sender.send({
        request,
        origins: connection.origins,
        credential: connection.attachment,
        isWrite: false,
        totalTimeoutMs: readDeadline(undefined, leftMs()),
      });
      const verdict = result.kind === 'answered' ? verdictOf(result.answer, statusPoll.verdict) : undefined;
      if (verdict?.kind === 'ok') return { result, judgement: { kind: 'succeeded', verdict } };
      if (verdict?.kind === 'refused') return failed(result, verdict.code, verdict.message);
    }
    return failed(result, 'runs.answer.accepted', 'the vendor has accepted it and was not done when the trial ended.');
  }
}

/** Throws `trials.connection.*` with what keeps the connection from being used this moment. */
export function requireUsable(connection: OpenConnection, nowMs: number): void {
  const { name, state, problem, readiness, pausedUntil } = connection;
  if (state !== 'active') {
    throw fail('trials.connection.held', { context: { connection: name, reason: problem ?? 'it was revoked' } });
  }
  if (readiness.kind === 'renewing') {
    throw fail('trials.connection.renewing', { context: { connection: name, reason: readiness.reason } });
  }
  const pauseMs = (pausedUntil?.getTime() ?? 0) - nowMs;
  if (pauseMs <= 0) return;
  throw fail('trials.connection.paused', { context: { connection: name, seconds: Math.ceil(pauseMs / 1_000) } });
}

/** Throws `trials.connection.scope_missing` when the connection was not granted what the operation needs. */
export function requireScopes(connection: OpenConnection, operation: Operation): void {
  const missing = missingScopes(connection, operation.scopes);
  if (missing.length === 0) return;
  const context = { operation: operation.name, connection: connection.name, scopes: missing.join(', ') };
  throw fail('trials.connection.scope_missing', { context });
}

/** Pending and unreadable answers are asked for again. */
function verdictOf(
  answer: HttpAnswer,
  judge: (answer: HttpAnswer) => { readonly kind: 'pending' } | ResponseVerdict,
): { readonly kind: 'pending' } | ResponseVerdict | undefined {
  return answer.status < 300 ? judge(answer) : undefined;
}

function failed(result: CallResult, code: string, message: string): VendorAnswer {
  return { result, judgement: { kind: 'failed', failure: { kind: 'accepted', code, message } } };
}

function readDeadline(usualMs: number | undefined, leftMs: number): number {
  return Math.min(usualMs ?? DEFAULT_READ_MS, Math.max(leftMs, LEAST_READ_MS));
}

const DEFAULT_READ_MS = 30_000;
