import { defineProvider, HOUR_MS, ROTATION_NOT_SURE } from '../provider.ts';

/** HubSpot, with the endpoints of its dated API (2026-03). */
export const hubspot = defineProvider({
  name: 'hubspot',
  title: 'HubSpot',
  authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
  tokenUrl: 'https://api.hubapi.com/oauth/2026-03/token',
  revokeUrl: 'https://api.hubapi.com/oauth/2026-03/token/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'sometimes' },
  accessLifeMs: HOUR_MS / 2,
  accountPath: 'hub_id',
  quirks: [
    'The token endpoint takes a code_verifier; whether the authorization page checks code_challenge for every kind of app was not found.',
    ROTATION_NOT_SURE,
    'The older endpoint /oauth/v1/token ends on 2027-02-16.',
    'Scopes asked for have to be among those of the app; optional ones go in optional_scopes.',
    'Revoking ends the refresh token; an access token that is out lives on for up to thirty minutes. The app stays installed until an administrator of the account removes it.',
  ],
  consoleUrl: 'https://app.hubspot.com/developer-overview',
  sources: [
    {
      url: 'https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens',
      checked: '2026-11-24',
    },
    {
      url: 'https://developers.hubspot.com/docs/api-reference/latest/authentication/oauth-tokens/revoke-token',
      checked: '2026-11-24',
    },
    {
      url: 'https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/v1/migration-guide',
      checked: '2026-11-24',
    },
  ],
});
