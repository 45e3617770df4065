import { defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** FreshBooks; each refresh token is good for one use. */
export const freshbooks = defineProvider({
  name: 'freshbooks',
  title: 'FreshBooks',
  authorizeUrl: 'https://auth.freshbooks.com/oauth/authorize',
  tokenUrl: 'https://api.freshbooks.com/auth/oauth/token',
  revokeUrl: 'https://api.freshbooks.com/auth/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  tokenRequestFormat: 'json',
  refresh: { rotation: 'rotates' },
  accessLifeMs: 12 * HOUR_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    'A refresh token never expires, but is good for one use: a renewal whose answer is lost needs a new consent.',
    'Calls name a business by the account id, which GET https://api.freshbooks.com/auth/api/v1/users/me gives.',
  ],
  consoleUrl: 'https://my.freshbooks.com/#/developer',
  sources: [{ url: 'https://www.freshbooks.com/api/authentication', checked: '2026-11-24' }],
});
