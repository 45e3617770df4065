import { DAY_MS, defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Bitbucket Cloud, an OAuth consumer of a workspace. */
export const bitbucket = defineProvider({
  name: 'bitbucket',
  title: 'Bitbucket Cloud',
  authorizeUrl: 'https://bitbucket.org/site/oauth2/authorize',
  tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'rotates', idleLifeMs: 90 * DAY_MS },
  quirks: [
    PKCE_NOT_MENTIONED,
    'Refresh tokens rotate since 2026-05-04 and end after three months without use.',
    'Scopes and the callback URL are set at the consumer.',
    'Client credentials act as an app user and give no refresh token.',
  ],
  consoleUrl: 'https://bitbucket.org/account/workspaces/',
  sources: [
    { url: 'https://developer.atlassian.com/cloud/bitbucket/oauth-2/', checked: '2026-11-24' },
    {
      url: 'https://community.developer.atlassian.com/t/oauth-2-0-and-api-authentication-changes-for-bitbucket-cloud/99003',
      checked: '2026-11-24',
    },
  ],
});
