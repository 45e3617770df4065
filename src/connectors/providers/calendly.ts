import { defineProvider, HOUR_MS } from '../provider.ts';

/** Calendly. */
export const calendly = defineProvider({
  name: 'calendly',
  title: 'Calendly',
  authorizeUrl: 'https://auth.calendly.com/oauth/authorize',
  tokenUrl: 'https://auth.calendly.com/oauth/token',
  revokeUrl: 'https://auth.calendly.com/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'required',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'rotates' },
  accessLifeMs: 2 * HOUR_MS,
  accountPath: 'owner',
  quirks: [
    'Calendly asks for PKCE with S256 in every app, native or web.',
    'A refresh token does not expire until it is used, and is good for one use.',
    'The account is the URI of a user; calls are made with the URIs of user and organization.',
  ],
  consoleUrl: 'https://developer.calendly.com/console/apps',
  sources: [
    { url: 'https://developer.calendly.com/creating-an-oauth-app', checked: '2026-11-24' },
    { url: 'https://developer.calendly.com/refresh-token-rotation-guide', checked: '2026-11-24' },
    {
      url: 'https://developer.calendly.com/how-to-access-calendly-data-on-behalf-of-authenticated-users',
      checked: '2026-11-24',
    },
  ],
});
