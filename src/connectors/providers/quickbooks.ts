import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Intuit QuickBooks Online. */
export const quickbooks = defineProvider({
  name: 'quickbooks',
  title: 'QuickBooks Online',
  authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
  tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  callbackParameters: [{ name: 'realmId', title: 'Company', pattern: '^[0-9]{1,32}$' }],
  refresh: { rotation: 'sometimes', idleLifeMs: 100 * DAY_MS },
  accessLifeMs: HOUR_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    'The callback names the company as realmId; each call has it in its path.',
    'The refresh token changes about once a day, not with each use; always the newest one is to be kept.',
    'Sandbox companies have client ids of their own and the host sandbox-quickbooks.api.intuit.com.',
    'The revocation endpoint is documented with a JSON body and client authentication by the Authorization header.',
  ],
  consoleUrl: 'https://developer.intuit.com/app/developer/dashboard',
  sources: [
    {
      url: 'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
      checked: '2026-11-24',
    },
    {
      url: 'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/faq',
      checked: '2026-11-24',
    },
  ],
});
