import { defineProvider, NOT_READ_AGAIN } from '../provider.ts';

/** Auth0, a tenant of yours: its Management API or an API of your own. */
export const auth0 = defineProvider({
  name: 'auth0',
  title: 'Auth0',
  authorizeUrl: 'https://{domain}/authorize',
  tokenUrl: 'https://{domain}/oauth/token',
  revokeUrl: 'https://{domain}/oauth/revoke',
  issuer: 'https://{domain}/',
  parameters: [
    {
      name: 'domain',
      title: 'Domain',
      description: "The tenant's domain, such as acme.eu.auth0.com, or its custom domain.",
      pattern: '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$',
    },
    {
      name: 'audience',
      title: 'API identifier',
      description: 'The audience of the API, such as https://acme.eu.auth0.com/api/v2/.',
      pattern: '^[!-~]{1,300}$',
    },
  ],
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  requiredScopes: ['offline_access'],
  authorizeParameters: { audience: '{audience}' },
  tokenParameters: { audience: '{audience}' },
  refresh: { rotation: 'sometimes' },
  quirks: [
    NOT_READ_AGAIN,
    'Rotation, its overlap and the lives of tokens are settings of the application.',
    'Without an audience, a token is of no use to an API.',
    'offline_access works for APIs that allow offline access.',
  ],
  consoleUrl: 'https://manage.auth0.com/',
  sources: [
    {
      url: 'https://auth0.com/docs/api/authentication/authorization-code-flow/authorize-application',
      checked: '2026-11-24',
    },
    { url: 'https://auth0.com/docs/api/authentication/client-credential-flow/get-token', checked: '2026-11-24' },
    { url: 'https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation', checked: '2026-11-24' },
  ],
});
