import { DAY_MS, defineProvider } from '../provider.ts';

/** Square, code flow with a client secret. */
export const square = defineProvider({
  name: 'square',
  title: 'Square',
  authorizeUrl: 'https://{host}/oauth2/authorize',
  tokenUrl: 'https://{host}/oauth2/token',
  parameters: [
    {
      name: 'host',
      title: 'Environment',
      description: 'connect.squareup.com, or connect.squareupsandbox.com for the sandbox.',
      pattern: '^connect\\.squareup(?:sandbox)?\\.com$',
      initial: 'connect.squareup.com',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'refused',
  clientAuthentication: 'client_secret_post',
  authorizeParameters: { session: 'false' },
  tokenRequestFormat: 'json',
  refresh: { rotation: 'keeps' },
  expiresAtField: 'expires_at',
  accessLifeMs: 30 * DAY_MS,
  renewAheadMs: 23 * DAY_MS,
  accountPath: 'merchant_id',
  quirks: [
    'PKCE is another flow here, without a client secret and with refresh tokens for one use; in the code flow it is not sent.',
    'The answer has expires_at instead of expires_in.',
    'Square advises to renew every seven days or sooner; a token lives thirty.',
    'Scopes are names such as MERCHANT_PROFILE_READ.',
    'Revocation is a call with the header Authorization: Client <secret>, which is not RFC 7009: end access in the Square Dashboard.',
  ],
  consoleUrl: 'https://developer.squareup.com/apps',
  sources: [
    { url: 'https://developer.squareup.com/reference/square/oauth-api/obtain-token', checked: '2026-11-24' },
    { url: 'https://developer.squareup.com/docs/oauth-api/refresh-revoke-limit-scope', checked: '2026-11-24' },
  ],
});
