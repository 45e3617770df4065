import { DAY_MS, defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Pipedrive. */
export const pipedrive = defineProvider({
  name: 'pipedrive',
  title: 'Pipedrive',
  authorizeUrl: 'https://oauth.pipedrive.com/oauth/authorize',
  tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
  revokeUrl: 'https://oauth.pipedrive.com/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'sometimes', idleLifeMs: 60 * DAY_MS },
  apiUrlField: 'api_domain',
  apiHosts: ['.pipedrive.com'],
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'Scopes are chosen where the app is made, not in the request.',
    "Calls go to the company's own host, which the answer names as api_domain.",
    'state does not come back when a person installs the app from the Marketplace; the connection has to begin here.',
  ],
  consoleUrl: 'https://developers.pipedrive.com/',
  sources: [
    { url: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization', checked: '2026-11-24' },
    { url: 'https://developers.pipedrive.com/docs/api/v1/Oauth', checked: '2026-11-24' },
  ],
});
