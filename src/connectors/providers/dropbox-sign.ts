import { defineProvider, PKCE_NOT_MENTIONED, ROTATION_NOT_SURE } from '../provider.ts';

/** Dropbox Sign (formerly HelloSign). */
export const dropboxSign = defineProvider({
  name: 'dropbox_sign',
  title: 'Dropbox Sign',
  authorizeUrl: 'https://app.hellosign.com/oauth/authorize',
  tokenUrl: 'https://app.hellosign.com/oauth/token',
  refreshUrl: 'https://app.hellosign.com/oauth/token?refresh',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  tokenRequestFormat: 'json',
  repeatsState: true,
  refresh: { rotation: 'sometimes' },
  quirks: [
    PKCE_NOT_MENTIONED,
    ROTATION_NOT_SURE,
    'The exchange of the code repeats state in its body.',
    'Scopes are chosen where the app is made.',
    "An app has to be approved by Dropbox Sign before accounts other than its owner's can consent.",
  ],
  consoleUrl: 'https://app.hellosign.com/oauth/createAppForm',
  sources: [
    { url: 'https://developers.hellosign.com/docs/guides/o-auth/walkthrough', checked: '2026-11-24' },
    { url: 'https://developers.hellosign.com/docs/guides/o-auth/overview', checked: '2026-11-24' },
  ],
});
