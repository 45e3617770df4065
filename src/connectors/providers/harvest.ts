import { defineProvider, NOT_READ_AGAIN, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Harvest and Forecast. */
export const harvest = defineProvider({
  name: 'harvest',
  title: 'Harvest',
  authorizeUrl: 'https://id.getharvest.com/oauth2/authorize',
  tokenUrl: 'https://id.getharvest.com/api/v2/oauth2/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  callbackParameters: [
    { name: 'scope', title: 'Accounts', pattern: '^[a-z]+:(?:[0-9]+|all)(?: [a-z]+:(?:[0-9]+|all))*$' },
  ],
  refresh: { rotation: 'sometimes' },
  quirks: [
    NOT_READ_AGAIN,
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'The callback names in scope which account was chosen, such as harvest:12345; calls name it by the header Harvest-Account-Id and need a User-Agent.',
  ],
  consoleUrl: 'https://id.getharvest.com/developers',
  sources: [
    {
      url: 'https://help.getharvest.com/api-v2/authentication-api/authentication/authentication/',
      checked: '2026-11-24',
    },
  ],
});
