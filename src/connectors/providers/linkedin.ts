import { DAY_MS, defineProvider } from '../provider.ts';

/** LinkedIn. */
export const linkedin = defineProvider({
  name: 'linkedin',
  title: 'LinkedIn',
  authorizeUrl: 'https://www.linkedin.com/oauth/v2/authorization',
  tokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
  grants: ['authorization_code'],
  pkce: 'refused',
  clientAuthentication: 'client_secret_post',
  answerScopeSeparator: ',',
  refresh: { rotation: 'keeps', totalLifeMs: 365 * DAY_MS },
  accessLifeMs: 60 * DAY_MS,
  quirks: [
    'PKCE is a flow of its own for native apps here, at other addresses; in this one it is not sent.',
    'Only apps of chosen partners get refresh tokens; without one, the person connects anew every sixty days.',
    "A refresh token's life is a year from the consent and is not extended by use.",
    'Scopes come with the products that LinkedIn has granted to the app.',
    'Calls carry the header LinkedIn-Version.',
  ],
  consoleUrl: 'https://www.linkedin.com/developers/apps',
  sources: [
    {
      url: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
      checked: '2026-11-24',
    },
    {
      url: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens',
      checked: '2026-11-24',
    },
  ],
});
