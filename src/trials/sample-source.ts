/** What samples can be made from. */
import type { EventId, JsonValue, RunId, WorkspaceId } from '../foundation/index.ts';

/** An event that could be the trigger's sample. */
export interface FlowEvent {
  readonly id: EventId;
  readonly receivedAt: Date;
  /** Undefined when it cannot be read, or is too large for a list. */
  readonly body: JsonValue | undefined;
  readonly bytes: number;
  readonly runId: RunId;
  readonly runState: string;
  /** Name of the other flow that took it. */
  readonly fromFlow?: string;
}

/** A record of the vendor's, in the shape of the event that it would have been. */
export interface FetchedRecord {
  readonly title: string;
  readonly body: JsonValue;
}

/** An event, or a run of one, to be taken as samples. */
export interface TakeRequest {
  readonly workspaceId: WorkspaceId;
  readonly flowName: string;
  readonly madeBy: string;
  readonly eventId?: EventId;
  readonly runId?: RunId;
  /** Also pins what the succeeded steps of the run gave. */
  readonly withSteps: boolean;
}
