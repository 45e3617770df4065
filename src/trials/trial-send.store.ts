import type { Tx } from '../db/index.ts';
import type { WorkspaceId } from '../foundation/index.ts';

export interface TrialSend {
  readonly workspaceId: WorkspaceId;
  readonly trialId: string;
  readonly stepKey: string;
  readonly itemKey: string;
  readonly sentBy: string;
}

/** A shown request is good for minutes, so what is older than a day guards nothing; a workspace has few of them. */
export const sqlForgetOldSends = `
delete from trial_send where workspace_id = $1 and sent_at < now() - interval '1 day'`;

/** The primary key lets one caller through, whoever else presses the button at the same moment. */
export const sqlClaimSend = `
insert into trial_send (workspace_id, trial_id, step_key, item_key, sent_by) values ($1, $2, $3, $4, $5)
on conflict do nothing returning step_key`;

/** Claims the one sending of a shown request; false when it was claimed before. Durable before it returns. */
export async function claimSend(tx: Tx, send: TrialSend): Promise<boolean> {
  await tx.query(sqlForgetOldSends, [send.workspaceId]);
  const values = [send.workspaceId, send.trialId, send.stepKey, send.itemKey, send.sentBy];
  return (await tx.query(sqlClaimSend, values)).length > 0;
}
