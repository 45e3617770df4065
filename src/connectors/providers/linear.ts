import { defineProvider } from '../provider.ts';

/** Linear. */
export const linear = defineProvider({
  name: 'linear',
  title: 'Linear',
  authorizeUrl: 'https://linear.app/oauth/authorize',
  tokenUrl: 'https://api.linear.app/oauth/token',
  revokeUrl: 'https://api.linear.app/oauth/revoke',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  scopeSeparator: ',',
  refresh: { rotation: 'rotates' },
  quirks: [
    'Since 2026-04-01 every app has access tokens that expire, with refresh tokens.',
    'actor=app in the authorization request makes what is done appear as done by the app.',
    'Client credentials have to be switched on for the app.',
  ],
  consoleUrl: 'https://linear.app/settings/api/applications/new',
  sources: [{ url: 'https://linear.app/developers/oauth-2-0-authentication', checked: '2026-11-24' }],
});
