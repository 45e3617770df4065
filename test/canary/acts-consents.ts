/** Consents at a real authorization server: by a signed-in person and by connect links, and every way they can fail. */
import { mend } from './acts-connections.ts';
import { makeCanary, readCanary } from './canaries.ts';
import type { CanaryStage } from './canary-stage.ts';
import type { SchemeCase } from './schemes.ts';
import type { TokenMode } from './token-desk.ts';
import type { WatchedAnswer } from './watched-product.ts';

export const CONSENTED = 'consented';
const FAILURES: readonly TokenMode[] = ['refuse', 'blame', 'trouble', 'strange', 'html', 'cut'];

/** Makes the connection `consented`, after consents whose code nobody wanted to trade. */
export async function playConsents(stage: CanaryStage): Promise<void> {
  const { desk, product } = stage;
  for (const mode of FAILURES) {
    desk.set(CONSENTED, mode);
    // Each paddings of the desk once, so that every cut falls into a secret at some time.
    for (let round = 0; round < 2; round += 1) await consent(stage, { name: `never-${mode}-${round}` });
  }
  desk.set(CONSENTED, 'proxy');
  await consent(stage, { name: 'unproven', verification: 'json/401' });
  const page = await consent(stage, { name: CONSENTED });
  if (!page.text.includes('is connected')) throw new Error(`The consent ended with: ${page.text}`);
  await product.demand('GET', `/api/v1/connections/${CONSENTED}`);
}

async function consent(
  stage: CanaryStage,
  { name, verification, reconnect }: { name?: string; verification?: string; reconnect?: string },
): Promise<WatchedAnswer> {
  const { product } = stage;
  const body =
    reconnect === undefined ? { name, connector: 'http', ...oauthDraft(stage, verification) } : { reconnect };
  const begun = await product.ask('POST', '/api/v1/connections/authorize', { as: 'person', body });
  if (begun.status !== 200) throw new Error(`No consent was begun: ${begun.text}`);
  const page = await finish(stage, begun, product.person);
  await product.demand('GET', `/api/v1/authorizations/${begun.json.id}`);
  return page;
}

/** Goes to the provider and comes back, once as somebody else before. */
async function finish(
  { product, server, witness }: CanaryStage,
  begun: WatchedAnswer,
  person: string,
): Promise<WatchedAnswer> {
  const callback = new URL(await server.consent(begun.json.url));
  witness.guard(
    readCanary(`code ${callback.searchParams.get('code')?.slice(0, 4)}…`, callback.searchParams.get('code') ?? ''),
  );
  const target = `${callback.pathname}${callback.search}`;
  const binding = begun.cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  await product.ask('GET', target, { as: 'nobody' });
  const headers = { cookie: `${person}; ${binding}` };
  const page = await product.ask('GET', target, { as: 'nobody', headers });
  await product.ask('GET', target, { as: 'nobody', headers });
  return page;
}

function oauthDraft({ server, tokenUrl, settingsOf }: CanaryStage, verification?: string) {
  const { authorizeUrl, clientId: id, clientSecret: secret } = server;
  return {
    settings: settingsOf({ name: CONSENTED }, verification),
    credential: {
      kind: 'oauth2',
      grant: 'authorization_code',
      provider: 'custom',
      endpoints: {
        authorizeUrl,
        tokenUrl: tokenUrl(CONSENTED),
        revokeUrl: tokenUrl(CONSENTED).replace(/token$/, 'revoke'),
      },
      client: { id, secret },
      scopes: ['openid', 'offline_access', 'items.read'],
    },
  };
}

/** Links that are given away: a form that takes a secret, and a consent. */
export async function playLinks(stage: CanaryStage): Promise<void> {
  const { product, witness, settingsOf, desk } = stage;
  const token = witness.guard(makeCanary('bearer token by a link', '+/=&"<>%41'));
  const settings = settingsOf({ name: 'by-link' }, 'json/403/250');
  await submitTo(stage, await makeLink(stage, { name: 'by-link', settings, credential: { kind: 'bearer' } }), token);
  const good = settingsOf({ name: 'by-link' });
  const link = await makeLink(stage, { name: 'by-link', settings: good, credential: { kind: 'bearer' } });
  await submitTo(stage, link, token);
  await product.demand('GET', '/api/v1/connections/by-link');
  desk.set(CONSENTED, 'proxy');
  const consentLink = await makeLink(stage, { name: 'consented-by-link', ...oauthDraft(stage) });
  await open(stage, consentLink);
  const begun = await product.ask('POST', '/api/v1/connect/authorize', { as: 'nobody', body: { token: consentLink } });
  const page = await finish(stage, begun, '');
  if (!page.text.includes('is connected')) throw new Error(`The consent by a link ended with: ${page.text}`);
  // Two that nobody finishes.
  const waiting = await makeLink(stage, { name: 'waiting', ...oauthDraft(stage) });
  await product.demand('POST', '/api/v1/connect/authorize', { as: 'nobody', body: { token: waiting } });
}

async function makeLink({ product }: CanaryStage, draft: object): Promise<string> {
  const linkToken = (link: string): string => new URL(link).hash.slice(1);
  const { link } = await product.demand('POST', '/api/v1/connect-links', {
    body: { connector: 'http', ...draft },
    gives: (json) => [readCanary(`connect link ${json.id}`, linkToken(json.link))],
  });
  return linkToken(link);
}

async function open({ product }: CanaryStage, token: string): Promise<void> {
  await product.demand('POST', '/api/v1/connect/open', { as: 'nobody', body: { token } });
  await product.demand('GET', '/api/v1/connect-links');
  // Pasted where an id belongs.
  await product.ask('DELETE', `/api/v1/connect-links/${token}`);
}

async function submitTo(stage: CanaryStage, token: string, secret: string): Promise<void> {
  const { product } = stage;
  await open(stage, token);
  const submit = (fields: object) =>
    product.ask('POST', '/api/v1/connect/submit', { as: 'nobody', body: { token, fields } });
  await submit({ token: `${secret}\n` });
  await submit({ [secret.slice(0, 30)]: secret });
  await submit({ token: secret });
}

/** Tokens that a vendor refuses, and token endpoints that then fail in every way, for consents and for what needs none. */
export async function playRenewals(stage: CanaryStage): Promise<void> {
  const obtained = stage.schemes.filter(({ credential }) => credential['kind'] === 'oauth2');
  await Promise.all([playConsentedRenewals(stage), ...obtained.map((scheme) => playObtaining(stage, scheme))]);
}

async function playObtaining(stage: CanaryStage, scheme: SchemeCase): Promise<void> {
  const { product, desk } = stage;
  const { name, credential } = scheme;
  for (const mode of [...FAILURES, 'echo_scope'] as const) {
    desk.set(name, mode);
    await product.ask('PUT', `/api/v1/connections/${name}/credential`, { body: { credential, verify: true } });
    desk.set(name, 'issue');
    await mend(stage, scheme);
    desk.set(name, mode);
    await refuseToken(stage, scheme);
    desk.set(name, 'issue');
  }
  await mend(stage, scheme);
}

async function playConsentedRenewals(stage: CanaryStage): Promise<void> {
  const { desk } = stage;
  for (const mode of [...FAILURES, 'proxy'] as const) {
    desk.set(CONSENTED, mode);
    await refuseToken(stage, { name: CONSENTED });
    await reconnect(stage);
  }
}

/** Makes `consented` good again by another consent. */
export async function reconnect(stage: CanaryStage): Promise<void> {
  stage.desk.set(CONSENTED, 'proxy');
  const page = await consent(stage, { reconnect: CONSENTED });
  if (!page.text.includes('is connected')) throw new Error(`The reconnect ended with: ${page.text}`);
}

/** The vendor answers 401, so that the token is renewed. */
export async function refuseToken({ product, settingsOf }: CanaryStage, { name }: { name: string }): Promise<void> {
  await product.demand('PATCH', `/api/v1/connections/${name}`, {
    body: { settings: settingsOf({ name }, 'json/401') },
  });
  await product.ask('POST', `/api/v1/connections/${name}/verify`);
  await product.demand('GET', `/api/v1/connections/${name}`);
  await product.demand('PATCH', `/api/v1/connections/${name}`, { body: { settings: settingsOf({ name }) } });
}
