import { defineProvider, HOUR_MS, NOT_READ_AGAIN } from '../provider.ts';

/** GitLab.com or a GitLab of your own. */
export const gitlab = defineProvider({
  name: 'gitlab',
  title: 'GitLab',
  authorizeUrl: 'https://{host}/oauth/authorize',
  tokenUrl: 'https://{host}/oauth/token',
  revokeUrl: 'https://{host}/oauth/revoke',
  issuer: 'https://{host}',
  parameters: [
    {
      name: 'host',
      title: 'Host',
      description: 'gitlab.com, or the host name of your own GitLab, served at port 443.',
      pattern: '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$',
      initial: 'gitlab.com',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'rotates' },
  accessLifeMs: 2 * HOUR_MS,
  quirks: [
    NOT_READ_AGAIN,
    'A renewal ends the access token and the refresh token before it.',
    'A GitLab inside a private network has to be opened to Holdfast by the operator, in the setting egress.',
  ],
  consoleUrl: 'https://gitlab.com/-/user_settings/applications',
  sources: [
    { url: 'https://docs.gitlab.com/api/oauth2/', checked: '2026-11-24' },
    { url: 'https://docs.gitlab.com/integration/oauth_provider/', checked: '2026-11-24' },
  ],
});
