import type { Tx } from '../db/index.ts';
import {
  type FlowId,
  type JsonObject,
  parseJson,
  stringifyJson,
  type TriggerId,
  type WorkspaceId,
} from '../foundation/index.ts';
import type { TriggerSignature } from '../language/index.ts';
import type { WebhookTrigger } from './webhook-trigger.ts';

interface NewTrigger {
  readonly workspaceId: WorkspaceId;
  readonly id: TriggerId;
  readonly flowId: FlowId;
  readonly tokenHash: Buffer;
  readonly sealedToken: Buffer;
  readonly signature: TriggerSignature;
  readonly sealedSecret: Buffer | null;
}

export type TriggerRow = WebhookTrigger & { readonly sealedToken: Buffer; readonly sealedSecret: Buffer | null };

interface FlowKey {
  readonly workspaceId: WorkspaceId;
  readonly flowId: FlowId;
}

type RawRow = Omit<TriggerRow, 'signature' | 'hasSecret'> & { readonly settings: string };

const COLUMNS = `workspace_id as "workspaceId", id, flow_id as "flowId", settings, is_enabled as "isEnabled",
  sealed_token as "sealedToken", sealed_secret as "sealedSecret", duplicate_count as "duplicateCount",
  refused_count as "refusedCount", created_at as "createdAt",
  case when sealed_previous_secret is not null then previous_secret_until end as "previousSecretUntil"`;

/** Two publishers of one flow may both find no trigger; the second of them inserts nothing. */
const sqlInsertTrigger = `
insert into webhook_trigger (workspace_id, id, flow_id, token_hash, sealed_token, settings, sealed_secret)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (workspace_id, flow_id) do nothing returning id`;

/** Stores a new trigger; false when the flow has one. */
export async function insertTrigger(tx: Tx, trigger: NewTrigger): Promise<boolean> {
  const rows = await tx.query(sqlInsertTrigger, [
    trigger.workspaceId,
    trigger.id,
    trigger.flowId,
    trigger.tokenHash,
    trigger.sealedToken,
    settingsText(trigger.signature),
    trigger.sealedSecret,
  ]);
  return rows.length > 0;
}

const sqlFindTrigger = `select ${COLUMNS} from webhook_trigger where workspace_id = $1 and flow_id = $2`;

/** Locked, because a secret that is moved to another column has to be opened and sealed again in between. */
const sqlLockTrigger = `${sqlFindTrigger} for update`;

/** The trigger of a flow. */
export async function findTriggerRow(tx: Tx, key: FlowKey): Promise<TriggerRow | undefined> {
  const [row] = await tx.query<RawRow>(sqlFindTrigger, [key.workspaceId, key.flowId]);
  return row === undefined ? undefined : fromRow(row);
}

/** The trigger of a flow, locked until the transaction ends. */
export async function lockTriggerRow(tx: Tx, key: FlowKey): Promise<TriggerRow | undefined> {
  const [row] = await tx.query<RawRow>(sqlLockTrigger, [key.workspaceId, key.flowId]);
  return row === undefined ? undefined : fromRow(row);
}

/** A secret that is there stays: publishing must not cut off the sender. */
const sqlUpdateSettings = `
update webhook_trigger set settings = $3, sealed_secret = coalesce(sealed_secret, $4)
where workspace_id = $1 and flow_id = $2`;

/** Takes over what a new version says, and a first secret where there is none. */
export async function updateSettings(
  tx: Tx,
  change: FlowKey & { signature: TriggerSignature; firstSecret: Buffer | null },
): Promise<void> {
  const { workspaceId, flowId, signature, firstSecret } = change;
  await tx.query(sqlUpdateSettings, [workspaceId, flowId, settingsText(signature), firstSecret]);
}

/** The overlap is counted from the database's time, as everything that ends later is. */
const sqlReplaceSecret = `
update webhook_trigger set sealed_secret = $3, sealed_previous_secret = $4,
  previous_secret_until = case when $4::bytea is not null then now() + $5 * interval '1 millisecond' end
where workspace_id = $1 and flow_id = $2`;

/** Makes a secret the current one; the one before stays good for a while or is gone. */
export async function replaceSecret(
  tx: Tx,
  change: FlowKey & { sealedSecret: Buffer; sealedPrevious: Buffer | null; keepPreviousMs: number },
): Promise<void> {
  const { workspaceId, flowId, sealedSecret, sealedPrevious, keepPreviousMs } = change;
  await tx.query(sqlReplaceSecret, [workspaceId, flowId, sealedSecret, sealedPrevious, keepPreviousMs]);
}

const sqlSetEnabled = `
update webhook_trigger set is_enabled = $3 where workspace_id = $1 and flow_id = $2 returning id`;

/** Switches a trigger on or off; false when the flow has none. */
export async function setTriggerEnabled(tx: Tx, change: FlowKey & { isEnabled: boolean }): Promise<boolean> {
  return (await tx.query(sqlSetEnabled, [change.workspaceId, change.flowId, change.isEnabled])).length > 0;
}

const sqlListSwitches = `
select flow_id as "flowId", is_enabled as "isEnabled" from webhook_trigger where workspace_id = $1`;

/** Which webhooks of a workspace take events. */
export function listSwitches(tx: Tx, workspaceId: WorkspaceId): Promise<{ flowId: FlowId; isEnabled: boolean }[]> {
  return tx.query<{ flowId: FlowId; isEnabled: boolean }>(sqlListSwitches, [workspaceId]);
}

function settingsText(signature: TriggerSignature): string {
  return stringifyJson({ signature: signature as unknown as JsonObject });
}

function fromRow({ settings, ...row }: RawRow): TriggerRow {
  const { signature } = parseJson(settings) as unknown as { signature: TriggerSignature };
  return { ...row, signature, hasSecret: row.sealedSecret !== null };
}
