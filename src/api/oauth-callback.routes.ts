/**
 * Where a provider sends the person back to after a consent. Whoever comes here must be the browser that began it, signed
 * in as the person who did; what came of it is told on a small page, and to the page that waits for it.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsentEnd } from '../connections/index.ts';
import { type AppError, isAppError } from '../foundation/index.ts';
import type { ApiDeps } from './api-deps.ts';
import { endedBindingCookie, readBinding } from './binding-cookie.ts';
import { type CallbackText, callbackPage } from './callback-page.ts';
import type { SignIn } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

type CallbackDeps = Pick<ApiDeps, 'consents' | 'bell' | 'log'> & {
  readonly pageUrl: () => string;
  readonly signIn: SignIn;
};

/** Adds `/oauth/callback`. */
export function addOAuthCallback(app: ApiRouter, deps: CallbackDeps): void {
  const schema = { hide: true };
  app.get('/oauth/callback', { schema, config: { access: 'open' } }, async (request, reply) => {
    try {
      const end = await finish(deps, request);
      reply.header('set-cookie', endedBindingCookie(end.id, deps.pageUrl()));
      deps.bell.ring(end.workspaceId, 'connections');
      return sendPage(reply, textOfEnd(end));
    } catch (error) {
      // What cannot be attributed to a consent of this browser changes nothing, and says nothing about any.
      if (!isAppError(error)) deps.log.error('api.callback_failed', { error });
      return sendPage(reply.code(statusOf(error)), textOfError(error));
    }
  });
}

async function finish({ consents, signIn, pageUrl }: CallbackDeps, request: FastifyRequest): Promise<ConsentEnd> {
  const person = await signIn.personBehind(request);
  return consents.finish({
    answerUrl: new URL(request.url, pageUrl()),
    readBinding: (id) => readBinding(request.headers.cookie, id),
    person,
  });
}

function sendPage(reply: FastifyReply, text: CallbackText): FastifyReply {
  const { html, headers } = callbackPage(text);
  return reply.headers(headers).type('text/html; charset=utf-8').send(html);
}

function statusOf(error: unknown): number {
  return isAppError(error) ? 400 : 500;
}

function textOfEnd({ id, connectionName, connectorTitle, account, problem }: ConsentEnd): CallbackText {
  if (problem !== null)
    return { told: { id, state: 'failed' }, title: `"${connectionName}" is not connected`, text: problem };
  const as = account === null ? '' : ` as ${account}`;
  const text = `"${connectionName}" is connected to ${connectorTitle}${as}, and was proven by a call.`;
  return { told: { id, state: 'done' }, title: 'Connected', text };
}

function textOfError(error: unknown): CallbackText {
  const title = 'Nothing was connected';
  if (!isAppError(error)) return { title, text: 'Something broke at our end. Begin once more.' };
  const { publicMessage, fix }: AppError = error;
  return { title, text: `${publicMessage} ${fix}` };
}
