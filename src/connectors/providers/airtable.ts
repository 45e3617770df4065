import { defineProvider, NOT_READ_AGAIN } from '../provider.ts';

/** Airtable. */
export const airtable = defineProvider({
  name: 'airtable',
  title: 'Airtable',
  authorizeUrl: 'https://airtable.com/oauth2/v1/authorize',
  tokenUrl: 'https://airtable.com/oauth2/v1/token',
  grants: ['authorization_code'],
  pkce: 'required',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'rotates' },
  quirks: [
    NOT_READ_AGAIN,
    'state has to have 16 characters at least.',
    'The answer says in refresh_expires_in how long the refresh token lives.',
    'A refresh token that is used twice ends every token of the grant.',
  ],
  consoleUrl: 'https://airtable.com/create/oauth',
  sources: [{ url: 'https://airtable.com/developers/web/api/oauth-reference', checked: '2026-11-24' }],
});
