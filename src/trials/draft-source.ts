import type { FlowId, JsonValue, WorkspaceId } from '../foundation/index.ts';

/** The draft of a flow as trials need it. */
export interface TriedDraft {
  readonly flowId: FlowId;
  readonly document: JsonValue;
  readonly revision: number;
}

/** Finds the draft of a flow by name; throws `flows.flow.not_found` for a flow that the workspace does not have. */
export type DraftSource = (workspaceId: WorkspaceId, flowName: string) => Promise<TriedDraft>;
