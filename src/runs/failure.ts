/**
 * Turns what came back from a call into the one word that the decision table knows. The only place that does.
 */
import { type Connector, type Operation, type ResponseVerdict, vendorWords } from '../connectors/index.ts';
import type { CallResult, HttpAnswer } from '../outbound/index.ts';
import type { FailureKind } from './retry-decision.ts';

/** Why an attempt did not succeed: `code` and `message` are what the person reads. */
export interface Failure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  /** The answer's header, as it came. */
  readonly retryAfter?: string;
}

/** Accepted work that was polled for as long as its operation allows. */
export const POLL_LATE: Failure = {
  kind: 'no_answer',
  code: 'runs.poll.late',
  message: 'the accepted work did not finish in time',
};

export type Judgement =
  | { readonly kind: 'succeeded'; readonly verdict: Extract<ResponseVerdict, { kind: 'ok' }> }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly verdict?: ResponseVerdict };

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'request_timeout',
  409: 'conflict',
  412: 'precondition_failed',
  422: 'unprocessable',
  423: 'locked',
  424: 'locked',
  425: 'too_early',
  428: 'precondition_failed',
  429: 'throttled',
  500: 'server_error',
  501: 'not_implemented',
  502: 'gateway_error',
  503: 'unavailable',
  504: 'gateway_error',
  505: 'not_implemented',
};

/** The failure that a bare status means; 2xx is not asked here. */
export function failureOfStatus(status: number): FailureKind {
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status < 400) return 'redirected';
  return status < 500 ? 'refused' : 'other_server_error';
}

/** Judges a finished call. `judge` is the connector's view of a 2xx answer. */
export function judgeCall(
  result: CallResult,
  source: { connector: Connector; operation: Operation; judge: (answer: HttpAnswer) => ResponseVerdict },
): Judgement {
  if (result.kind !== 'answered') {
    const kind = FORBIDDEN_BY_US.test(result.code) ? 'forbidden_by_us' : result.kind;
    return { kind: 'failed', failure: { kind, code: result.code, message: result.message } };
  }
  const { answer } = result;
  if (source.connector.isThrottled?.(answer) === true) return failedBy(answer, 'throttled');
  if (answer.status === 202 && source.operation.statusPoll !== undefined) return failedBy(answer, 'accepted');
  if (answer.status < 200 || answer.status > 299) return failedBy(answer, kindOfStatus(answer, source.operation));
  if (answer.bodyState === 'too_large') return failedBy(answer, 'too_large');
  return judgeVerdict(answer, source.judge(answer));
}

/** Codes of calls that our own rules keep from being sent, now and at every repeat. */
const FORBIDDEN_BY_US = /^outbound\.(?:egress|credential|request)\./;

function judgeVerdict(answer: HttpAnswer, verdict: ResponseVerdict): Judgement {
  const { status } = answer;
  switch (verdict.kind) {
    case 'ok':
      return { kind: 'succeeded', verdict };
    case 'refused':
      return {
        kind: 'failed',
        verdict,
        failure: { kind: 'refused', code: verdict.code, message: verdict.message, status },
      };
    case 'partial':
      return {
        kind: 'failed',
        verdict,
        failure: {
          kind: 'partial',
          code: 'runs.answer.partial',
          message: `The vendor refused ${verdict.failed.length} of the items.`,
          status,
        },
      };
    case 'unreadable':
      return {
        kind: 'failed',
        verdict,
        failure: { kind: 'unreadable', code: 'runs.answer.unreadable', message: verdict.message, status },
      };
  }
}

/** A vendor may have its own status for "the first request with this key is still running". */
function kindOfStatus(answer: HttpAnswer, operation: Operation): FailureKind {
  return operation.idempotency?.inProgressStatus === answer.status ? 'conflict' : failureOfStatus(answer.status);
}

/** The words are not cut here: whoever keeps them masks the credential first, and one that is cut in two is not recognised. */
function failedBy(answer: HttpAnswer, kind: FailureKind): Judgement {
  const words = vendorWords(new TextDecoder().decode(answer.body));
  const message =
    words === '' ? `The vendor answered ${answer.status}.` : `The vendor answered ${answer.status}: ${words}`;
  const retryAfter = answer.headers['retry-after'];
  const failure = { kind, code: `runs.answer.${kind}`, message, status: answer.status };
  return { kind: 'failed', failure: retryAfter === undefined ? failure : { ...failure, retryAfter } };
}
