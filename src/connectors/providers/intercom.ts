import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Intercom. */
export const intercom = defineProvider({
  name: 'intercom',
  title: 'Intercom',
  authorizeUrl: 'https://app.intercom.com/oauth',
  tokenUrl: 'https://api.intercom.io/auth/eagle/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'none' },
  quirks: [
    PKCE_NOT_MENTIONED,
    'Scopes are chosen where the app is made, not in the request.',
    'Access tokens do not expire until the app is uninstalled.',
    'Workspaces in Europe and Australia call api.eu.intercom.io and api.au.intercom.io.',
  ],
  consoleUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
  sources: [
    {
      url: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
      checked: '2026-11-24',
    },
  ],
});
