import { DAY_MS, defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Help Scout Inbox API 2.0. */
export const helpScout = defineProvider({
  name: 'help_scout',
  title: 'Help Scout',
  authorizeUrl: 'https://secure.helpscout.net/authentication/authorizeClientApplication',
  tokenUrl: 'https://api.helpscout.net/v2/oauth2/token',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'sometimes' },
  accessLifeMs: 2 * DAY_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'There are no scopes: a token may do what the person may.',
    'Client credentials act as the person who made the app.',
  ],
  consoleUrl: 'https://secure.helpscout.net/users/apps/',
  sources: [{ url: 'https://developer.helpscout.com/mailbox-api/overview/authentication/', checked: '2026-11-24' }],
});
