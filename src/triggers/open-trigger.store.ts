import type { Tx } from '../db/index.ts';
import type { FlowId, TriggerId, WorkspaceId } from '../foundation/index.ts';

/** What a delivery needs, with its secrets still sealed. */
export interface SealedTriggerRow {
  readonly workspaceId: WorkspaceId;
  readonly id: TriggerId;
  readonly flowId: FlowId;
  readonly liveVersion: number | null;
  readonly isEnabled: boolean;
  readonly sealedSecret: Buffer | null;
  readonly sealedPreviousSecret: Buffer | null;
  readonly previousSecretUntil: Date | null;
}

/** The one search that does not begin with a workspace: the address is what names it. An archived flow has no address. */
const sqlFindTriggerByToken = `
select t.workspace_id as "workspaceId", t.id, t.flow_id as "flowId", f.live_version as "liveVersion",
  t.is_enabled as "isEnabled", t.sealed_secret as "sealedSecret", t.sealed_previous_secret as "sealedPreviousSecret",
  t.previous_secret_until as "previousSecretUntil"
from webhook_trigger t join flow f on f.workspace_id = t.workspace_id and f.id = t.flow_id
where t.token_hash = $1 and f.archived_at is null`;

/** The trigger behind the hash of a path token. */
export async function findTriggerByToken(tx: Tx, tokenHash: Buffer): Promise<SealedTriggerRow | undefined> {
  const [row] = await tx.query<SealedTriggerRow>(sqlFindTriggerByToken, [tokenHash]);
  return row;
}

export interface TriggerCount {
  readonly workspaceId: WorkspaceId;
  readonly id: TriggerId;
  readonly duplicates: number;
  readonly refusals: number;
}

/** Adds up, so that several processes can count the same trigger. Should its answer be lost, a little is counted twice. */
const sqlAddCounts = `
update webhook_trigger t
set duplicate_count = t.duplicate_count + c.duplicates, refused_count = t.refused_count + c.refusals
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as c (workspace_id, id, duplicates, refusals)
where t.workspace_id = c.workspace_id and t.id = c.id`;

/** Adds to the counters of many triggers at once. */
export async function addCounts(tx: Tx, counts: readonly TriggerCount[]): Promise<void> {
  await tx.query(sqlAddCounts, [
    counts.map((count) => count.workspaceId),
    counts.map((count) => count.id),
    counts.map((count) => count.duplicates),
    counts.map((count) => count.refusals),
  ]);
}
