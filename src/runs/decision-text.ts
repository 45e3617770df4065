/** A decision in the words a person reads on the run's page and in the log. */
import type { Failure } from './failure.ts';
import type { LookDecision } from './reconcile-decision.ts';
import type { Decision } from './retry-decision.ts';

/** What was decided after a failure, in one sentence. */
export function decisionText(decision: Decision, failure: Failure): string {
  const cause = causeText(failure);
  switch (decision.kind) {
    case 'retry':
      return `${cause}: tries again in ${durationText(decision.delayMs)}${decision.isCounted ? '' : ', attempt not counted'}`;
    case 'pause_connection':
      return `${cause}: the connection pauses for ${durationText(decision.delayMs)}${decision.isCounted ? '' : ', attempt not counted'}`;
    case 'reauthenticate':
      return `${cause}: tries once more with the renewed credential`;
    case 'hold':
      return `${cause}: held until the connection is reconnected`;
    case 'reread':
      return `${cause}: reads the records anew and tries once more`;
    case 'retry_failed_items':
      return `${cause}: sends only the refused items again in ${durationText(decision.delayMs)}`;
    case 'poll_status':
      return 'accepted: asks for the result until it is there';
    case 'reconcile':
      return `${cause}: the write may have been applied, so it is looked up`;
    case 'unknown':
      return `${cause}: the write may have been applied and cannot be looked up; a person has to say`;
    case 'done':
      return `${cause}: what was asked for is the case already`;
    case 'dead_letter':
      return `${cause}: ${decision.isHorizonSpent ? 'tried for as long as is safe' : 'repeating would not help'}; set aside as a dead letter`;
  }
}

/** What was decided after a look-up, in one sentence. */
export function lookText(decision: LookDecision, foundCount: number): string {
  switch (decision.kind) {
    case 'applied':
      return 'found once: the write was applied';
    case 'duplicate':
      return `found ${foundCount} times: a person has to say which one stays`;
    case 'look_again':
      return `not found: looks once more in ${durationText(decision.delayMs)}`;
    case 'send_again':
      return 'not found twice: the write was not applied and is sent again with the same key';
    case 'dead_letter':
      return 'not found twice, and the key no longer protects a second try: set aside as a dead letter';
  }
}

/** What is decided about accepted work that is not finished: ask again, ask a person, or set the run aside. */
export function pollDecision(isPending: boolean, isLate: boolean): { readonly kind: string; readonly text: string } {
  if (isLate) return { kind: 'unknown', text: 'not finished in time: a person has to say' };
  if (isPending) return { kind: 'poll_status', text: 'still working: asks again' };
  return { kind: 'dead_letter', text: 'the vendor refused it; set aside as a dead letter' };
}

/** A duration for people: `350 ms`, `20 s`, `5 min`, `2 h`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 360_000) / 10} h`;
}

function causeText(failure: Failure): string {
  const words = failure.kind.replaceAll('_', ' ');
  return failure.status === undefined ? words : `${failure.status} ${words}${retryAfterText(failure.retryAfter)}`;
}

/** Seconds or a date (RFC 9110, 10.2.3), as the vendor wrote it: what we make of it is in the decision. */
function retryAfterText(header: string | undefined): string {
  if (header === undefined) return '';
  return `, Retry-After ${/^\d+$/.test(header) ? `${header} s` : header.slice(0, 40)}`;
}
