import { defineProvider, ROTATION_NOT_SURE } from '../provider.ts';

/** Klaviyo. */
export const klaviyo = defineProvider({
  name: 'klaviyo',
  title: 'Klaviyo',
  authorizeUrl: 'https://www.klaviyo.com/oauth/authorize',
  tokenUrl: 'https://a.klaviyo.com/oauth/token',
  revokeUrl: 'https://a.klaviyo.com/oauth/revoke',
  grants: ['authorization_code'],
  pkce: 'required',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'sometimes' },
  quirks: [
    ROTATION_NOT_SURE,
    'Tokens are obtained at a.klaviyo.com alone: www.klaviyo.com refuses since 2025-03-31.',
    'Each call carries the header revision with a date.',
  ],
  consoleUrl: 'https://www.klaviyo.com/manage-apps',
  sources: [{ url: 'https://developers.klaviyo.com/en/docs/set_up_oauth', checked: '2026-11-24' }],
});
