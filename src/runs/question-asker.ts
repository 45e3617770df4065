/**
 * Asks the vendor about a write that was made before: whether it was applied, or whether it is finished. Questions are
 * reads: they change nothing and need no intent.
 */
import { assert, type JsonValue } from '../foundation/index.ts';
import { type CallResult, encodeRequest } from '../outbound/index.ts';
import { type AttemptMaker, type CallContext, endOfUnmade } from './attempt-maker.ts';
import { lookText } from './decision-text.ts';
import type { FailureSettler } from './failure-settler.ts';
import { keyOf } from './planned-call.ts';
import { DEFAULT_SECOND_LOOK_MS, decideAfterLook } from './reconcile-decision.ts';
import type { Turn } from './step-end.ts';

export interface QuestionAskerDeps {
  readonly attempts: AttemptMaker;
  readonly failures: FailureSettler;
}

export class QuestionAsker {
  readonly #deps: QuestionAskerDeps;

  constructor(deps: QuestionAskerDeps) {
    this.#deps = deps;
  }

  /** Looks for a write of unknown outcome by our reference. */
  async lookUp(context: CallContext): Promise<Turn> {
    const { planned, frame } = context;
    const { operation, connection } = planned;
    assert(operation.lookUp !== undefined, `${operation.name} has no look-up`);
    const key = keyOf(planned, frame, context.progress);
    const request = { ...encodeRequest(connection, operation.lookUp.request(key, planned.input)), key };
    const attempted = await this.#deps.attempts.make(context, 'look_up', request);
    if (attempted.kind !== 'made') return endOfUnmade(attempted.kind);
    const { facts, result, progress } = attempted;
    const found = foundRecords(result, (answer) => operation.lookUp?.found(answer, key) ?? []);
    if (found === undefined) return this.#deps.failures.settleQuestion({ planned, frame, progress }, { facts, result });
    const notFoundCount = found.length === 0 ? progress.notFoundCount + 1 : 0;
    const decision = decideAfterLook({
      foundCount: found.length,
      notFoundCount,
      secondLookMs: operation.lookUp.secondLookMs ?? DEFAULT_SECOND_LOOK_MS,
      isKeySpent: operation.class === 'K',
    });
    const delay = decision.kind === 'look_again' ? { delayMs: decision.delayMs } : {};
    const text = lookText(decision, found.length);
    this.#deps.attempts.end(
      frame,
      { facts, result },
      { outcome: 'succeeded', decision: { kind: decision.kind, text, ...delay } },
    );
    if (decision.kind === 'applied') return { kind: 'succeeded', output: found[0] ?? null };
    const settled = { planned, frame, progress: { ...progress, notFoundCount, questionFailures: 0 } };
    return this.#deps.failures.settleLook(settled, decision, found.length);
  }

  /** Asks what has become of a call that the vendor only accepted. */
  async pollStatus(context: CallContext): Promise<Turn> {
    const { planned, frame } = context;
    const { operation, connection } = planned;
    const { accepted } = context.progress;
    assert(operation.statusPoll !== undefined && accepted !== undefined, `${operation.name} has nothing to poll`);
    const { statusPoll } = operation;
    const answer = {
      status: 202,
      headers: accepted.headers,
      body: Buffer.from(accepted.body),
      bodyState: 'complete',
    } as const;
    const key = keyOf(planned, frame, context.progress);
    const request = { ...encodeRequest(connection, statusPoll.request(answer, planned.input)), key };
    const attempted = await this.#deps.attempts.make(context, 'status_poll', request);
    if (attempted.kind !== 'made') return endOfUnmade(attempted.kind);
    const { facts, result, progress } = attempted;
    const isAnswered = result.kind === 'answered' && result.answer.status < 300;
    const verdict = isAnswered ? statusPoll.verdict(result.answer) : undefined;
    if (verdict === undefined || verdict.kind === 'unreadable') {
      return this.#deps.failures.settleQuestion({ planned, frame, progress }, { facts, result });
    }
    if (verdict.kind === 'ok') {
      this.#deps.attempts.end(
        frame,
        { facts, result },
        { outcome: 'succeeded', decision: { kind: 'succeed', text: 'finished' } },
      );
      return { kind: 'succeeded', output: verdict.output };
    }
    return this.#deps.failures.settlePoll({ planned, frame, progress }, { facts, result, verdict });
  }
}

/** Undefined when the vendor could not be asked; an answer that cannot be read says nothing either way. */
function foundRecords(
  result: CallResult,
  found: (answer: Extract<CallResult, { kind: 'answered' }>['answer']) => readonly JsonValue[],
): readonly JsonValue[] | undefined {
  if (result.kind !== 'answered') return undefined;
  const { status, bodyState } = result.answer;
  if (status < 200 || status > 299 || bodyState !== 'complete') return undefined;
  try {
    return found(result.answer);
  } catch {
    return undefined;
  }
}
