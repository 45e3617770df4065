import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** monday.com. */
export const monday = defineProvider({
  name: 'monday',
  title: 'monday.com',
  authorizeUrl: 'https://auth.monday.com/oauth2/authorize',
  tokenUrl: 'https://auth.monday.com/oauth2/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  placement: { in: 'header', name: 'Authorization', prefix: '' },
  refresh: { rotation: 'sometimes' },
  quirks: [
    PKCE_NOT_MENTIONED,
    'Tokens do not expire, except in apps that have chosen the newer flow with PKCE and refresh tokens.',
    'An administrator of the account has to install the app before a member can consent.',
    "The token is sent in Authorization without the word Bearer, as monday.com's examples do.",
  ],
  consoleUrl: 'https://monday.com/developers/apps',
  sources: [{ url: 'https://developer.monday.com/apps/docs/oauth', checked: '2026-11-24' }],
});
