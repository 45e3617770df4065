/** Every page and its address. The pages are loaded when somebody goes there, so that the first one is quick. */
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ApiProblem } from '../src/api/client.ts';
import { queries } from './api/queries.ts';
import { pageFrom } from './page-code.ts';
import { BrokenPage, MissingPage } from './shell/lost-pages.tsx';
import { meQuery } from './shell/me.ts';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ notFoundComponent: MissingPage, errorComponent: BrokenPage });

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  async beforeLoad({ location }) {
    try {
      await queries.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { to: location.href } });
    }
  },
});

type Search = Readonly<Record<string, string>>;

/** Search texts as they stand in the address; each page reads what it knows. */
const texts = (raw: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const outsidePages = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: texts,
    component: pageFrom(() => import('./access/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/set-up',
    component: pageFrom(() => import('./access/set-up-page.tsx'), 'SetUpPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: pageFrom(() => import('./access/invitation-page.tsx'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reset',
    component: pageFrom(() => import('./access/reset-page.tsx'), 'ResetPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/connect',
    component: pageFrom(() => import('./connections/connect-page.tsx'), 'ConnectPage'),
  }),
] as const;

const insidePages = [
  createRoute({
    getParentRoute: () => inside,
    path: '/',
    component: pageFrom(() => import('./home/home-page.tsx'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/flows',
    component: pageFrom(() => import('./flows/flows-page.tsx'), 'FlowsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/flows/new',
    component: pageFrom(() => import('./flows/new-flow-page.tsx'), 'NewFlowPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/flows/$name',
    component: pageFrom(() => import('./flows/flow-page.tsx'), 'FlowPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/flows/$name/build',
    validateSearch: texts,
    component: pageFrom(() => import('./builder/builder-page.tsx'), 'BuilderPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/runs',
    validateSearch: texts,
    component: pageFrom(() => import('./runs/runs-page.tsx'), 'RunsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/runs/$id',
    component: pageFrom(() => import('./runs/run-page.tsx'), 'RunPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/dead-letters',
    validateSearch: texts,
    component: pageFrom(() => import('./runs/dead-letters-page.tsx'), 'DeadLettersPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/unknown',
    validateSearch: texts,
    component: pageFrom(() => import('./runs/unknown-page.tsx'), 'UnknownPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/held',
    validateSearch: texts,
    component: pageFrom(() => import('./runs/held-page.tsx'), 'HeldPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/connections',
    component: pageFrom(() => import('./connections/connections-page.tsx'), 'ConnectionsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/connections/$name',
    component: pageFrom(() => import('./connections/connection-page.tsx'), 'ConnectionPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/notices',
    validateSearch: texts,
    component: pageFrom(() => import('./notices/notices-page.tsx'), 'NoticesPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/channels',
    component: pageFrom(() => import('./notices/channels-page.tsx'), 'ChannelsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/audit',
    validateSearch: texts,
    component: pageFrom(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/sample',
    component: pageFrom(() => import('./sample/sample-page.tsx'), 'SamplePage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/account',
    component: pageFrom(() => import('./access/account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/members',
    component: pageFrom(() => import('./access/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/tokens',
    component: pageFrom(() => import('./access/tokens-page.tsx'), 'TokensPage'),
  }),
  // In the frame, whose commands and navigation lead on.
  createRoute({ getParentRoute: () => inside, path: '$', component: MissingPage }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([...outsidePages, inside.addChildren([...insidePages])]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  // The router's own form reads numbers and objects out of texts, and would round a long id.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const filled = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
