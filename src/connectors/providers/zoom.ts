import { defineProvider, HOUR_MS, NOT_READ_AGAIN } from '../provider.ts';

/** Zoom, an app that acts for a person. */
export const zoom = defineProvider({
  name: 'zoom',
  title: 'Zoom',
  authorizeUrl: 'https://zoom.us/oauth/authorize',
  tokenUrl: 'https://zoom.us/oauth/token',
  revokeUrl: 'https://zoom.us/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'rotates' },
  accessLifeMs: HOUR_MS,
  quirks: [
    NOT_READ_AGAIN,
    'Scopes are chosen where the app is made.',
    "Server-to-server apps use the grant account_credentials of Zoom's own, which is not offered here.",
  ],
  consoleUrl: 'https://marketplace.zoom.us/user/build',
  sources: [{ url: 'https://developers.zoom.us/docs/integrations/oauth/', checked: '2026-11-24' }],
});
