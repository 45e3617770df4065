import { defineProvider, NOT_READ_AGAIN } from '../provider.ts';

/** PayPal, for a business of its own (client credentials). */
export const paypal = defineProvider({
  name: 'paypal',
  title: 'PayPal',
  authorizeUrl: 'https://www.paypal.com/signin/authorize',
  tokenUrl: 'https://{host}/v1/oauth2/token',
  parameters: [
    {
      name: 'host',
      title: 'Environment',
      description: 'api-m.paypal.com, or api-m.sandbox.paypal.com for the sandbox.',
      pattern: '^api-m\\.(?:sandbox\\.)?paypal\\.com$',
      initial: 'api-m.paypal.com',
    },
  ],
  grants: ['client_credentials'],
  pkce: 'refused',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'none' },
  quirks: [
    NOT_READ_AGAIN,
    "There is no consent: the app's own client id and secret obtain a token for the app's own account.",
    'The sandbox has apps, client ids and secrets of its own.',
    'PKCE is of no meaning here, since no authorization request is made.',
  ],
  consoleUrl: 'https://developer.paypal.com/dashboard/applications',
  sources: [{ url: 'https://developer.paypal.com/api/rest/authentication/', checked: '2026-11-24' }],
});
