import { DAY_MS, defineProvider, ROTATION_NOT_SURE } from '../provider.ts';

/** Docusign, with its own accounts host. */
export const docusign = defineProvider({
  name: 'docusign',
  title: 'Docusign',
  authorizeUrl: 'https://{accountHost}/oauth/auth',
  tokenUrl: 'https://{accountHost}/oauth/token',
  parameters: [
    {
      name: 'accountHost',
      title: 'Environment',
      description: 'account.docusign.com, or account-d.docusign.com for the developer environment.',
      pattern: '^account(?:-d)?\\.docusign\\.com$',
      initial: 'account.docusign.com',
    },
  ],
  grants: ['authorization_code', 'jwt_bearer'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  requiredScopes: ['extended'],
  jwt: { audience: '{accountHost}', scopes: 'claim' },
  refresh: { rotation: 'sometimes', idleLifeMs: 30 * DAY_MS },
  quirks: [
    'The scope extended lets each renewal give a refresh token with its full life; without it the person consents anew after thirty days.',
    ROTATION_NOT_SURE,
    'GET https://<accounts host>/oauth/userinfo names the accounts and the base URI of each; calls go there.',
    "JWT: the subject is a user's id, who (or an administrator for him) has consented to the scope impersonation once; the audience is the accounts host without https://.",
    'A new app works in the developer environment until it has been reviewed.',
  ],
  consoleUrl: 'https://apps.docusign.com/admin/apps-and-keys',
  sources: [
    { url: 'https://developers.docusign.com/platform/auth/reference/obtain-access-token', checked: '2026-11-24' },
    { url: 'https://developers.docusign.com/platform/auth/confidential-authcode-get-token', checked: '2026-11-24' },
    { url: 'https://developers.docusign.com/platform/auth/jwt-get-token', checked: '2026-11-24' },
  ],
});
