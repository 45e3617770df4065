/** What every server of ours has: sign-in before everything, problems for every error, health, metrics, its own document. */
import swagger from '@fastify/swagger';
import type { ApiConfig, HealthDeps } from './api-deps.ts';
import { addHealthRoutes } from './health.routes.ts';
import { type FrontDoor, makeServer } from './http-server.ts';
import { useLosslessJson } from './lossless-json.ts';
import { OPENAPI } from './openapi.ts';
import { answerUnknownRoutes, sendProblem } from './request-problem.ts';
import { requireAccess } from './route-access.ts';
import { apiHeaders } from './security-headers.ts';
import { SignIn, type SignInDeps } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** What an app has beside health and metrics. */
interface AppParts {
  readonly front?: FrontDoor;
  readonly people?: Required<Pick<SignInDeps, 'signedIn' | 'pageUrl'>>;
  addRoutes?(scope: ApiRouter, signIn: SignIn): Promise<void>;
}

/** Health and metrics, and what `parts` adds: alone, it is the door of a process that only works. */
export function makeHealthApp(deps: HealthDeps, config: ApiConfig, parts: AppParts = {}): ApiRouter {
  const app = makeServer(config, parts.front);
  const { authenticate, clock, log } = deps;
  const signIn = new SignIn({ authenticate, clock, metricsToken: config.metricsToken, ...parts.people });
  app.decorateRequest('caller', undefined);
  app.decorateRequest('person', undefined);
  app.addHook('onRoute', requireAccess);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(apiHeaders(parts.people?.pageUrl() ?? ''));
    const checked = signIn.check(request);
    if (checked === undefined) done();
    else checked.then(() => done(), done);
  });
  app.setErrorHandler((error, request, reply) => sendProblem(log, { error, request, reply }));
  answerUnknownRoutes(app, log);
  useLosslessJson(app);
  app.register(swagger, OPENAPI);
  app.register(async (scope: ApiRouter) => {
    addHealthRoutes(scope, deps);
    addDocumentRoute(scope);
    await parts.addRoutes?.(scope, signIn);
  });
  return app;
}

/** The document says what the routes are, which is no secret: it is the same for every installation. */
function addDocumentRoute(app: ApiRouter): void {
  const schema = {
    operationId: 'getApiDocument',
    tags: ['health'],
    summary: 'This document (OpenAPI 3.1)',
    security: [],
  };
  app.get('/api/openapi.json', { schema, config: { access: 'open' } }, async () => app.swagger());
}
