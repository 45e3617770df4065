import { defineProvider, HOUR_MS } from '../provider.ts';

/** Salesforce, by its general sign-in or by a My Domain. */
export const salesforce = defineProvider({
  name: 'salesforce',
  title: 'Salesforce',
  authorizeUrl: 'https://{domain}/services/oauth2/authorize',
  tokenUrl: 'https://{domain}/services/oauth2/token',
  revokeUrl: 'https://{domain}/services/oauth2/revoke',
  parameters: [
    {
      name: 'domain',
      title: 'Sign-in host',
      description:
        'login.salesforce.com, test.salesforce.com for a sandbox, or your My Domain such as acme.my.salesforce.com.',
      pattern: '^(?:login|test|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9-]+)?\\.my)\\.salesforce\\.com$',
      initial: 'login.salesforce.com',
    },
  ],
  grants: ['authorization_code', 'client_credentials', 'jwt_bearer'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  requiredScopes: ['refresh_token'],
  jwt: { audience: 'https://{domain}', scopes: 'none' },
  refresh: { rotation: 'sometimes' },
  accessLifeMs: 2 * HOUR_MS,
  accountPath: 'id',
  apiUrlField: 'instance_url',
  apiHosts: ['.salesforce.com', '.force.com'],
  quirks: [
    'Calls go to the instance_url of the answer.',
    'The answer has no expires_in: how long a token lives is the session timeout of the organisation. Two hours, the usual value, is taken.',
    'Rotation and lives of refresh tokens are settings of the external client app or connected app.',
    'Client credentials work at a My Domain alone.',
    'In the JWT bearer grant the audience is login.salesforce.com or test.salesforce.com also where a My Domain is called; name it in the credential then.',
  ],
  consoleUrl: 'https://login.salesforce.com/lightning/setup/ManageExternalClientApplication/home',
  sources: [
    {
      url: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm',
      checked: '2026-11-24',
    },
    {
      url: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm',
      checked: '2026-11-24',
    },
    {
      url: 'https://developer.salesforce.com/docs/platform/mobile-sdk/guide/oauth-revoking-tokens.html',
      checked: '2026-11-24',
    },
  ],
});
