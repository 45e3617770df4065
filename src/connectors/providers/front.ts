import { defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Front. */
export const front = defineProvider({
  name: 'front',
  title: 'Front',
  authorizeUrl: 'https://app.frontapp.com/oauth/authorize',
  tokenUrl: 'https://app.frontapp.com/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'sometimes' },
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'Scopes are chosen where the app is made.',
    'The person who consents has to be an administrator.',
    'The authorization code grant is the only one.',
  ],
  consoleUrl: 'https://app.frontapp.com/settings/developers',
  sources: [{ url: 'https://dev.frontapp.com/docs/oauth', checked: '2026-11-24' }],
});
