import { DAY_MS, defineProvider, HOUR_MS } from '../provider.ts';

/** Google: Workspace, Drive, Gmail, Calendar, Sheets and Cloud APIs. */
export const google = defineProvider({
  name: 'google',
  title: 'Google',
  authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  revokeUrl: 'https://oauth2.googleapis.com/revoke',
  issuer: 'https://accounts.google.com',
  grants: ['authorization_code', 'jwt_bearer'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  authorizeParameters: { access_type: 'offline', prompt: 'consent' },
  jwt: { audience: 'https://oauth2.googleapis.com/token', scopes: 'claim' },
  refresh: { rotation: 'keeps', idleLifeMs: 180 * DAY_MS },
  accessLifeMs: HOUR_MS,
  quirks: [
    'A refresh token comes with the first consent alone, so that consent is asked for each time.',
    "While the app's publishing status is Testing, a refresh token ends after seven days.",
    'A Google account has at most 100 refresh tokens for one client; the oldest ends without a word.',
    "A change of the person's password ends refresh tokens that hold Gmail scopes.",
    "JWT: a service account's key; the subject is a person when domain-wide delegation is set up.",
  ],
  consoleUrl: 'https://console.cloud.google.com/auth/clients',
  sources: [
    { url: 'https://developers.google.com/identity/protocols/oauth2/web-server', checked: '2026-11-24' },
    { url: 'https://developers.google.com/identity/protocols/oauth2/service-account', checked: '2026-11-24' },
    { url: 'https://developers.google.com/identity/protocols/oauth2', checked: '2026-11-24' },
  ],
});
