import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Box, for a person. */
export const box = defineProvider({
  name: 'box',
  title: 'Box',
  authorizeUrl: 'https://account.box.com/api/oauth2/authorize',
  tokenUrl: 'https://api.box.com/oauth2/token',
  revokeUrl: 'https://api.box.com/oauth2/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'rotates', idleLifeMs: 60 * DAY_MS },
  accessLifeMs: HOUR_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    'A refresh token is good for one use within sixty days.',
    "Server apps (client credentials, JWT) name a subject by parameters of Box's own and are not offered here.",
  ],
  consoleUrl: 'https://app.box.com/developers/console',
  sources: [
    { url: 'https://developer.box.com/guides/authentication/oauth2/', checked: '2026-11-24' },
    { url: 'https://developer.box.com/guides/authentication/tokens/refresh', checked: '2026-11-24' },
  ],
});
