/** Deliveries under way: claimed for one try, and what came of it. */
import type { Tx } from '../db/index.ts';
import type { ChannelId, NoticeId, WorkspaceId } from '../foundation/index.ts';
import type { DeliveryDecision } from './delivery-schedule.ts';
import type { ToldNotice } from './message.ts';

export interface ClaimedDelivery {
  readonly workspaceId: WorkspaceId;
  readonly noticeId: NoticeId;
  readonly channelId: ChannelId;
  /** An address; empty for a webhook. */
  readonly target: string;
  readonly kind: 'mail' | 'email' | 'webhook';
  readonly settings: string;
  readonly sealedSecret: Buffer | null;
  /** The claim: what is stored after it must still find it. */
  readonly holder: string;
  readonly tryCount: number;
  readonly ageMs: number;
  readonly notice: ToldNotice;
}

/** Longer than one round of tries can last: whoever died is taken over after it. */
const CLAIM_SECONDS = 300;

/** Index `notice_delivery_due`; what somebody else claims this moment is passed over. Without mail, mails are left alone. */
export const sqlClaimDeliveries = `
update notice_delivery as d set holder = $1, due_at = now() + interval '${CLAIM_SECONDS} seconds',
  try_count = d.try_count + 1, tried_at = now()
from (
  select d.workspace_id, d.notice_id, d.channel_id, d.target from notice_delivery as d
  join notice_channel as c on c.workspace_id = d.workspace_id and c.id = d.channel_id
  where d.state = 'due' and d.due_at <= now() and (c.kind = 'webhook' or $3)
  order by d.due_at limit $2 for update of d skip locked
) as due
join notice_channel as c on c.workspace_id = due.workspace_id and c.id = due.channel_id
join notice as n on n.workspace_id = due.workspace_id and n.id = due.notice_id
join workspace as w on w.workspace_id = due.workspace_id
where d.workspace_id = due.workspace_id and d.notice_id = due.notice_id and d.channel_id = due.channel_id
  and d.target = due.target
returning d.workspace_id as "workspaceId", d.notice_id as "noticeId", d.channel_id as "channelId", d.target, c.kind,
  c.settings, c.sealed_secret as "sealedSecret", d.holder, d.try_count as "tryCount",
  (extract(epoch from now() - n.raised_at) * 1000)::double precision as "ageMs", w.name as "workspaceName",
  n.kind as "noticeKind", n.severity, n.title, n.text, n.fix, n.link, n.raised_at as "raisedAt",
  n.resolved_at as "resolvedAt"`;

type RawDelivery = Omit<ClaimedDelivery, 'notice'> & Omit<ToldNotice, 'id' | 'kind'> & { readonly noticeKind: string };

/** Takes deliveries that are due for one try each; committed before anything is sent. */
export async function claimDeliveries(
  tx: Tx,
  claim: { readonly holder: string; readonly limit: number; readonly hasMail: boolean },
): Promise<ClaimedDelivery[]> {
  const rows = await tx.query<RawDelivery>(sqlClaimDeliveries, [claim.holder, claim.limit, claim.hasMail]);
  return rows.map(fromRow);
}

function fromRow(row: RawDelivery): ClaimedDelivery {
  const { workspaceName, noticeKind, severity, title, text, fix, link, raisedAt, resolvedAt, ...delivery } = row;
  const words = { kind: noticeKind, severity, title, text, fix, link };
  return { ...delivery, notice: { ...words, id: row.noticeId, workspaceName, raisedAt, resolvedAt } };
}

/** Whoever stores the result of the same channel waits here, so that the statements after it see what is committed. */
export const sqlLockChannel = `select from notice_channel where workspace_id = $1 and id = $2 for update`;

/** Only while the claim still stands. */
export const sqlSettleDelivery = `
update notice_delivery set state = $7, problem = $8, holder = null,
  due_at = now() + $9::double precision * interval '1 millisecond', sent_at = case when $7 = 'sent' then now() end
where workspace_id = $1 and notice_id = $2 and channel_id = $3 and target = $4 and holder = $5 and try_count = $6
returning tried_at as "triedAt"`;

/** The trouble began with the try, so that what was tried in it is found by its time. */
export const sqlNoteFailure = `
update notice_channel set problem = $3, problem_since = coalesce(problem_since, (select max(tried_at)
  from notice_delivery where workspace_id = $1 and channel_id = $2 and target = $4))
where workspace_id = $1 and id = $2`;

/** A channel with several targets works again when the last word of each is a success. */
export const sqlNoteSuccess = `
update notice_channel as c set last_sent_at = now(), problem = failing.problem,
  problem_since = case when failing.problem is not null then c.problem_since end
from (values (1)) as always
left join lateral (
  select problem from (
    select distinct on (d.target) d.problem, d.tried_at from notice_delivery as d
    join notice_channel as of on of.workspace_id = d.workspace_id and of.id = d.channel_id
    where d.workspace_id = $1 and d.channel_id = $2 and d.tried_at >= of.problem_since
    order by d.target, d.tried_at desc, d.sent_at desc nulls last
  ) as latest where problem is not null order by tried_at desc limit 1
) as failing on true
where c.workspace_id = $1 and c.id = $2`;

/** Stores what came of a try, at the delivery and at its channel; false when the claim was taken over. */
export async function settleDelivery(tx: Tx, delivery: ClaimedDelivery, decision: DeliveryDecision): Promise<boolean> {
  const { workspaceId, noticeId, channelId, target, holder, tryCount } = delivery;
  const problem = decision.state === 'sent' ? null : decision.problem;
  const delayMs = decision.state === 'due' ? decision.delayMs : 0;
  await tx.query(sqlLockChannel, [workspaceId, channelId]);
  const key = [workspaceId, noticeId, channelId, target, holder, tryCount];
  const settled = await tx.query(sqlSettleDelivery, [...key, decision.state, problem, delayMs]);
  if (settled.length === 0) return false;
  if (problem === null) await tx.query(sqlNoteSuccess, [workspaceId, channelId]);
  else await tx.query(sqlNoteFailure, [workspaceId, channelId, problem, target]);
  return true;
}
