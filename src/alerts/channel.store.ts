/** Channels: rows of their own, and one for the installation's mail that is made when it is first used. */
import type { Tx } from '../db/index.ts';
import type { ChannelId, WorkspaceId } from '../foundation/index.ts';
import {
  type Channel,
  type ChannelKind,
  type ChannelSettings,
  channelSettingsText,
  MAIL_CHANNEL_ID,
  MAIL_CHANNEL_NAME,
  parseChannelSettings,
} from './channel.ts';

export interface ChannelKey {
  readonly workspaceId: WorkspaceId;
  readonly id: ChannelId;
}

export interface ChannelRow extends Channel {
  /** Of a webhook. */
  readonly sealedSecret: Buffer | null;
}

type RawRow = Omit<ChannelRow, 'settings'> & { readonly kind: ChannelKind; readonly settings: string };

const COLUMNS = `workspace_id as "workspaceId", id, kind, name, settings, sealed_secret as "sealedSecret",
  is_enabled as "isEnabled", problem, problem_since as "problemSince", last_sent_at as "lastSentAt",
  created_at as "createdAt"`;

export const sqlListChannels = `
select ${COLUMNS} from notice_channel where workspace_id = $1 and kind <> 'mail' order by name`;

/** The channels of a workspace, without the installation's mail. */
export async function listChannelRows(tx: Tx, workspaceId: WorkspaceId): Promise<ChannelRow[]> {
  return (await tx.query<RawRow>(sqlListChannels, [workspaceId])).map(fromRow);
}

export const sqlFindChannel = `
select ${COLUMNS} from notice_channel where workspace_id = $1 and id = $2 and kind <> 'mail'`;

/** One channel; never the installation's mail. */
export async function findChannelRow(tx: Tx, { workspaceId, id }: ChannelKey): Promise<ChannelRow | undefined> {
  const [row] = await tx.query<RawRow>(sqlFindChannel, [workspaceId, id]);
  return row === undefined ? undefined : fromRow(row);
}

/** The constraint on the name is the judge of two who make one at once. */
export const sqlInsertChannel = `
insert into notice_channel (workspace_id, id, kind, name, settings, sealed_secret)
values ($1, $2, $3, $4, $5, $6) on conflict (workspace_id, name) do nothing returning id`;

/** Makes a channel; false when the name is taken. */
export async function insertChannel(
  tx: Tx,
  made: ChannelKey & { name: string; settings: ChannelSettings; sealedSecret: Buffer | null },
): Promise<boolean> {
  const { workspaceId, id, name, settings, sealedSecret } = made;
  const values = [workspaceId, id, settings.kind, name, channelSettingsText(settings), sealedSecret];
  return (await tx.query(sqlInsertChannel, values)).length > 0;
}

export const sqlIsNameTaken = `select 1 from notice_channel where workspace_id = $1 and name = $2 and id <> $3`;

/** Whether another channel has the name. */
export async function isChannelNameTaken(tx: Tx, { workspaceId, id, name }: ChannelKey & { name: string }) {
  return (await tx.query(sqlIsNameTaken, [workspaceId, name, id])).length > 0;
}

/** Whatever was wrong was wrong with what it was before. */
export const sqlUpdateChannel = `
update notice_channel set name = $3, settings = $4, is_enabled = $5, problem = null, problem_since = null
where workspace_id = $1 and id = $2`;

/** Changes a channel. */
export async function updateChannel(
  tx: Tx,
  changed: ChannelKey & { name: string; settings: ChannelSettings; isEnabled: boolean },
): Promise<void> {
  const { workspaceId, id, name, settings, isEnabled } = changed;
  await tx.query(sqlUpdateChannel, [workspaceId, id, name, channelSettingsText(settings), isEnabled]);
}

export const sqlEndDeliveries = `
update notice_delivery set state = 'failed', holder = null, problem = $4
where workspace_id = $1 and channel_id = $2 and state = 'due' and not target = any($3::text[])`;

/** Gives up what is due to other targets than these, and says why. */
export async function endDeliveries(tx: Tx, end: ChannelKey & { kept: readonly string[]; problem: string }) {
  await tx.query(sqlEndDeliveries, [end.workspaceId, end.id, end.kept, end.problem]);
}

export const sqlDeleteChannel = `
delete from notice_channel where workspace_id = $1 and id = $2 and kind <> 'mail' returning id`;

/** Removes a channel with its deliveries; false when there is none. */
export async function deleteChannel(tx: Tx, { workspaceId, id }: ChannelKey): Promise<boolean> {
  return (await tx.query(sqlDeleteChannel, [workspaceId, id])).length > 0;
}

/** A test of all targets: what it says holds for the whole channel. */
export const sqlNoteTest = `
update notice_channel set last_sent_at = case when $3::text is null then now() else last_sent_at end, problem = $3,
  problem_since = case when $3::text is null then null else coalesce(problem_since, now()) end
where workspace_id = $1 and id = $2`;

/** Keeps what a test has shown; without a problem the channel works. */
export async function noteTest(tx: Tx, tested: ChannelKey & { problem: string | null }): Promise<void> {
  await tx.query(sqlNoteTest, [tested.workspaceId, tested.id, tested.problem]);
}

export const sqlEnsureMailChannel = `
insert into notice_channel (workspace_id, id, kind, name, settings)
values ($1, '${MAIL_CHANNEL_ID}', 'mail', '${MAIL_CHANNEL_NAME}', '{}') on conflict do nothing`;

/** Makes the row of the installation's mail, where there is none yet. */
export async function ensureMailChannel(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  await tx.query(sqlEnsureMailChannel, [workspaceId]);
}

/** How the installation's mail does in a workspace. */
export type MailHealth = Pick<Channel, 'problem' | 'problemSince' | 'lastSentAt'>;

export const sqlFindMailHealth = `
select problem, problem_since as "problemSince", last_sent_at as "lastSentAt" from notice_channel
where workspace_id = $1 and id = '${MAIL_CHANNEL_ID}'`;

/** How the installation's mail does in a workspace; all null where it was never used. */
export async function findMailHealth(tx: Tx, workspaceId: WorkspaceId): Promise<MailHealth> {
  const [row] = await tx.query<MailHealth>(sqlFindMailHealth, [workspaceId]);
  return row ?? { problem: null, problemSince: null, lastSentAt: null };
}

function fromRow({ kind, settings, ...row }: RawRow): ChannelRow {
  return { ...row, settings: parseChannelSettings(kind, settings) };
}
