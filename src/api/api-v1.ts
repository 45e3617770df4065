/** Everything under `/api/v1`: the resources that people and their programs work with. */
import type { ApiDeps } from './api-deps.ts';
import { addBuilderRoutes } from './builder.routes.ts';
import { ringOnChange } from './change-ring.ts';
import { addChannelRoutes } from './channels.routes.ts';
import { addConnectingRoutes } from './connecting.routes.ts';
import { addConnectorRoutes } from './connectors.routes.ts';
import { addEventRoutes } from './events.routes.ts';
import { addLiveRoute } from './live.routes.ts';
import { addNoticeRoutes } from './notices.routes.ts';
import { addOverviewRoute } from './overview.routes.ts';
import { addPeopleRoutes } from './people.routes.ts';
import { addRunRoutes } from './runs.routes.ts';
import { addSampleRoutes } from './sample.routes.ts';
import type { SignIn } from './sign-in.ts';
import type { ApiRouter } from './type-provider.ts';

/** Adds the resources; none of their answers may be kept by anybody on the way. */
export async function addApiV1(
  v1: ApiRouter,
  deps: ApiDeps & { readonly publicUrl: () => string; readonly pageUrl: () => string; readonly signIn: SignIn },
): Promise<void> {
  v1.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  v1.addHook('onResponse', ringOnChange(deps.bell));
  addBuilderRoutes(v1, deps);
  addRunRoutes(v1, deps);
  addOverviewRoute(v1, deps);
  addLiveRoute(v1, deps);
  addConnectingRoutes(v1, deps);
  addConnectorRoutes(v1);
  addNoticeRoutes(v1, deps);
  addChannelRoutes(v1, deps);
  addPeopleRoutes(v1, deps);
  addSampleRoutes(v1, deps);
  await v1.register(async (events: ApiRouter) => addEventRoutes(events, deps));
}
