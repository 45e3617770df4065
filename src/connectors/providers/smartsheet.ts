import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Smartsheet, in any of its regions. */
export const smartsheet = defineProvider({
  name: 'smartsheet',
  title: 'Smartsheet',
  authorizeUrl: 'https://app.{domain}/b/authorize',
  tokenUrl: 'https://api.{domain}/2.0/token',
  parameters: [
    {
      name: 'domain',
      title: 'Region',
      description: 'smartsheet.com, smartsheet.eu for Europe, or smartsheetgov.com.',
      pattern: '^smartsheet(?:\\.com|\\.eu|gov\\.com)$',
      initial: 'smartsheet.com',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'rotates' },
  quirks: [
    PKCE_NOT_MENTIONED,
    'A code lives ten minutes.',
    'Regions have accounts, apps and tokens of their own.',
    'A token is ended by DELETE /2.0/token, which is not RFC 7009.',
  ],
  consoleUrl: 'https://developers.smartsheet.com/register',
  sources: [
    { url: 'https://developers.smartsheet.com/api/smartsheet/guides/advanced-topics/oauth', checked: '2026-11-24' },
    { url: 'https://developers.smartsheet.com/api/smartsheet/guides/basics/authentication', checked: '2026-11-24' },
  ],
});
