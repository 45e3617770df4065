/** Puts the routes of the whole API together. */
import type { ApiConfig, ApiDeps } from './api-deps.ts';
import { addApiV1 } from './api-v1.ts';
import { addErrorPage } from './error-page.ts';
import { makeHealthApp } from './health-app.ts';
import { HookDoor } from './hook-door.ts';
import { addHookRoutes } from './hooks.routes.ts';
import { addOAuthCallback } from './oauth-callback.routes.ts';
import { addPeopleAuthRoutes } from './people-auth.routes.ts';
import { pageUrlOf } from './server-url.ts';
import type { ApiRouter } from './type-provider.ts';
import { addWebPage } from './web-page.ts';

/** The whole API. `publicUrl` is asked when an address is shown: the port may be known only once the server listens. */
export function makeApiApp(deps: ApiDeps, config: ApiConfig, publicUrl: () => string): ApiRouter {
  const door = new HookDoor({ ...deps, publicUrl });
  const pageUrl = (): string => pageUrlOf(publicUrl());
  return makeHealthApp(deps, config, {
    front: (request, response) => door.takes(request, response),
    people: { signedIn: (headers) => deps.access.people.signedIn(headers), pageUrl },
    async addRoutes(scope, signIn) {
      await scope.register((v1: ApiRouter) => addApiV1(v1, { ...deps, publicUrl, pageUrl, signIn }), {
        prefix: '/api/v1',
      });
      await scope.register(async (people: ApiRouter) => addPeopleAuthRoutes(people, deps));
      await scope.register(async (hooks: ApiRouter) => addHookRoutes(hooks, door));
      addOAuthCallback(scope, { ...deps, pageUrl, signIn });
      addErrorPage(scope, deps.errorCatalog);
      addWebPage(scope, deps.web);
    },
  });
}
