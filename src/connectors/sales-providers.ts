import type { OAuthProvider } from './provider.ts';
import { calendly } from './providers/calendly.ts';
import { hubspot } from './providers/hubspot.ts';
import { klaviyo } from './providers/klaviyo.ts';
import { linkedin } from './providers/linkedin.ts';
import { mailchimp } from './providers/mailchimp.ts';
import { pipedrive } from './providers/pipedrive.ts';
import { salesforce } from './providers/salesforce.ts';
import { shopify } from './providers/shopify.ts';
import { squarespace } from './providers/squarespace.ts';
import { typeform } from './providers/typeform.ts';
import { zoho } from './providers/zoho.ts';

/** Providers for sales, marketing and shops. */
export const salesProviders: readonly OAuthProvider[] = [
  calendly,
  hubspot,
  klaviyo,
  linkedin,
  mailchimp,
  pipedrive,
  salesforce,
  shopify,
  squarespace,
  typeform,
  zoho,
];
