import { DAY_MS, defineProvider } from '../provider.ts';

/** Microsoft Entra ID, for Microsoft 365, Graph, Dynamics and Azure. */
export const microsoft = defineProvider({
  name: 'microsoft',
  title: 'Microsoft',
  authorizeUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
  tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
  parameters: [
    {
      name: 'tenant',
      title: 'Tenant',
      description: "The tenant's id or domain; common for any account, organizations for any of work or school.",
      pattern: '^[A-Za-z0-9](?:[A-Za-z0-9-]*(?:\\.[A-Za-z0-9-]+)*)$',
      initial: 'common',
    },
  ],
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  requiredScopes: ['offline_access'],
  refresh: { rotation: 'sometimes', idleLifeMs: 90 * DAY_MS },
  quirks: [
    'Each renewal gives a new refresh token; the used one stays good until it ends by itself.',
    'One request may name scopes of one API alone, such as https://graph.microsoft.com/Mail.Send.',
    "Client credentials need the tenant's id and the scope <API>/.default, and an administrator's consent.",
    'A client secret itself expires, after two years at most.',
    'There is no revocation endpoint. National clouds have other hosts: use a custom provider for them.',
  ],
  consoleUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  sources: [
    {
      url: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
      checked: '2026-11-24',
    },
    {
      url: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow',
      checked: '2026-11-24',
    },
    { url: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens', checked: '2026-11-24' },
  ],
});
