import { defineProvider, HOUR_MS } from '../provider.ts';

/** Dropbox. */
export const dropbox = defineProvider({
  name: 'dropbox',
  title: 'Dropbox',
  authorizeUrl: 'https://www.dropbox.com/oauth2/authorize',
  tokenUrl: 'https://api.dropboxapi.com/oauth2/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  authorizeParameters: { token_access_type: 'offline' },
  refresh: { rotation: 'keeps' },
  accessLifeMs: 4 * HOUR_MS,
  accountPath: 'account_id',
  quirks: [
    'A refresh token comes with token_access_type=offline alone and does not expire.',
    'Access is ended by POST https://api.dropboxapi.com/2/auth/token/revoke with the token as bearer, which is not RFC 7009.',
  ],
  consoleUrl: 'https://www.dropbox.com/developers/apps',
  sources: [
    { url: 'https://developers.dropbox.com/oauth-guide', checked: '2026-11-24' },
    { url: 'https://www.dropbox.com/developers/documentation/http/documentation', checked: '2026-11-24' },
  ],
});
