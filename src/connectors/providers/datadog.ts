import { defineProvider, ROTATION_NOT_SURE } from '../provider.ts';

/** Datadog, in any of its sites. */
export const datadog = defineProvider({
  name: 'datadog',
  title: 'Datadog',
  authorizeUrl: 'https://{appHost}/oauth2/v1/authorize',
  tokenUrl: 'https://api.{domain}/oauth2/v1/token',
  revokeUrl: 'https://api.{domain}/oauth2/v1/revoke',
  parameters: [
    {
      name: 'appHost',
      title: 'Site',
      description: 'The host where you use Datadog: app.datadoghq.com, app.datadoghq.eu, us3.datadoghq.com and so on.',
      pattern: '^(?:(?:app|us3|us5|ap1|ap2|uk1)\\.datadoghq\\.com|app\\.datadoghq\\.eu|(?:app|us2)\\.ddog-gov\\.com)$',
      initial: 'app.datadoghq.com',
    },
    {
      name: 'domain',
      title: 'Domain',
      description: 'The domain of that site: datadoghq.com, datadoghq.eu, us3.datadoghq.com and so on.',
      pattern: '^(?:(?:us3\\.|us5\\.|ap1\\.|ap2\\.|uk1\\.)?datadoghq\\.com|datadoghq\\.eu|(?:us2\\.)?ddog-gov\\.com)$',
      initial: 'datadoghq.com',
    },
  ],
  grants: ['authorization_code'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_post',
  callbackParameters: [
    {
      name: 'domain',
      title: 'Domain',
      pattern: '^(?:(?:us3\\.|us5\\.|ap1\\.|ap2\\.|uk1\\.)?datadoghq\\.com|datadoghq\\.eu|(?:us2\\.)?ddog-gov\\.com)$',
    },
  ],
  refresh: { rotation: 'sometimes' },
  quirks: [
    ROTATION_NOT_SURE,
    "OAuth clients are made by Datadog's partners in its Developer Platform; for one's own account an application key is the way.",
    'The callback names in domain at which site the code is to be exchanged; it has to be the domain given here.',
  ],
  consoleUrl: 'https://app.datadoghq.com/apps',
  sources: [
    { url: 'https://docs.datadoghq.com/extend/authorization/oauth2_endpoints', checked: '2026-11-24' },
    { url: 'https://docs.datadoghq.com/extend/authorization/oauth2_in_datadog', checked: '2026-11-24' },
  ],
});
