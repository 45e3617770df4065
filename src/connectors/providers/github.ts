import { DAY_MS, defineProvider } from '../provider.ts';

/** GitHub.com: a GitHub App acting for a person, or an OAuth app. */
export const github = defineProvider({
  name: 'github',
  title: 'GitHub',
  authorizeUrl: 'https://github.com/login/oauth/authorize',
  tokenUrl: 'https://github.com/login/oauth/access_token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  answerScopeSeparator: ',',
  refresh: { rotation: 'rotates', idleLifeMs: 182 * DAY_MS },
  quirks: [
    'The token endpoint answers JSON when Accept asks for it, and a failure comes with status 200 and the member error.',
    "The tokens of a GitHub App live eight hours, its refresh tokens six months; each use ends the refresh token and the access token before it. An OAuth app's token usually does not expire.",
    'A GitHub App has permissions instead of scopes, set where it is made.',
    'Access is ended by DELETE /applications/<client id>/token of the API, which is not RFC 7009.',
    'GitHub Enterprise Server has its own host: use a custom provider for it.',
  ],
  consoleUrl: 'https://github.com/settings/developers',
  sources: [
    {
      url: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
      checked: '2026-11-24',
    },
    {
      url: 'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens',
      checked: '2026-11-24',
    },
  ],
});
