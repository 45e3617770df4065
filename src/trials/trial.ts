/** What a trial takes and gives. */
import type { JsonValue, Problem, WorkspaceId } from '../foundation/index.ts';
import type { JudgedSamples, SampleOrigin } from './sample.ts';

export const TRIAL_STATES = [
  'reused',
  'pinned',
  'ran',
  'skipped',
  'needs_choice',
  'failed',
  'filtered',
  'not_reached',
] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

/** What a person says about a write that a trial has come to. */
export type TrialChoice =
  /** Obeyed only while the request about to go is the one that this hash names. */
  | { readonly kind: 'send'; readonly requestHash: string }
  /** Takes the operation's example instead. */
  | { readonly kind: 'skip' };

export interface TrialRequest {
  readonly workspaceId: WorkspaceId;
  readonly flowName: string;
  /** Who tries, for the samples and the log. */
  readonly by: string;
  /** Of the draft that the person sees. */
  readonly revision: number;
  readonly upTo: string;
  readonly choices: readonly (readonly [stepKey: string, choice: TrialChoice])[];
}

export interface TrialProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly problems?: readonly Problem[];
}

/** A request or an answer for people: secrets masked, the body as bytes. */
export interface TrialMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** A call as it would go out, or went out. */
export interface TrialCall {
  readonly connection: string;
  readonly connector: string;
  readonly operation: string;
  readonly operationTitle: string;
  readonly class: 'R' | 'I' | 'K' | 'L' | 'N';
  readonly isWrite: boolean;
  /** Whose account it goes to, as far as the connection says. */
  readonly account: string;
  readonly request: TrialMessage & { readonly method: string; readonly url: string };
  readonly requestHash: string;
  /** An earlier send of this step may have taken effect. */
  readonly doubt?: TrialDoubt;
  readonly response?: TrialMessage & { readonly status: number; readonly durationMs: number };
}

/** What a person must know before they send again. */
export interface TrialDoubt {
  readonly sentAt: string;
  readonly sentBy: string;
  /** True when this request is the same under the same key: the vendor makes no second record of it. */
  readonly isSafe: boolean;
}

/** What came of trying one call. */
export type CallEnd =
  | {
      readonly kind: 'output';
      readonly output: JsonValue;
      readonly origin: SampleOrigin;
      readonly note: string;
      readonly call: TrialCall;
    }
  | { readonly kind: 'needs_choice'; readonly call: TrialCall }
  | { readonly kind: 'failed'; readonly problem: TrialProblem; readonly call: TrialCall };

export interface TrialStep {
  /** Of the step; `trigger` when the trigger stops the trial. */
  readonly key: string;
  readonly state: TrialState;
  readonly output?: JsonValue;
  readonly problem?: TrialProblem;
  readonly call?: TrialCall;
}

export interface TrialResult {
  readonly steps: readonly TrialStep[];
  /** Where it stopped before `upTo` was done; null when it was done. */
  readonly stoppedAt: string | null;
  readonly samples: JudgedSamples;
}

/** A trial begins no further step after this long. */
export const MAX_TRIAL_MS = 60_000;
