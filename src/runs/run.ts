/** What a run is: one flow version handling one trigger event. Its row is the queue entry. */
import type { ConnectionId, EventId, FlowId, JsonValue, RunId, WorkspaceId } from '../foundation/index.ts';

export const RUN_STATES = [
  'queued',
  'running',
  'waiting',
  'held',
  'unknown',
  'dead_lettered',
  'succeeded',
  'filtered',
  'cancelled',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** States that nothing leaves by itself. A dead letter is left by a replay, and by nothing else. */
export const ENDED_STATES: readonly RunState[] = ['succeeded', 'filtered', 'cancelled', 'dead_lettered'];

/** True when the run is over for the machine. */
export function isEnded(state: RunState): boolean {
  return ENDED_STATES.includes(state);
}

/** Why a run is where it is, in words: shown in lists, and evidence in a dead letter. */
export interface RunProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly stepKey?: string;
  readonly itemKey?: string;
}

/** A run as its worker holds it: leased, with the event it handles. */
export interface LeasedRun {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly flowId: FlowId;
  readonly flowVersion: number;
  readonly event: RunEvent;
  readonly orderKey: string | null;
  readonly leaseEpoch: number;
  readonly payloadVersion: number;
  /** ISO 8601; what `now()` means in this run's mappings. */
  readonly startedAt: string;
  /** When an earlier worker of this run died without a word, by the database's clock. */
  readonly crashedAtMs?: number;
  /** Recorded steps by `stepRecordKey`; empty for a run that never started. */
  readonly steps: Map<string, StepRecord>;
  /** Told when a request of the run is out, where others wait for that. */
  readonly onSent?: () => void;
}

export interface RunEvent {
  readonly id: EventId;
  readonly receivedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
}

export type StepState = 'waiting' | 'unknown' | 'failed' | 'succeeded' | 'skipped';

export interface StepRecord {
  readonly stepKey: string;
  readonly itemKey: string;
  readonly state: StepState;
  /** Of a call: tells the reads, which may be made anew. */
  readonly operationClass?: string;
  readonly input?: JsonValue;
  readonly output?: JsonValue;
  readonly progress?: StepProgress;
}

/** What a later attempt must know of the earlier ones. Times are milliseconds of the database's clock. */
export interface StepProgress {
  /** Every attempt, look-ups and status polls too: the number of the latest. */
  readonly attempts: number;
  /** Attempts that count against the retry schedule. */
  readonly counted: number;
  readonly throttled: number;
  readonly firstAttemptAtMs: number;
  readonly lastFailure?: string;
  readonly sameFailureCount: number;
  readonly isInDoubt: boolean;
  /** Since when, at the latest begin: what a keyed write was protected by then may be forgotten now. */
  readonly doubtSinceMs?: number;
  readonly wasReauthenticated: boolean;
  /** What the next attempt is. */
  readonly phase: 'call' | 'look_up' | 'status_poll' | 'settled';
  /** What a person said the write gave; with phase `settled`. */
  readonly settledOutput?: JsonValue;
  readonly notFoundCount: number;
  /** Number of the attempt whose intent is stored and whose end is not: perhaps sent, perhaps not. */
  readonly openIntent?: number;
  /** Grows when only a part of a list is sent again, so that the part has a key of its own. */
  readonly subKey: number;
  /** Positions of the input's list still to be sent, and what the sent ones gave, when not all went through at once. */
  readonly items?: { readonly open: readonly number[]; readonly outputs: readonly JsonValue[] };
  /** Look-ups and status polls that failed in a row. */
  readonly questionFailures: number;
  /** The 202 answer that the status poll follows: its headers and body text. */
  readonly accepted?: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly atMs: number;
  };
}

/** The progress of a step before its first attempt. */
export function initialProgress(nowMs: number): StepProgress {
  return {
    attempts: 0,
    counted: 0,
    throttled: 0,
    firstAttemptAtMs: nowMs,
    sameFailureCount: 0,
    isInDoubt: false,
    wasReauthenticated: false,
    phase: 'call',
    notFoundCount: 0,
    subKey: 0,
    questionFailures: 0,
  };
}

/** The progress once it is settled that nothing of the step was applied. */
export function withoutDoubt(progress: StepProgress): StepProgress {
  const { doubtSinceMs: _settled, ...certain } = progress;
  return { ...certain, isInDoubt: false };
}

/** Identity of a step's record within its run. */
export function stepRecordKey(stepKey: string, itemKey: string): string {
  return `${stepKey}\n${itemKey}`;
}

export type AttemptKind = 'call' | 'look_up' | 'status_poll' | 'verdict';
export type AttemptOutcome = 'succeeded' | 'failed' | 'deferred' | 'unknown';

/** One try, as it is stored: what was sent, what came back, and what was decided. */
export interface AttemptRecord {
  readonly stepKey: string;
  readonly itemKey: string;
  readonly number: number;
  readonly kind: AttemptKind;
  /** Null is an intent: committed, perhaps sent. */
  readonly outcome: AttemptOutcome | null;
  readonly operationClass: string;
  readonly idempotencyKey: string | null;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly requestBody?: Uint8Array | undefined;
  readonly responseStatus?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: Uint8Array;
  readonly failure?: { readonly kind: string; readonly code: string; readonly message: string };
  readonly decision?: { readonly kind: string; readonly delayMs?: number; readonly text: string };
  readonly startedAtMs: number;
  readonly durationMs?: number;
}

/** Source record ↔ destination record, so that the next event about the source updates what this one made. */
export interface LinkRecord {
  readonly flowId: FlowId;
  readonly stepKey: string;
  readonly sourceKey: string;
  /** As the vendor gave it: a number stays a number. */
  readonly destinationId: JsonValue;
}

/** Where a run goes after a worker is done with it for now. */
export interface NextState {
  readonly state: RunState;
  /** For `queued` and `waiting`: due this long from the database's now. */
  readonly dueInMs?: number;
  readonly problem?: RunProblem;
  readonly heldConnectionId?: ConnectionId;
  /** For `held`: scopes that the connection has to be granted as well; none: that it works is enough. */
  readonly heldScopes?: readonly string[];
}
