/** Notices: raised once for each cause, listed, acknowledged, resolved. */
import type { Tx } from '../db/index.ts';
import type { ChannelId, NoticeId, PersonId, WorkspaceId } from '../foundation/index.ts';
import type { Delivery, Notice, NoticeDraft, NoticeListing, NoticeWords } from './notice.ts';

/** The index `notice_one_open_per_cause` makes one of many who find the same cause. Whoever is no member is not named. */
export const sqlRaiseNotice = `
insert into notice (workspace_id, id, cause, kind, severity, title, text, fix, link, person_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
  (select person_id from workspace_member where workspace_id = $1 and person_id = $10))
on conflict (workspace_id, cause) where resolved_at is null do update set kind = excluded.kind,
  severity = excluded.severity, title = excluded.title, text = excluded.text, fix = excluded.fix, link = excluded.link,
  last_seen_at = now(), seen_count = notice.seen_count + 1
returning id, person_id as "personId"`;

/** Raises a notice under the id, or finds the one that is open for the cause; its id tells which. */
export async function raiseNotice(tx: Tx, draft: NoticeDraft & { id: NoticeId }) {
  const { workspaceId, id, cause, kind, severity, title, text, fix, link, personId } = draft;
  const values = [workspaceId, id, cause, kind, severity, title, text, fix, link, personId];
  const [row] = await tx.query<{ id: NoticeId; personId: PersonId | null }>(sqlRaiseNotice, values);
  return row as { id: NoticeId; personId: PersonId | null };
}

/** Without a person: the owners. Nobody has so many of them, but a list has an end. */
export const sqlListRecipients = `
select person.email from workspace_member as member join person on person.id = member.person_id
where member.workspace_id = $1 and (member.person_id = $2 or ($2::uuid is null and member.role = 'owner'))
order by person.id limit 100`;

/** The addresses of whoever a notice is for. */
export async function listRecipients(tx: Tx, to: { workspaceId: WorkspaceId; personId: PersonId | null }) {
  const rows = await tx.query<{ email: string }>(sqlListRecipients, [to.workspaceId, to.personId]);
  return rows.map(({ email }) => email);
}

export const sqlInsertDeliveries = `
insert into notice_delivery (workspace_id, notice_id, channel_id, target)
select $1, $2, told.channel_id, told.target from unnest($3::uuid[], $4::text[]) as told (channel_id, target)
on conflict do nothing`;

/** Notes the ways on which a notice is to be told; they are due at once. */
export async function insertDeliveries(
  tx: Tx,
  { workspaceId, noticeId, ways }: { workspaceId: WorkspaceId; noticeId: NoticeId; ways: readonly DeliveryWay[] },
): Promise<void> {
  const columns = [ways.map(({ channelId }) => channelId), ways.map(({ target }) => target)];
  await tx.query(sqlInsertDeliveries, [workspaceId, noticeId, ...columns]);
}

export interface DeliveryWay {
  readonly channelId: ChannelId;
  /** Empty for a webhook. */
  readonly target: string;
}

export const sqlResolveNotices = `
update notice set resolved_at = now() where workspace_id = $1 and cause = any($2::text[]) and resolved_at is null
returning id`;

/** Closes what is open for the causes; says how many there were. */
export async function resolveNotices(tx: Tx, workspaceId: WorkspaceId, causes: readonly string[]): Promise<number> {
  return (await tx.query(sqlResolveNotices, [workspaceId, causes])).length;
}

/** Whoever said it first stays named. */
export const sqlAcknowledgeNotice = `
update notice set acknowledged_at = coalesce(acknowledged_at, now()), acknowledged_by = coalesce(acknowledged_by, $3)
where workspace_id = $1 and id = $2 returning id`;

/** Notes that somebody knows; false when there is no such notice. */
export async function acknowledgeNotice(tx: Tx, note: { workspaceId: WorkspaceId; id: NoticeId; by: string }) {
  return (await tx.query(sqlAcknowledgeNotice, [note.workspaceId, note.id, note.by])).length > 0;
}

export interface OpenNotice extends NoticeWords {
  readonly workspaceId: WorkspaceId;
  readonly cause: string;
}

/** Of all workspaces, for whoever compares; open ones are few, and a scan of the partial index finds them. */
export const sqlListOpenNotices = `
select workspace_id as "workspaceId", cause, kind, severity, title, text, fix, link
from notice where resolved_at is null and split_part(cause, ':', 1) = any($1::text[])
order by workspace_id, cause limit $2`;

/** The open notices whose causes begin with one of the words. */
export function listOpenNotices(tx: Tx, causeKinds: readonly string[], limit: number): Promise<OpenNotice[]> {
  return tx.query<OpenNotice>(sqlListOpenNotices, [causeKinds, limit]);
}

const COLUMNS = `notice.id, notice.kind, notice.severity, notice.title, notice.text, notice.fix, notice.link,
  person.name as "forPerson", notice.raised_at as "raisedAt", notice.last_seen_at as "lastSeenAt",
  notice.seen_count::int as "seenCount", notice.resolved_at as "resolvedAt", notice.acknowledged_at as "acknowledgedAt",
  notice.acknowledged_by as "acknowledgedBy"`;

/** By index `notice_by_age`, read backwards from where the page before ended. */
export const sqlListNotices = `
select ${COLUMNS} from notice left join person on person.id = notice.person_id
where notice.workspace_id = $1 and (not $2 or notice.resolved_at is null) and ($3::uuid is null
  or (notice.raised_at, notice.id) < (select raised_at, id from notice where workspace_id = $1 and id = $3))
order by notice.raised_at desc, notice.id desc limit $4`;

export const sqlFindNotice = `
select ${COLUMNS} from notice left join person on person.id = notice.person_id
where notice.workspace_id = $1 and notice.id = $2`;

type NoticeRow = Omit<Notice, 'deliveries'>;

/** A page of notices, the newest first. */
export async function listNotices(tx: Tx, listing: NoticeListing): Promise<Notice[]> {
  const { workspaceId, isOpenOnly, before = null, limit } = listing;
  const rows = await tx.query<NoticeRow>(sqlListNotices, [workspaceId, isOpenOnly, before, limit]);
  return withDeliveries(tx, workspaceId, rows);
}

/** One notice. */
export async function findNotice(tx: Tx, workspaceId: WorkspaceId, id: NoticeId): Promise<Notice | undefined> {
  const rows = await tx.query<NoticeRow>(sqlFindNotice, [workspaceId, id]);
  return (await withDeliveries(tx, workspaceId, rows))[0];
}

export const sqlListDeliveries = `
select notice_id as "noticeId", channel.name as channel, nullif(target, '') as target, state, delivery.problem,
  sent_at as "sentAt"
from notice_delivery as delivery join notice_channel as channel
  on channel.workspace_id = delivery.workspace_id and channel.id = channel_id
where delivery.workspace_id = $1 and notice_id = any($2::uuid[]) order by channel.name, target`;

async function withDeliveries(tx: Tx, workspaceId: WorkspaceId, rows: readonly NoticeRow[]): Promise<Notice[]> {
  const ids = rows.map(({ id }) => id);
  const deliveries = await tx.query<Delivery & { noticeId: NoticeId }>(sqlListDeliveries, [workspaceId, ids]);
  return rows.map((row) => ({ ...row, deliveries: deliveries.filter(({ noticeId }) => noticeId === row.id) }));
}

/** What waits for a person: open, and nobody has said "I know". */
export const sqlCountOpenNotices = `
select count(*)::int as count from notice
where workspace_id = $1 and resolved_at is null and acknowledged_at is null`;

/** How many open notices nobody has acknowledged. */
export async function countOpenNotices(tx: Tx, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sqlCountOpenNotices, [workspaceId]);
  return row?.count ?? 0;
}

const KEEP_DAYS = 90;

/** In batches, so that a first sweep after a storm locks little; the rest goes the next time. */
export const sqlForgetNotices = `
delete from notice where (workspace_id, id) in (select workspace_id, id from notice
  where resolved_at < now() - interval '${KEEP_DAYS} days' limit 1000)`;

/** Deletes what was resolved long ago, with its deliveries. */
export async function forgetNotices(tx: Tx): Promise<void> {
  await tx.query(sqlForgetNotices, []);
}
