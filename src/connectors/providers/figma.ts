import { defineProvider } from '../provider.ts';

/** Figma. */
export const figma = defineProvider({
  name: 'figma',
  title: 'Figma',
  authorizeUrl: 'https://www.figma.com/oauth',
  tokenUrl: 'https://api.figma.com/v1/oauth/token',
  refreshUrl: 'https://api.figma.com/v1/oauth/refresh',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'keeps' },
  accountPath: 'user_id',
  quirks: [
    'Renewal is at an address of its own and gives no new refresh token.',
    'A code has to be exchanged within thirty seconds.',
    'There is no revocation endpoint.',
  ],
  consoleUrl: 'https://www.figma.com/developers/apps',
  sources: [
    { url: 'https://developers.figma.com/docs/rest-api/authentication/', checked: '2026-11-24' },
    { url: 'https://developers.figma.com/docs/rest-api/oauth-apps/', checked: '2026-11-24' },
  ],
});
