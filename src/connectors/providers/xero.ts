import { DAY_MS, defineProvider, HOUR_MS } from '../provider.ts';

/** Xero. */
export const xero = defineProvider({
  name: 'xero',
  title: 'Xero',
  authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
  tokenUrl: 'https://identity.xero.com/connect/token',
  revokeUrl: 'https://identity.xero.com/connect/revocation',
  issuer: 'https://identity.xero.com',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  requiredScopes: ['offline_access'],
  refresh: { rotation: 'rotates', idleLifeMs: 60 * DAY_MS, graceMs: HOUR_MS / 2 },
  accessLifeMs: HOUR_MS / 2,
  quirks: [
    'A used refresh token can be used again for thirty minutes when its answer was lost.',
    'One consent may reach several organisations: GET https://api.xero.com/connections lists them, and each call names one by the header Xero-Tenant-Id.',
    'Client credentials are for custom connections, which are made for one organisation.',
  ],
  consoleUrl: 'https://developer.xero.com/app/manage',
  sources: [
    { url: 'https://developer.xero.com/faq/oauth2', checked: '2026-11-24' },
    { url: 'https://developer.xero.com/documentation/oauth2/pkce-flow', checked: '2026-11-24' },
    { url: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow', checked: '2026-11-24' },
  ],
});
