/** Everything about who may do what: who is signed in, the first owner, members, invitations, workspaces, tokens. */
import type { ApiDeps } from './api-deps.ts';
import { addAuditRoute } from './audit.routes.ts';
import { addInvitationRoutes } from './invitations.routes.ts';
import { addMeRoutes } from './me.routes.ts';
import { addMemberRoutes } from './members.routes.ts';
import { addSetUpRoutes } from './set-up.routes.ts';
import type { SignIn } from './sign-in.ts';
import { addTokenRoutes } from './tokens.routes.ts';
import type { ApiRouter } from './type-provider.ts';
import { addWorkspaceRoutes } from './workspaces.routes.ts';

/** Adds what people see of themselves and of each other. */
export function addPeopleRoutes(
  app: ApiRouter,
  deps: Pick<ApiDeps, 'access' | 'audit' | 'bell' | 'tokens'> & {
    readonly pageUrl: () => string;
    readonly signIn: SignIn;
  },
): void {
  addMeRoutes(app, deps);
  addSetUpRoutes(app, deps);
  addMemberRoutes(app, deps);
  addInvitationRoutes(app, deps);
  addWorkspaceRoutes(app, deps);
  addTokenRoutes(app, deps);
  addAuditRoute(app, deps);
}
