/** The one flow of a refresh play, and its connection, made by a person's consent at the authorization server. */
import type { AuthorizationServer } from '../test/authorization-server.ts';
import type { ProductApi } from './product-api.ts';

/** Makes the connection through a connect link, as the person does who owns the account. */
export async function connectByConsent(
  api: ProductApi,
  { url, name, server }: { readonly url: string; readonly name: string; readonly server: AuthorizationServer },
): Promise<void> {
  const { authorizeUrl, tokenUrl, revokeUrl } = server;
  const { link } = await api.post('/api/v1/connect-links', {
    name,
    connector: 'http',
    settings: { baseUrl: server.url, verificationPath: 'api/me' },
    credential: {
      kind: 'oauth2',
      grant: 'authorization_code',
      provider: 'custom',
      endpoints: { issuer: server.url, authorizeUrl, tokenUrl, revokeUrl },
      client: { id: server.clientId, secret: server.clientSecret },
      scopes: ['openid', 'offline_access', 'items.read', 'items.write'],
    },
  });
  const token = new URL(String(link)).hash.slice(1);
  const begun = await fetch(`${url}/api/v1/connect/authorize`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!begun.ok) throw new Error(`The consent did not begin: ${begun.status} ${await begun.text()}`);
  const cookie = begun.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const { url: consentUrl } = (await begun.json()) as { url: string };
  const callback = await fetch(await server.consent(consentUrl), { headers: { cookie } });
  const page = await callback.text();
  if (!callback.ok) throw new Error(`The callback was answered ${callback.status}: ${page}`);
}

/** One call for each event, which the vendor lists. */
export function refreshFlow(name: string): object {
  return {
    holdfast: 1,
    name,
    title: `Refresh: ${name}`,
    trigger: {
      kind: 'webhook',
      schema: { type: 'object', required: ['ref'], properties: { ref: { type: 'string' } } },
      signature: { kind: 'standard_webhooks' },
    },
    steps: [
      {
        kind: 'call',
        key: 'item',
        connection: name,
        operation: 'request',
        declare: { class: 'I' },
        input: {
          object: {
            method: { value: 'POST' },
            path: { value: 'api/items' },
            body: { object: { ref: { from: 'trigger.ref' } } },
          },
        },
      },
    ],
  };
}
