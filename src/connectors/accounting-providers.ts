import type { OAuthProvider } from './provider.ts';
import { freshbooks } from './providers/freshbooks.ts';
import { paypal } from './providers/paypal.ts';
import { quickbooks } from './providers/quickbooks.ts';
import { sage } from './providers/sage.ts';
import { square } from './providers/square.ts';
import { stripe } from './providers/stripe.ts';
import { xero } from './providers/xero.ts';

/** Providers for accounting and payments. */
export const accountingProviders: readonly OAuthProvider[] = [
  freshbooks,
  paypal,
  quickbooks,
  sage,
  square,
  stripe,
  xero,
];
