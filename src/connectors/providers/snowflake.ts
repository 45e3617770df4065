import { DAY_MS, defineProvider, HOUR_MS } from '../provider.ts';

/** Snowflake, a security integration of an account. */
export const snowflake = defineProvider({
  name: 'snowflake',
  title: 'Snowflake',
  authorizeUrl: 'https://{account}.snowflakecomputing.com/oauth/authorize',
  tokenUrl: 'https://{account}.snowflakecomputing.com/oauth/token-request',
  parameters: [
    {
      name: 'account',
      title: 'Account',
      description: 'What stands before .snowflakecomputing.com, such as acme-prod or xy12345.eu-central-1.',
      pattern: '^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?){0,2}$',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  requiredScopes: ['refresh_token'],
  refresh: { rotation: 'sometimes', totalLifeMs: 90 * DAY_MS },
  accessLifeMs: HOUR_MS / 6,
  accountPath: 'username',
  quirks: [
    'The security integration says whether refresh tokens are given, how long they live (ninety days unless set) and whether each is good for one use.',
    'A role is asked for by a scope such as session:role:ANALYST.',
    'An access token lives ten minutes.',
  ],
  consoleUrl: 'https://app.snowflake.com/',
  sources: [
    { url: 'https://docs.snowflake.com/en/user-guide/oauth-custom', checked: '2026-11-24' },
    {
      url: 'https://docs.snowflake.com/en/sql-reference/sql/create-security-integration-oauth-snowflake',
      checked: '2026-11-24',
    },
  ],
});
