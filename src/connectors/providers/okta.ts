import { defineProvider, NOT_READ_AGAIN } from '../provider.ts';

/** Okta, a custom authorization server of an organisation. */
export const okta = defineProvider({
  name: 'okta',
  title: 'Okta',
  authorizeUrl: 'https://{domain}/oauth2/{server}/v1/authorize',
  tokenUrl: 'https://{domain}/oauth2/{server}/v1/token',
  revokeUrl: 'https://{domain}/oauth2/{server}/v1/revoke',
  issuer: 'https://{domain}/oauth2/{server}',
  parameters: [
    {
      name: 'domain',
      title: 'Domain',
      description: "The organisation's domain, such as acme.okta.com.",
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.okta(?:preview|-emea)?\\.com$',
    },
    {
      name: 'server',
      title: 'Authorization server',
      description: 'The id of the authorization server; default is the one that Okta has made.',
      pattern: '^[A-Za-z0-9]{1,64}$',
      initial: 'default',
    },
  ],
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  requiredScopes: ['offline_access'],
  refresh: { rotation: 'sometimes' },
  quirks: [
    NOT_READ_AGAIN,
    "Rotation, its grace and the lives of tokens are settings of the app and of the authorization server's access policy.",
    "Okta's own management API takes client credentials by a private key (private_key_jwt) and from the organisation's server alone, whose addresses have no server id: use a custom provider for it.",
    'An organisation with a domain of its own: use a custom provider with its issuer.',
  ],
  consoleUrl: 'https://login.okta.com/',
  sources: [
    { url: 'https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/', checked: '2026-11-24' },
    { url: 'https://developer.okta.com/docs/guides/refresh-tokens/main/', checked: '2026-11-24' },
  ],
});
