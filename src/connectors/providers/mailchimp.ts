import { defineProvider, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Mailchimp Marketing. */
export const mailchimp = defineProvider({
  name: 'mailchimp',
  title: 'Mailchimp',
  authorizeUrl: 'https://login.mailchimp.com/oauth2/authorize',
  tokenUrl: 'https://login.mailchimp.com/oauth2/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  refresh: { rotation: 'none' },
  ignoresExpiresIn: true,
  quirks: [
    PKCE_NOT_MENTIONED,
    'There are no scopes: a token may do what the person may.',
    'Tokens do not expire; the answer says expires_in 0, which means that.',
    "The API's host holds a data centre, such as us6.api.mailchimp.com: GET https://login.mailchimp.com/oauth2/metadata says it as api_endpoint.",
    "Access is ended by the person, in the account's list of connected apps.",
  ],
  consoleUrl: 'https://admin.mailchimp.com/account/oauth2/',
  sources: [
    { url: 'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/', checked: '2026-11-24' },
  ],
});
