import type { Tx } from '../db/index.ts';
import { type FlowId, type JsonValue, parseJson, type WorkspaceId } from '../foundation/index.ts';

export interface LinkKey {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly stepKey: string;
  readonly sourceKey: string;
}

/** Served by the primary key; links are written with the record of the run that made the destination. */
export const sqlFindLink = `
select destination_id as "destinationId" from link
where workspace_id = $1 and flow_id = $2 and step_key = $3 and source_key = $4`;

/** Id of the destination record that belongs to a source record, if one was made. */
export async function findLink(tx: Tx, key: LinkKey): Promise<JsonValue | undefined> {
  const values = [key.workspaceId, key.flowId, key.stepKey, key.sourceKey];
  const [row] = await tx.query<{ destinationId: string }>(sqlFindLink, values);
  return row === undefined ? undefined : parseJson(row.destinationId);
}
