import type { CallCredential } from './call-credential.ts';
import type { EncodedRequest } from './encode-request.ts';
import type { CallProblem, OutboundCode } from './errors.ts';
import type { CallPhase } from './exchange.ts';
import type { HttpAnswer } from './http-request.ts';

/** One call as the engine orders it. */
export interface OutgoingCall {
  readonly request: EncodedRequest;
  /** Origins, written as `URL.origin` writes them, that this call and with it the credential may go to. */
  readonly origins: readonly string[];
  readonly credential?: CallCredential;
  /** A write is never redirected. */
  readonly isWrite: boolean;
  /** Do not re-use an idle connection, which the other side may be closing right now. */
  readonly freshConnection?: boolean;
  /** Deadline of the whole call; one beyond the headers timeout moves that one too. */
  readonly totalTimeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Asked on each hop when the socket is connected and nothing is written yet; false withdraws the call. */
  readonly mayStillSend?: () => boolean;
  /** Told as it happens; must return at once. */
  readonly onPhase?: (phase: CallPhase) => void;
}

/** What came of a call. */
export type CallResult = AnsweredCall | UnansweredCall;

/** A status line came. */
export interface AnsweredCall {
  readonly kind: 'answered';
  readonly answer: HttpAnswer;
  /** Why the body is not complete; present exactly when `answer.bodyState` is not `complete`. */
  readonly problem?: CallProblem;
  readonly durationMs: number;
  /** Redirects followed. */
  readonly hops: number;
}

/** `not_sent`: certainly no byte of the request left. `no_answer`: at least one may have, and no answer came. */
export interface UnansweredCall {
  readonly kind: 'not_sent' | 'no_answer';
  readonly code: OutboundCode;
  /** One sentence for people, without secrets. */
  readonly message: string;
  readonly durationMs: number;
}
