import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Miro. */
export const miro = defineProvider({
  name: 'miro',
  title: 'Miro',
  authorizeUrl: 'https://miro.com/oauth/authorize',
  tokenUrl: 'https://api.miro.com/v1/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'rotates', idleLifeMs: 60 * DAY_MS },
  accessLifeMs: HOUR_MS,
  accountPath: 'team_id',
  quirks: [
    PKCE_NOT_MENTIONED,
    'Tokens expire when that is chosen where the app is made; otherwise there is no refresh token.',
    'Scopes are chosen where the app is made.',
    "Revocation is a call of Miro's own kind, which is not RFC 7009.",
  ],
  consoleUrl: 'https://miro.com/app/settings/user-profile/apps',
  sources: [
    { url: 'https://developers.miro.com/reference/get-new-access-token-using-refresh-token', checked: '2026-11-24' },
    { url: 'https://developers.miro.com/docs/getting-started-with-oauth', checked: '2026-11-24' },
  ],
});
