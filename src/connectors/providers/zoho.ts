import { defineProvider, HOUR_MS } from '../provider.ts';

/** Zoho (CRM, Books, Desk and the others), in any of its data centres. */
export const zoho = defineProvider({
  name: 'zoho',
  title: 'Zoho',
  authorizeUrl: 'https://{accountsHost}/oauth/v2/auth',
  tokenUrl: 'https://{accountsHost}/oauth/v2/token',
  revokeUrl: 'https://{accountsHost}/oauth/v2/token/revoke',
  parameters: [
    {
      name: 'accountsHost',
      title: 'Data centre',
      description:
        "The accounts host of the account's data centre: accounts.zoho.com, .eu, .in, .com.au, .jp, .com.cn, .sa, .uk, .ae or accounts.zohocloud.ca.",
      pattern: '^accounts\\.zoho(?:\\.(?:com|eu|in|com\\.au|jp|com\\.cn|sa|uk|ae)|cloud\\.ca)$',
      initial: 'accounts.zoho.com',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  scopeSeparator: ',',
  authorizeParameters: { access_type: 'offline', prompt: 'consent' },
  callbackParameters: [
    { name: 'location', title: 'Data centre', pattern: '^[a-z]{2,3}$' },
    {
      name: 'accounts-server',
      title: 'Accounts server',
      pattern: '^https://accounts\\.zoho(?:\\.(?:com|eu|in|com\\.au|jp|com\\.cn|sa|uk|ae)|cloud\\.ca)$',
    },
  ],
  placement: { in: 'header', name: 'Authorization', prefix: 'Zoho-oauthtoken ' },
  refresh: { rotation: 'keeps' },
  accessLifeMs: HOUR_MS,
  apiUrlField: 'api_domain',
  apiHosts: [
    '.zohoapis.com',
    '.zohoapis.eu',
    '.zohoapis.in',
    '.zohoapis.com.au',
    '.zohoapis.jp',
    '.zohoapis.com.cn',
    '.zohoapis.sa',
    '.zohoapis.uk',
    '.zohoapis.ae',
    '.zohocloud.ca',
  ],
  quirks: [
    'The callback says in accounts-server at which data centre the account lives; a code is exchanged there. When it differs from the host given here, connect again with that one.',
    'A failure of the token endpoint comes with status 200 and the member error.',
    'A refresh token does not expire. A person has at most twenty for an app; the twenty-first ends the first.',
    'PKCE is documented for native apps; in web apps it is sent as well.',
  ],
  consoleUrl: 'https://api-console.zoho.com/',
  sources: [
    { url: 'https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html', checked: '2026-11-24' },
    { url: 'https://www.zoho.com/accounts/protocol/oauth/multi-dc.html', checked: '2026-11-24' },
    { url: 'https://www.zoho.com/contracts/api/getting-started/refreshing-access-tokens.html', checked: '2026-11-24' },
  ],
});
