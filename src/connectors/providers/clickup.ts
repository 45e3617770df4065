import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** ClickUp. */
export const clickup = defineProvider({
  name: 'clickup',
  title: 'ClickUp',
  authorizeUrl: 'https://app.clickup.com/api',
  tokenUrl: 'https://api.clickup.com/api/v2/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  tokenRequestFormat: 'json',
  refresh: { rotation: 'none' },
  quirks: [
    PKCE_NOT_MENTIONED,
    'There are no scopes: a token may do what the person may in the workspaces chosen at the consent.',
    'Access tokens do not expire; ClickUp keeps the right to change that.',
  ],
  consoleUrl: 'https://app.clickup.com/settings/apps',
  sources: [{ url: 'https://developer.clickup.com/docs/authentication', checked: '2026-11-24' }],
});
