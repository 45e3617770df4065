import { defineProvider } from '../provider.ts';

/** Asana. */
export const asana = defineProvider({
  name: 'asana',
  title: 'Asana',
  authorizeUrl: 'https://app.asana.com/-/oauth_authorize',
  tokenUrl: 'https://app.asana.com/-/oauth_token',
  revokeUrl: 'https://app.asana.com/-/oauth_revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'keeps' },
  accountPath: 'data.email',
  quirks: [
    'Scopes such as tasks:read have to be allowed to the app; an app with full permissions asks for the scope default.',
  ],
  consoleUrl: 'https://app.asana.com/0/my-apps',
  sources: [{ url: 'https://developers.asana.com/docs/oauth', checked: '2026-11-24' }],
});
