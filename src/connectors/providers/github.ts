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
  impliedScopes: {
    repo: [
      'repo:status',
      'repo_deployment',
      'public_repo',
      'repo:invite',
      'security_events',
      'admin:repo_hook',
      'write:repo_hook',
      'read:repo_hook',
    ],
    public_repo: ['admin:repo_hook', 'write:repo_hook', 'read:repo_hook'],
    'admin:repo_hook': ['write:repo_hook', 'read:repo_hook'],
    'write:repo_hook': ['read:repo_hook'],
    'admin:org': ['write:org', 'read:org'],
    'write:org': ['read:org'],
    'admin:public_key': ['write:public_key', 'read:public_key'],
    'write:public_key': ['read:public_key'],
    'admin:gpg_key': ['write:gpg_key', 'read:gpg_key'],
    'write:gpg_key': ['read:gpg_key'],
    user: ['read:user', 'user:email', 'user:follow'],
    project: ['read:project'],
  },
  refresh: { rotation: 'rotates', idleLifeMs: 182 * DAY_MS },
  quirks: [
    'The token endpoint answers JSON when Accept asks for it, and a failure comes with status 200 and the member error.',
    "The tokens of a GitHub App live eight hours, its refresh tokens six months; each use ends the refresh token and the access token before it. An OAuth app's token usually does not expire.",
    'The answer names the widest scopes alone: repo stands for public_repo, user for user:email.',
    'A GitHub App has permissions instead of scopes, set where it is made.',
    'Access is ended by DELETE /applications/<client id>/token of the API, which is not RFC 7009.',
    'GitHub Enterprise Server has its own host: use a custom provider for it.',
  ],
  consoleUrl: 'https://github.com/settings/developers',
  sources: [
    {
      url: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps',
      checked: '2026-11-24',
    },
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
