import { defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Todoist. */
export const todoist = defineProvider({
  name: 'todoist',
  title: 'Todoist',
  authorizeUrl: 'https://app.todoist.com/oauth/authorize',
  tokenUrl: 'https://api.todoist.com/oauth/access_token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  scopeSeparator: ',',
  refresh: { rotation: 'sometimes' },
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'Scopes are task:add, data:read, data:read_write, data:delete and project:delete.',
    'Access tokens of older apps do not expire; an answer with expires_in is renewed by its refresh token.',
  ],
  consoleUrl: 'https://app.todoist.com/app/settings/integrations/app-management',
  sources: [
    { url: 'https://developer.todoist.com/api/v1/#tag/Authorization', checked: '2026-11-24' },
    { url: 'https://doist.github.io/todoist-api-typescript/authorization', checked: '2026-11-24' },
  ],
});
