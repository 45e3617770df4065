import { DAY_MS, defineProvider, ROTATION_NOT_SURE } from '../provider.ts';

/** Discord. */
export const discord = defineProvider({
  name: 'discord',
  title: 'Discord',
  authorizeUrl: 'https://discord.com/oauth2/authorize',
  tokenUrl: 'https://discord.com/api/oauth2/token',
  revokeUrl: 'https://discord.com/api/oauth2/token/revoke',
  grants: ['authorization_code', 'client_credentials'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'sometimes' },
  accessLifeMs: 7 * DAY_MS,
  quirks: [
    ROTATION_NOT_SURE,
    'A bot acts by its own token and not by these; the scope bot adds it to a server.',
    'Client credentials give a token for the person who owns the app.',
  ],
  consoleUrl: 'https://discord.com/developers/applications',
  sources: [{ url: 'https://discord.com/developers/docs/topics/oauth2', checked: '2026-11-24' }],
});
