import { defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Squarespace Commerce. */
export const squarespace = defineProvider({
  name: 'squarespace',
  title: 'Squarespace',
  authorizeUrl: 'https://login.squarespace.com/api/1/login/oauth/provider/authorize',
  tokenUrl: 'https://login.squarespace.com/api/1/login/oauth/provider/tokens',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  scopeSeparator: ',',
  authorizeParameters: { access_type: 'offline' },
  tokenRequestFormat: 'json',
  refresh: { rotation: 'rotates' },
  accessLifeMs: HOUR_MS / 2,
  quirks: [
    PKCE_NOT_MENTIONED,
    'Every request, the one for tokens too, needs a header User-Agent that names the app.',
    'An access token is taken to live half an hour, since the answer has no expires_in; this was not found again in the documentation.',
    'A refresh token is good for one use.',
    'An app is in demo mode until Squarespace has reviewed it.',
  ],
  consoleUrl: 'https://account.squarespace.com/developer-apps',
  sources: [
    { url: 'https://developers.squarespace.com/commerce-apis/oauth', checked: '2026-11-24' },
    {
      url: 'https://developers.squarespace.com/changes/self-service-oauth-credential-management',
      checked: '2026-11-24',
    },
  ],
});
