import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

export interface TrialSend {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly trialId: string;
  readonly stepKey: string;
  readonly itemKey: string;
  readonly requestHash: string;
  readonly sentBy: string;
}

/** What became of a send; unknown when the write may have been made. */
export type SendOutcome = 'succeeded' | 'failed' | 'unknown';

/** An earlier send of a step of which nobody knows whether it took effect. */
export interface DoubtfulSend {
  readonly trialId: string;
  readonly requestHash: string;
  readonly sentAt: Date;
  readonly sentBy: string;
}

/** A call ends within a minute; one without an end after two has lost its process. */
const IN_DOUBT = `(sent.outcome = 'unknown'
  or (sent.outcome is null and sent.sent_at < now() - interval '2 minutes'))`;

/** A shown request is good for minutes, so what is older than a day guards nothing; a workspace has few of them. */
export const sqlForgetOldSends = `
delete from trial_send where workspace_id = $1 and sent_at < now() - interval '1 day'`;

/**
 * The primary key lets one caller through, whoever else presses the button at the same moment; a request in doubt may be
 * repeated, because it is the same to the last byte.
 */
export const sqlClaimSend = `
insert into trial_send as sent (workspace_id, flow_id, trial_id, step_key, item_key, request_hash, sent_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, trial_id, step_key, item_key) do update
  set outcome = null, sent_at = now(), sent_by = excluded.sent_by
  where sent.request_hash = excluded.request_hash and ${IN_DOUBT}
returning step_key`;

/** Claims the sending of a shown request; false when it was claimed before. Durable before it returns. */
export async function claimSend(tx: Tx, send: TrialSend): Promise<boolean> {
  await tx.query(sqlForgetOldSends, [send.workspaceId]);
  const { workspaceId, flowId, trialId, stepKey, itemKey, requestHash, sentBy } = send;
  const values = [workspaceId, flowId, trialId, stepKey, itemKey, requestHash, sentBy];
  return (await tx.query(sqlClaimSend, values)).length > 0;
}

export const sqlEndSend = `
update trial_send set outcome = $5 where workspace_id = $1 and trial_id = $2 and step_key = $3 and item_key = $4`;

/** Notes what became of a claimed send. */
export async function endSend(tx: Tx, send: TrialSend, outcome: SendOutcome): Promise<void> {
  await tx.query(sqlEndSend, [send.workspaceId, send.trialId, send.stepKey, send.itemKey, outcome]);
}

/** The newest; one that was repeated and then known is no longer in doubt. */
export const sqlFindDoubtfulSend = `
select trial_id as "trialId", request_hash as "requestHash", sent_at as "sentAt", sent_by as "sentBy" from trial_send as sent
where workspace_id = $1 and flow_id = $2 and step_key = $3 and item_key = $4 and ${IN_DOUBT}
order by sent_at desc limit 1`;

/** The newest send of a step whose outcome nobody knows. */
export async function findDoubtfulSend(
  tx: Tx,
  step: Pick<TrialSend, 'workspaceId' | 'flowId' | 'stepKey' | 'itemKey'>,
): Promise<DoubtfulSend | undefined> {
  const values = [step.workspaceId, step.flowId, step.stepKey, step.itemKey];
  const [row] = await tx.query<DoubtfulSend>(sqlFindDoubtfulSend, values);
  return row;
}
