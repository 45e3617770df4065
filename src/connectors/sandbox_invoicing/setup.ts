/** What a person needs to connect the sandbox invoicing service. */
export const setup = `The sandbox invoicing service is a stand-in vendor that Holdfast brings along. It runs on this machine only.

1. Base URL: the address that Holdfast prints at its start, such as \`http://127.0.0.1:3102\`.
2. Sign in with an API key, or with user name and password. The sample workspace has a key already; \`GET /\` of the
   service says more.
`;
