import { decompress } from './decompress.ts';
import type { AnsweredExchange, ExchangeProblem } from './exchange.ts';
import type { HttpAnswer } from './http-request.ts';
import type { OutboundLimits } from './outbound-limits.ts';

interface ReadAnswer {
  readonly answer: HttpAnswer;
  /** Why the body is not complete. */
  readonly problem: ExchangeProblem | undefined;
}

/** The answer with its body unpacked; a body that did not arrive whole stays as it was received. */
export function readAnswer(received: AnsweredExchange, limits: OutboundLimits): ReadAnswer | Promise<ReadAnswer> {
  const { status, headers, body, problem } = received;
  if (problem !== undefined) {
    const bodyState = problem.code === 'outbound.answer.body_too_large' ? 'too_large' : 'truncated';
    return { answer: { status, headers, body, bodyState }, problem };
  }
  if (headers['content-encoding'] === undefined) {
    return { answer: { status, headers, body, bodyState: 'complete' }, problem: undefined };
  }
  return unpackAnswer(received, limits);
}

async function unpackAnswer({ status, headers, body }: AnsweredExchange, limits: OutboundLimits): Promise<ReadAnswer> {
  const unpacked = await decompress(body, headers['content-encoding'], limits);
  if (unpacked.kind === 'ok') {
    return { answer: { status, headers, body: unpacked.body, bodyState: 'complete' }, problem: undefined };
  }
  const answer = { status, headers, body, bodyState: unpacked.kind };
  if (unpacked.kind === 'too_large') return { answer, problem: { code: 'outbound.answer.body_too_large' } };
  return { answer, problem: { code: 'outbound.answer.body_undecodable', reason: unpacked.reason } };
}
