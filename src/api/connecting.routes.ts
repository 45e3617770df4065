/** Everything about connections: themselves, consents, connect links, and the providers they are given by. */
import type { ApiDeps } from './api-deps.ts';
import { addAuthorizationRoutes } from './authorizations.routes.ts';
import { addConnectRoutes } from './connect.routes.ts';
import { addConnectLinkRoutes } from './connect-links.routes.ts';
import { addConnectionRoutes } from './connections.routes.ts';
import { addProviderRoutes } from './providers.routes.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds what people connect by. */
export function addConnectingRoutes(app: ApiRouter, deps: ApiDeps & { readonly pageUrl: () => string }): void {
  addConnectionRoutes(app, deps);
  addAuthorizationRoutes(app, deps);
  addConnectLinkRoutes(app, deps);
  addConnectRoutes(app, deps);
  addProviderRoutes(app, deps);
}
