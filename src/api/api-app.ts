/** Puts the routes together: sign-in before everything, problems for every error, the API's document from the schemas. */
import swagger from '@fastify/swagger';
import type { ApiConfig, ApiDeps, HealthDeps } from './api-deps.ts';
import { addApiV1 } from './api-v1.ts';
import { addErrorPage } from './error-page.ts';
import { addHealthRoutes } from './health.routes.ts';
import { HookDoor } from './hook-door.ts';
import { addHookRoutes } from './hooks.routes.ts';
import { type FrontDoor, makeServer } from './http-server.ts';
import { useLosslessJson } from './lossless-json.ts';
import { OPENAPI } from './openapi.ts';
import { answerUnknownRoutes, sendProblem } from './request-problem.ts';
import { SignIn } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** The whole API. `publicUrl` is asked when an address is shown: the port may be known only once the server listens. */
export function makeApiApp(deps: ApiDeps, config: ApiConfig, publicUrl: () => string): ApiRouter {
  const door = new HookDoor(deps);
  return makeHealthApp(deps, config, {
    front: (request, response) => door.takes(request, response),
    async addRoutes(scope, signIn) {
      await scope.register((v1: ApiRouter) => addApiV1(v1, { ...deps, publicUrl, signIn }), { prefix: '/api/v1' });
      await scope.register(async (hooks: ApiRouter) => addHookRoutes(hooks, door));
      addErrorPage(scope, deps.errorCatalog);
    },
  });
}

/** What an app has beside health and metrics. */
interface AppParts {
  readonly front?: FrontDoor;
  addRoutes?(scope: ApiRouter, signIn: SignIn): Promise<void>;
}

/** Health and metrics, and what `parts` adds: alone, it is the door of a process that only works. */
export function makeHealthApp(deps: HealthDeps, config: ApiConfig, parts: AppParts = {}): ApiRouter {
  const app = makeServer(config, parts.front);
  const signIn = new SignIn({ ...deps, metricsToken: config.metricsToken });
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    const checked = signIn.check(request);
    if (checked === undefined) done();
    else checked.then(() => done(), done);
  });
  app.setErrorHandler((error, request, reply) => sendProblem(deps.log, { error, request, reply }));
  answerUnknownRoutes(app, deps.log);
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
  const schema = { tags: ['health'], summary: 'This document (OpenAPI 3.1)', security: [] };
  app.get('/api/openapi.json', { schema, config: { access: 'open' } }, async () => app.swagger());
}
