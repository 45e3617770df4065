import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Sage Business Cloud Accounting, API 3.1. */
export const sage = defineProvider({
  name: 'sage',
  title: 'Sage Accounting',
  authorizeUrl: 'https://www.sageone.com/oauth2/auth/central',
  tokenUrl: 'https://oauth.accounting.sage.com/token',
  revokeUrl: 'https://oauth.accounting.sage.com/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  authorizeParameters: { filter: 'apiv3.1' },
  refresh: { rotation: 'rotates', idleLifeMs: 31 * DAY_MS },
  accessLifeMs: HOUR_MS / 12,
  quirks: [
    PKCE_NOT_MENTIONED,
    'An access token lives five minutes, so a connection in use is renewed all day.',
    'Scopes are full_access or readonly.',
    'A person may have several businesses: calls choose one by the header X-Business.',
  ],
  consoleUrl: 'https://developerselfservice.sage.com/',
  sources: [
    { url: 'https://developer.sage.com/accounting/guides/authenticating/authentication/', checked: '2026-11-24' },
  ],
});
