import { defineProvider, NOT_READ_AGAIN, ROTATION_NOT_SURE } from '../provider.ts';

/** PagerDuty, scoped OAuth. */
export const pagerduty = defineProvider({
  name: 'pagerduty',
  title: 'PagerDuty',
  authorizeUrl: 'https://identity.pagerduty.com/oauth/authorize',
  tokenUrl: 'https://identity.pagerduty.com/oauth/token',
  revokeUrl: 'https://identity.pagerduty.com/oauth/revoke',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'sometimes' },
  quirks: [
    NOT_READ_AGAIN,
    ROTATION_NOT_SURE,
    'Client credentials name the account by a scope of the form as_account-<region>.<subdomain>, with the other scopes.',
    'Apps of the older kind (classic) have the scopes read and write instead of fine ones.',
  ],
  consoleUrl: 'https://app.pagerduty.com/developer/apps',
  sources: [
    { url: 'https://developer.pagerduty.com/docs/oauth-functionality', checked: '2026-11-24' },
    { url: 'https://www.pagerduty.com/blog/updating-your-tools-for-api-scopes', checked: '2026-11-24' },
  ],
});
