/** What a person needs to connect the sandbox CRM. */
export const setup = `The sandbox CRM is a stand-in vendor that Holdfast brings along. It runs on this machine only.

1. Base URL: the address that Holdfast prints at its start, such as \`http://127.0.0.1:3101\`.
2. Sign in with a bearer token or an API key. The sample workspace has one already; \`GET /\` of the CRM says more.
3. To receive its events, register a webhook: \`POST /webhooks\` with \`url\`, \`secret\` and \`events\`.
`;
