/** Notices: what somebody has to know or do. */
import type { Notice } from '../alerts/index.ts';
import { type NoticeId, parseId } from '../foundation/index.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { NoticeListQuery, NoticePage, NoticePlace, NoticeShown } from './notice-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['notices'];
const DEFAULT_LIMIT = 50;

/** Adds `/notices`. */
export function addNoticeRoutes(app: ApiRouter, { notices }: Pick<ApiDeps, 'notices'>): void {
  const list = {
    operationId: 'listNotices',
    tags,
    summary: 'List notices, the newest first',
    querystring: NoticeListQuery,
    response: withProblems({ 200: NoticePage }),
  };
  app.get('/notices', { schema: list, config: { access: 'view' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { state = 'open', limit = DEFAULT_LIMIT, before } = request.query;
    const page = await notices.list({
      workspaceId,
      isOpenOnly: state === 'open',
      limit,
      ...(before === undefined ? {} : { before: noticeIdOf(before) }),
    });
    return { notices: page.map(noticeShown), openCount: await notices.countOpen(workspaceId) };
  });
  const acknowledge = {
    operationId: 'acknowledgeNotice',
    tags,
    summary: 'Say that you know; the notice stays open until its cause is gone',
    params: NoticePlace,
    response: withProblems({ 200: NoticeShown }),
  };
  app.post('/notices/:id/acknowledge', { schema: acknowledge, config: { access: 'operate' } }, async (request) => {
    const { workspaceId, name } = callerOf(request);
    return noticeShown(await notices.acknowledge(workspaceId, noticeIdOf(request.params.id), name));
  });
}

function noticeIdOf(text: string): NoticeId {
  const id = parseId<NoticeId>(text);
  if (id === undefined) throw fail('api.id.malformed', { context: { id: text.slice(0, 64), thing: 'notice' } });
  return id;
}

function noticeShown(notice: Notice): NoticeShown {
  const { raisedAt, lastSeenAt, resolvedAt, acknowledgedAt, deliveries, ...rest } = notice;
  return {
    ...rest,
    raisedAt: raisedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    deliveries: deliveries.map(({ channel, target, state, problem, sentAt }) => ({
      channel,
      target,
      state,
      problem,
      sentAt: sentAt?.toISOString() ?? null,
    })),
  };
}
