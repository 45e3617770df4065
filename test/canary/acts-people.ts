/** A first owner with a session, and API tokens. */
import { makeCanary, readCanary } from './canaries.ts';
import type { CanaryStage } from './canary-stage.ts';
import { TOKEN_SHOWN, type WatchedAnswer, type WatchedProduct } from './watched-product.ts';

const EMAIL = 'mary@firm.example';

/** Makes the owner by the set-up link, signs in again, and makes and revokes a token. */
export async function playPeople({ product, witness }: CanaryStage): Promise<void> {
  const token = witness.guard(readCanary('set-up link', product.setUpToken));
  const password = witness.guard(makeCanary('password of a person', ' +/=&"<>%41 '));
  await product.ask('POST', '/api/v1/set-up', { as: 'nobody', body: { token, name: 'Mary', email: 'no', password } });
  await product.demand('POST', '/api/v1/set-up', {
    as: 'nobody',
    body: { token, name: 'Mary', email: EMAIL, password },
  });
  await signIn(product, `${password} and more`);
  const { cookies, text } = await signIn(product, password);
  if (cookies.length === 0) throw new Error(`Nobody was signed in: ${text}`);
  product.person = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  await product.demand('GET', '/api/v1/me', { as: 'person' });
  await playTokens(product);
}

function signIn(product: WatchedProduct, password: string): Promise<WatchedAnswer> {
  return product.ask('POST', '/api/auth/sign-in/email', {
    as: 'nobody',
    body: { email: EMAIL, password },
    headers: { origin: product.url },
  });
}

async function playTokens(product: WatchedProduct): Promise<void> {
  const { id, secret } = await product.demand('POST', '/api/v1/tokens', {
    body: { name: 'nightly export', role: 'viewer' },
    gives: ({ secret }) => [readCanary('API token', secret, TOKEN_SHOWN)],
  });
  const headers = { authorization: `Bearer ${secret}` };
  await product.ask('GET', '/api/v1/connections', { as: 'nobody', headers });
  await product.ask('GET', '/api/v1/tokens', { as: 'nobody', headers });
  // Pasted where an id belongs, as it happens.
  await product.ask('DELETE', `/api/v1/tokens/${secret}`);
  await product.demand('DELETE', `/api/v1/tokens/${id}`);
  await product.ask('GET', '/api/v1/connections', { as: 'nobody', headers });
}
