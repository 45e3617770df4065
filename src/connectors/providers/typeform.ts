import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Typeform. */
export const typeform = defineProvider({
  name: 'typeform',
  title: 'Typeform',
  authorizeUrl: 'https://api.typeform.com/oauth/authorize',
  tokenUrl: 'https://api.typeform.com/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  requiredScopes: ['offline'],
  refresh: { rotation: 'rotates' },
  quirks: [
    PKCE_NOT_MENTIONED,
    'A refresh token comes with the scope offline alone, and each use gives a new one.',
    'Accounts of the European data centre call api.eu.typeform.com.',
  ],
  consoleUrl: 'https://admin.typeform.com/account#/section/apps',
  sources: [
    { url: 'https://www.typeform.com/developers/get-started/applications/', checked: '2026-11-24' },
    { url: 'https://www.typeform.com/developers/get-started/scopes/', checked: '2026-11-24' },
  ],
});
