import { defineProvider, HOUR_MS, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Wrike, in any of its data centres. */
export const wrike = defineProvider({
  name: 'wrike',
  title: 'Wrike',
  authorizeUrl: 'https://login.wrike.com/oauth2/authorize/v4',
  tokenUrl: 'https://login.wrike.com/oauth2/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  scopeSeparator: ',',
  refresh: { rotation: 'sometimes' },
  accessLifeMs: HOUR_MS,
  apiUrlField: 'host',
  apiUrlTemplate: 'https://{value}/api/v4',
  apiHosts: ['.wrike.com'],
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    "The answer names the host of the account's data centre, without a scheme; calls go there.",
    'The authorization code grant is the only one.',
  ],
  consoleUrl: 'https://www.wrike.com/frontend/apps/index.html#/api',
  sources: [{ url: 'https://developers.wrike.com/docs/oauth-20-authorization', checked: '2026-11-24' }],
});
