import { defineProvider, NOT_READ_AGAIN, ROTATION_NOT_SURE } from '../provider.ts';

/** Cisco Webex. */
export const webex = defineProvider({
  name: 'webex',
  title: 'Webex',
  authorizeUrl: 'https://webexapis.com/v1/authorize',
  tokenUrl: 'https://webexapis.com/v1/access_token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'sometimes' },
  quirks: [
    NOT_READ_AGAIN,
    ROTATION_NOT_SURE,
    'Integrations act for a person; a bot has a token of its own that does not expire.',
  ],
  consoleUrl: 'https://developer.webex.com/my-apps',
  sources: [{ url: 'https://developer.webex.com/docs/integrations', checked: '2026-11-24' }],
});
