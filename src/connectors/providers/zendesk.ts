import { defineProvider } from '../provider.ts';

/** Zendesk, an OAuth client of one account. */
export const zendesk = defineProvider({
  name: 'zendesk',
  title: 'Zendesk',
  authorizeUrl: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
  tokenUrl: 'https://{subdomain}.zendesk.com/oauth/tokens',
  parameters: [
    {
      name: 'subdomain',
      title: 'Subdomain',
      description: 'The name before .zendesk.com.',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  tokenRequestFormat: 'json',
  refresh: { rotation: 'rotates' },
  quirks: [
    'A renewal ends the previous access token at once, along with the refresh token.',
    'An OAuth client belongs to one account; one for several accounts is asked for at Zendesk.',
    'Lives can be asked for by expires_in and refresh_token_expires_in; Zendesk asks for tokens that expire since 2026-04-30.',
  ],
  consoleUrl: 'https://support.zendesk.com/hc/en-us/articles/4408845965210',
  sources: [
    { url: 'https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/', checked: '2026-11-24' },
    {
      url: 'https://support.zendesk.com/hc/en-us/articles/9182123625370-Announcing-support-for-OAuth-refresh-token-grant-type-and-OAuth-access-and-refresh-token-expirations',
      checked: '2026-11-24',
    },
  ],
});
