/** What a person needs to connect any HTTP API. */
export const setup = `Connects any API that speaks HTTP and has no connector of its own.

1. Base URL: the part that all calls share, such as \`https://api.example.com/v1\`. Steps can only call below it, and the
   credential is sent to this host only.
2. Sign in as the API's pages say: an API key in a header or in the query, a bearer token, user name and password, or
   nothing. If the key's header or parameter is not called \`x-api-key\` or \`api_key\`, give its name as *API key name*.
3. Verification path: a resource that is cheap to read and needs the credential, such as \`me\`. It is read to prove that
   the connection works.
`;
