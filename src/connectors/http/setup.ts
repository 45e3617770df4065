/** What a person needs to connect any HTTP API. */
export const setup = `Connects any API that speaks HTTP and has no connector of its own.

1. Base URL: the part that all calls share, such as \`https://api.example.com/v1\`. Steps can only call below it, and the
   credential is sent to this host only.
2. Sign in as the API's pages say:
   - an API key in a header or in the query. If it is not called \`x-api-key\` or \`api_key\`, give its name as
     *API key name*, and what stands before the key, such as \`Token\`, as *API key prefix*;
   - a bearer token, or user name and password;
   - OAuth 2.0: choose the provider, or \`custom\` and give its addresses. Make an app at the provider, with the callback
     address that Holdfast shows, and copy its client id and secret;
   - a signature over each request (HMAC): the shared secret, what it covers, and the header it is sent in;
   - a client certificate (mTLS) with its private key, both in PEM;
   - AWS Signature Version 4: access key, region and service;
   - nothing.
3. Verification path: a resource that is cheap to read and needs the credential, such as \`me\`. It is read to prove that
   the connection works.
`;
