import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Shopify, with offline tokens that expire. */
export const shopify = defineProvider({
  name: 'shopify',
  title: 'Shopify',
  authorizeUrl: 'https://{shop}.myshopify.com/admin/oauth/authorize',
  tokenUrl: 'https://{shop}.myshopify.com/admin/oauth/access_token',
  parameters: [
    {
      name: 'shop',
      title: 'Shop',
      description: 'The name before .myshopify.com, in small letters.',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$',
    },
  ],
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  scopeSeparator: ',',
  tokenParameters: { expiring: '1' },
  callbackParameters: [{ name: 'shop', title: 'Shop', pattern: '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.myshopify\\.com$' }],
  placement: { in: 'header', name: 'X-Shopify-Access-Token', prefix: '' },
  refresh: { rotation: 'rotates', idleLifeMs: 90 * DAY_MS },
  accessLifeMs: HOUR_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    'expiring=1 asks for a token of one hour with a refresh token; public apps have to from 2027-01-01. Without it an offline token does not expire.',
    'Since 2026-08-28 a used refresh token stays good until its replacement has been used.',
    'The callback also carries hmac, a signature with the client secret over the other parameters.',
    'Client credentials are for shops of the organisation that owns the app; those tokens live a day.',
    'Access ends when the shop uninstalls the app.',
  ],
  consoleUrl: 'https://dev.shopify.com/dashboard',
  sources: [
    {
      url: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant',
      checked: '2026-11-24',
    },
    {
      url: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens',
      checked: '2026-11-24',
    },
    {
      url: 'https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens',
      checked: '2026-11-24',
    },
  ],
});
