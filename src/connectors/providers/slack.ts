import { defineProvider } from '../provider.ts';

/** Slack, a bot token of a workspace. */
export const slack = defineProvider({
  name: 'slack',
  title: 'Slack',
  authorizeUrl: 'https://slack.com/oauth/v2/authorize',
  tokenUrl: 'https://slack.com/api/oauth.v2.access',
  grants: ['authorization_code'],
  pkce: 'refused',
  clientAuthentication: 'client_secret_basic',
  scopeSeparator: ',',
  refresh: { rotation: 'rotates' },
  okField: 'ok',
  accountPath: 'team.name',
  quirks: [
    'PKCE is a setting of apps without a client secret here. Whether it may go with one was not found, so it is not sent.',
    'A failure comes with status 200 and ok: false.',
    'Without token rotation (a setting of the app that cannot be undone) a token does not expire and there is no refresh token; with it, a token lives twelve hours and a refresh token is good for one use.',
    'Scopes are those of the bot; what a person grants of his own goes in user_scope, and its token comes in authed_user.',
    "Access is ended by the API's method auth.revoke, which is not RFC 7009.",
  ],
  consoleUrl: 'https://api.slack.com/apps',
  sources: [
    { url: 'https://docs.slack.dev/authentication/installing-with-oauth', checked: '2026-11-24' },
    { url: 'https://docs.slack.dev/authentication/using-token-rotation', checked: '2026-11-24' },
    { url: 'https://docs.slack.dev/reference/methods/oauth.v2.access', checked: '2026-11-24' },
  ],
});
