/** Channels: where notices go besides the app. The secret of a webhook is in the answer that makes it and in no other. */
import type { Channel, MailState } from '../alerts/index.ts';
import { type ChannelId, parseId } from '../foundation/index.ts';
import { Empty } from './access-shapes.ts';
import { withProblems } from './answer-shapes.ts';
import type { ApiDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import {
  ChannelChange,
  ChannelMade,
  ChannelShown,
  ChannelsShown,
  ChannelTested,
  NewChannelDraft,
  NoticePlace,
} from './notice-shapes.ts';
import { callerOf } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

const tags = ['notices'];

/** Adds `/channels`. */
export function addChannelRoutes(app: ApiRouter, deps: Pick<ApiDeps, 'channels'>): void {
  const { channels } = deps;
  const list = {
    operationId: 'listChannels',
    tags,
    summary: 'List the channels on which notices go out',
    response: withProblems({ 200: ChannelsShown }),
  };
  app.get('/channels', { schema: list, config: { access: 'view' } }, async (request) => {
    const { workspaceId, role } = callerOf(request);
    const [all, mail] = await Promise.all([channels.list(workspaceId), channels.mail(workspaceId)]);
    return { channels: all.map((channel) => channelShown(channel, role === 'owner')), mail: mailShown(mail) };
  });
  const create = {
    operationId: 'createChannel',
    tags,
    summary: 'Make a channel; the secret of a webhook is shown in this answer only',
    body: NewChannelDraft,
    response: withProblems({ 201: ChannelMade }),
  };
  app.post('/channels', { schema: create, config: { access: 'own' } }, async (request, reply) => {
    const { channel, secret } = await channels.create(callerOf(request).workspaceId, request.body);
    const shown = { channel: channelShown(channel, true) };
    return reply.code(201).send(secret === undefined ? shown : { ...shown, secret: secret.reveal() });
  });
  addChannelChanges(app, deps);
}

function addChannelChanges(app: ApiRouter, { channels }: Pick<ApiDeps, 'channels'>): void {
  const change = {
    operationId: 'updateChannel',
    tags,
    summary: 'Change a channel, or switch it on or off',
    params: NoticePlace,
    body: ChannelChange,
    response: withProblems({ 200: ChannelShown }),
  };
  app.patch('/channels/:id', { schema: change, config: { access: 'own' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    return channelShown(await channels.change({ workspaceId, id: channelIdOf(request.params.id) }, request.body), true);
  });
  const remove = {
    operationId: 'deleteChannel',
    tags,
    summary: 'Remove a channel with the record of what went over it',
    params: NoticePlace,
    response: withProblems({ 200: Empty }),
  };
  app.delete('/channels/:id', { schema: remove, config: { access: 'own' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    await channels.remove({ workspaceId, id: channelIdOf(request.params.id) });
    return {};
  });
  const attempt = {
    operationId: 'testChannel',
    tags,
    summary: 'Send a test to every target of the channel now, and say what came of it',
    params: NoticePlace,
    response: withProblems({ 200: ChannelTested }),
  };
  app.post('/channels/:id/test', { schema: attempt, config: { access: 'own' } }, async (request) => {
    const { workspaceId } = callerOf(request);
    const { channel, results } = await channels.test({ workspaceId, id: channelIdOf(request.params.id) });
    return {
      isDelivered: results.every(({ sent }) => sent.kind === 'sent'),
      results: results.map(({ target, sent }) => ({
        target,
        isDelivered: sent.kind === 'sent',
        problem: sent.kind === 'sent' ? null : sent.problem,
      })),
      channel: channelShown(channel, true),
    };
  });
}

function channelIdOf(text: string): ChannelId {
  const id = parseId<ChannelId>(text);
  if (id === undefined) throw fail('api.id.malformed', { context: { id: text.slice(0, 64), thing: 'channel' } });
  return id;
}

/** The path of a webhook's address often is what lets one post there, so that only owners see it. */
function channelShown({ settings, ...channel }: Channel, isForOwner: boolean): ChannelShown {
  const { id, name, isEnabled, problem, problemSince, lastSentAt, createdAt } = channel;
  const shown =
    settings.kind === 'email'
      ? { addresses: [...settings.addresses] }
      : { url: isForOwner ? settings.url : `${new URL(settings.url).origin}/…` };
  return {
    id,
    kind: settings.kind,
    name,
    settings: shown,
    isEnabled,
    problem,
    problemSince: problemSince?.toISOString() ?? null,
    lastSentAt: lastSentAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function mailShown({ isConfigured, from, problem, problemSince, lastSentAt }: MailState): ChannelsShown['mail'] {
  return {
    isConfigured,
    from,
    problem,
    problemSince: problemSince?.toISOString() ?? null,
    lastSentAt: lastSentAt?.toISOString() ?? null,
  };
}
