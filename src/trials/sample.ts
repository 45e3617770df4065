/** What a sample is: data kept with a draft that stands for an output of the trigger or of a step. */
import type { EventId, FlowId, JsonValue, WorkspaceId } from '../foundation/index.ts';

export const SAMPLE_ORIGINS = [
  'event',
  'run',
  'fetched',
  'pasted',
  'sent',
  'read',
  'computed',
  'example',
  'edited',
] as const;
/** Where a sample comes from; `example` is the only one that nobody ever gave: it was made up from a contract. */
export type SampleOrigin = (typeof SAMPLE_ORIGINS)[number];

/** How the trigger's sample is addressed, beside the keys of steps. */
export const TRIGGER_KEY = 'trigger';

/** Bytes of one sample as JSON. */
export const MAX_SAMPLE_BYTES = 1_048_576;
/** Bytes of all samples of one flow: they are shown together. */
export const MAX_FLOW_SAMPLE_BYTES = 8 * MAX_SAMPLE_BYTES;

/** What mappings may read of the event besides its body. */
export interface EventFacts {
  readonly id: EventId;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Stands in for the facts of an event where none are known. */
export const NO_EVENT: EventFacts = {
  id: '00000000-0000-7000-8000-000000000000' as EventId,
  receivedAt: '1970-01-01T00:00:00.000Z',
  headers: {},
};

/** A sample as it is kept. */
export interface Sample {
  readonly output: JsonValue;
  readonly origin: SampleOrigin;
  readonly isPinned: boolean;
  /** What it was made from (see `fingerprint.ts`); null for what a person gave. */
  readonly fingerprint: string | null;
  /** Of the trigger's sample, where it was a real event. */
  readonly event: EventFacts | null;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly sizeBytes: number;
}

/** All samples of one flow. */
export interface Samples {
  readonly trigger: Sample | undefined;
  readonly steps: ReadonlyMap<string, Sample>;
}

/** Samples as they are shown: with those that no longer hold told apart. */
export interface JudgedSamples extends Samples {
  /** Keys of steps whose sample was made before the step, or what comes before it, was changed. */
  readonly stale: ReadonlySet<string>;
}

/** Which flow's samples. */
export interface SampleFlow {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
}

/** One sample as callers name it; `key` is a step's, or `trigger`. */
export interface SamplePlace {
  readonly workspaceId: WorkspaceId;
  readonly flowName: string;
  readonly key: string;
}
