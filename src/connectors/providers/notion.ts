import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Notion, a public connection. */
export const notion = defineProvider({
  name: 'notion',
  title: 'Notion',
  authorizeUrl: 'https://api.notion.com/v1/oauth/authorize',
  tokenUrl: 'https://api.notion.com/v1/oauth/token',
  revokeUrl: 'https://api.notion.com/v1/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  authorizeParameters: { owner: 'user' },
  tokenRequestFormat: 'json',
  refresh: { rotation: 'rotates' },
  accountPath: 'workspace_name',
  quirks: [
    PKCE_NOT_MENTIONED,
    "Token and revocation requests are JSON, with the client's id and secret in the Authorization header.",
    'There are no scopes: what the connection may do is set where it is made, and the person chooses pages.',
    'The answer says nothing of a life, so a token is renewed when it is refused.',
    'Calls carry the header Notion-Version.',
  ],
  consoleUrl: 'https://www.notion.so/profile/integrations',
  sources: [
    { url: 'https://developers.notion.com/docs/authorization', checked: '2026-11-24' },
    { url: 'https://developers.notion.com/reference/create-a-token', checked: '2026-11-24' },
    { url: 'https://developers.notion.com/reference/refresh-a-token', checked: '2026-11-24' },
    { url: 'https://developers.notion.com/reference/revoke-token', checked: '2026-11-24' },
  ],
});
