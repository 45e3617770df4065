import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Stripe Connect, for accounts that others own. */
export const stripe = defineProvider({
  name: 'stripe',
  title: 'Stripe Connect',
  authorizeUrl: 'https://connect.stripe.com/oauth/authorize',
  tokenUrl: 'https://connect.stripe.com/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'keeps' },
  accountPath: 'stripe_user_id',
  quirks: [
    PKCE_NOT_MENTIONED,
    "The client secret is the platform's secret key; test and live mode have keys and client ids of their own.",
    'Scopes are read_only (where Stripe allows it) or read_write; only one is asked for.',
    'Access tokens do not expire.',
    "Stripe advises the platform's own key with the header Stripe-Account over the account's token.",
    "Access is ended by POST https://connect.stripe.com/oauth/deauthorize with the account's id, which is not RFC 7009.",
  ],
  consoleUrl: 'https://dashboard.stripe.com/settings/connect',
  sources: [{ url: 'https://docs.stripe.com/connect/oauth-reference', checked: '2026-11-24' }],
});
