import { defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** DigitalOcean. */
export const digitalocean = defineProvider({
  name: 'digitalocean',
  title: 'DigitalOcean',
  authorizeUrl: 'https://cloud.digitalocean.com/v1/oauth/authorize',
  tokenUrl: 'https://cloud.digitalocean.com/v1/oauth/token',
  refreshUrl: 'https://cloud.digitalocean.com/v1/oauth/refresh',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'sometimes' },
  accountPath: 'info.email',
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'Renewal is at an address of its own.',
    'Scopes are read and write.',
    'Revocation asks for the token itself as bearer, which is not RFC 7009.',
  ],
  consoleUrl: 'https://cloud.digitalocean.com/account/api/applications',
  sources: [{ url: 'https://docs.digitalocean.com/reference/api/oauth/', checked: '2026-11-24' }],
});
