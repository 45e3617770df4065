/** Rings the bell after each call that changed something, so that no route has to think of it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChangeBell, ChangeTopic } from '../runs/index.ts';

/** By the first part of a route below `/api/v1`; runs ring by themselves, wherever they are changed. */
const TOPICS: Readonly<Record<string, ChangeTopic>> = {
  flows: 'flows',
  connections: 'connections',
  'connect-links': 'connections',
  members: 'members',
  invitations: 'members',
  workspace: 'members',
  channels: 'notices',
};
const SAMPLES = /\/(?:samples|trial)(?:\/|$)/;
/** They are sent, and change nothing. */
const CHANGES_NOTHING = /\/flows\/check$/;

/** Hook for `onResponse`. */
export function ringOnChange(bell: Pick<ChangeBell, 'ring'>) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { caller, method } = request;
    const topic = method === 'GET' || reply.statusCode >= 400 ? undefined : topicOf(request.routeOptions.url ?? '');
    if (caller !== undefined && topic !== undefined) bell.ring(caller.workspaceId, topic);
    done();
  };
}

function topicOf(url: string): ChangeTopic | undefined {
  if (SAMPLES.test(url)) return 'samples';
  return CHANGES_NOTHING.test(url) ? undefined : TOPICS[url.split('/')[3] ?? ''];
}
