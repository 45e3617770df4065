import type { OAuthProvider } from './provider.ts';
import { auth0 } from './providers/auth0.ts';
import { bitbucket } from './providers/bitbucket.ts';
import { datadog } from './providers/datadog.ts';
import { digitalocean } from './providers/digitalocean.ts';
import { github } from './providers/github.ts';
import { gitlab } from './providers/gitlab.ts';
import { okta } from './providers/okta.ts';
import { pagerduty } from './providers/pagerduty.ts';
import { snowflake } from './providers/snowflake.ts';

/** Providers for code, operation and identity. */
export const infrastructureProviders: readonly OAuthProvider[] = [
  auth0,
  bitbucket,
  datadog,
  digitalocean,
  github,
  gitlab,
  okta,
  pagerduty,
  snowflake,
];
