import { DAY_MS, defineProvider, HOUR_MS, PKCE_NOT_MENTIONED } from '../provider.ts';

/** Atlassian cloud: Jira, Confluence, Jira Service Management (3LO). */
export const atlassian = defineProvider({
  name: 'atlassian',
  title: 'Atlassian',
  authorizeUrl: 'https://auth.atlassian.com/authorize',
  tokenUrl: 'https://auth.atlassian.com/oauth/token',
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  requiredScopes: ['offline_access'],
  authorizeParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
  tokenRequestFormat: 'json',
  refresh: { rotation: 'rotates', idleLifeMs: 90 * DAY_MS, totalLifeMs: 365 * DAY_MS },
  accessLifeMs: HOUR_MS,
  quirks: [
    PKCE_NOT_MENTIONED,
    'A consent reaches sites: GET https://api.atlassian.com/oauth/token/accessible-resources gives their ids, and calls go to https://api.atlassian.com/ex/jira/<id>.',
    'A year after the consent the person has to consent anew, however often tokens were renewed.',
    "One consent of a person for an app shares one family of refresh tokens: a second connection of the same person can end the first one's.",
    'There is no revocation endpoint: the person removes the app under Connected apps.',
  ],
  consoleUrl: 'https://developer.atlassian.com/console/myapps/',
  sources: [
    { url: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/', checked: '2026-11-24' },
    {
      url: 'https://community.developer.atlassian.com/t/refresh-token-expire-after-36000-seconds/60806',
      checked: '2026-11-24',
    },
  ],
});
