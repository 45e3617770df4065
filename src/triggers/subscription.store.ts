import type { Tx } from '../db/index.ts';
import type { FlowId, WorkspaceId } from '../foundation/index.ts';

/** What is registered at a vendor, or is to be. */
export interface Registration {
  readonly connection: string;
  readonly connector: string;
  readonly event: string;
  readonly url: string;
  /** Of the signing secret: a new one is told to the vendor, and none can be read from it. */
  readonly secretHash: Buffer;
}

export interface SubscriptionRow extends Registration {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
  readonly state: 'making' | 'active' | 'failed';
  readonly remoteId: string | null;
  readonly problem: string | null;
  readonly updatedAt: Date;
  /** Whoever was making it has had time enough. */
  readonly isLeft: boolean;
}

interface FlowKey {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
}

/** Longer than the longest call to a vendor. */
const MAKING_SECONDS = 120;

export const sqlFindSubscription = `
select workspace_id as "workspaceId", flow_id as "flowId", state, connection, connector, event, url,
  secret_hash as "secretHash", remote_id as "remoteId", problem, updated_at as "updatedAt",
  updated_at < now() - interval '${MAKING_SECONDS} seconds' as "isLeft"
from webhook_subscription where workspace_id = $1 and flow_id = $2`;

/** The registration of a flow's webhook. */
export async function findSubscription(tx: Tx, key: FlowKey): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.query<SubscriptionRow>(sqlFindSubscription, [key.workspaceId, key.flowId]);
  return row;
}

/** Locked, so that of two publishers one asks the vendor. */
export const sqlLockSubscription = `${sqlFindSubscription} for update`;

/** As `findSubscription`, locked until the transaction ends. */
export async function lockSubscription(tx: Tx, key: FlowKey): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.query<SubscriptionRow>(sqlLockSubscription, [key.workspaceId, key.flowId]);
  return row;
}

/** What stands at the vendor stays as it is written until the new one stands. */
export const sqlBeginSubscription = `
insert into webhook_subscription (workspace_id, flow_id, state, connection, connector, event, url, secret_hash)
values ($1, $2, 'making', $3, $4, $5, $6, $7)
on conflict (workspace_id, flow_id) do update set state = 'making', problem = null, updated_at = now()`;

/** Says that the vendor is being asked. */
export async function beginSubscription(tx: Tx, wanted: FlowKey & Registration): Promise<void> {
  await tx.query(sqlBeginSubscription, valuesOf(wanted));
}

export const sqlKeepSubscription = `
update webhook_subscription set state = 'active', connection = $3, connector = $4, event = $5, url = $6,
  secret_hash = $7, remote_id = $8, problem = null, updated_at = now()
where workspace_id = $1 and flow_id = $2 returning flow_id`;

/** Keeps what the vendor has registered; false when the flow was archived meanwhile. */
export async function keepSubscription(tx: Tx, made: FlowKey & Registration & { remoteId: string }): Promise<boolean> {
  return (await tx.query(sqlKeepSubscription, [...valuesOf(made), made.remoteId])).length > 0;
}

export const sqlFailSubscription = `
update webhook_subscription set state = 'failed', problem = $3, updated_at = now() where workspace_id = $1 and flow_id = $2`;

/** Keeps why the vendor has not registered it. */
export async function failSubscription(tx: Tx, failed: FlowKey & { problem: string }): Promise<void> {
  await tx.query(sqlFailSubscription, [failed.workspaceId, failed.flowId, failed.problem]);
}

export const sqlDropSubscription = `delete from webhook_subscription where workspace_id = $1 and flow_id = $2`;

/** Forgets the registration. */
export async function dropSubscription(tx: Tx, key: FlowKey): Promise<void> {
  await tx.query(sqlDropSubscription, [key.workspaceId, key.flowId]);
}

function valuesOf({ workspaceId, flowId, connection, connector, event, url, secretHash }: FlowKey & Registration) {
  return [workspaceId, flowId, connection, connector, event, url, secretHash];
}

/** A registration that failed, or whose maker died: the flow gets no events until somebody tries again. */
export interface MissingSubscription {
  readonly flow: string;
  readonly title: string;
  readonly connection: string;
  readonly since: Date;
}

export const sqlListMissingSubscriptions = `
select flow.name as flow, flow.title, subscription.connection, subscription.updated_at as since
from webhook_subscription as subscription
join flow on flow.workspace_id = subscription.workspace_id and flow.id = subscription.flow_id
where subscription.workspace_id = $1 and flow.archived_at is null and (subscription.state = 'failed'
  or (subscription.state = 'making' and subscription.updated_at < now() - interval '${MAKING_SECONDS} seconds'))
order by flow.name limit 500`;

/** The flows of a workspace whose webhook is wanted at a vendor and is not there. */
export function listMissingSubscriptions(tx: Tx, workspaceId: WorkspaceId): Promise<MissingSubscription[]> {
  return tx.query<MissingSubscription>(sqlListMissingSubscriptions, [workspaceId]);
}
