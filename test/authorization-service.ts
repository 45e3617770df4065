/** The authorization server of the tests itself: oidc-provider, its control, and the protected API beside it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWK, Provider } from 'oidc-provider';
import { AuthorizationLog, type TokenRequestNote } from './authorization-log.ts';
import { AuthorizationStore } from './authorization-store.ts';

export interface AuthorizationServerOptions {
  /** Life of access tokens. */
  readonly accessLifeSeconds?: number;
  /** A refresh gives a new refresh token, and the old one must not come again. True unless told otherwise. */
  readonly rotation?: boolean;
  /** For how long a rotated refresh token stays good, until its successor is used; 0: not at all. */
  readonly graceMs?: number;
  /** Scopes that can be granted. */
  readonly scopes?: readonly string[];
  readonly clientSecret?: string;
  /** Public keys of the client, which then proves itself by `private_key_jwt` (RFC 7523, 2.2) and by nothing else. */
  readonly clientKeys?: readonly JWK[];
  readonly redirectUris?: readonly string[];
  /** A page with a button instead of a consent that happens by itself. */
  readonly hasConsentPage?: boolean;
  readonly port?: number;
}

export interface AuthorizationService {
  readonly url: string;
  close(): Promise<void>;
}

const ACCOUNT = 'ada@example.com';
const DEFAULT_SCOPES = ['items.read', 'items.write'];

/** Serves on the loopback until closed. */
export async function serveAuthorization(
  options: AuthorizationServerOptions & { readonly clientSecret: string },
): Promise<AuthorizationService> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const desk = new Desk(url, options);
  server.on('request', (request, response) => void desk.answer(request, response));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, close };
}

class Desk {
  readonly #url: string;
  readonly #options: AuthorizationServerOptions;
  readonly #log = new AuthorizationLog();
  readonly #store: AuthorizationStore;
  readonly #provider: Provider;
  readonly #items: unknown[] = [];
  readonly #waiters: { count: number; resolve: () => void }[] = [];
  readonly #noteOf = new WeakMap<IncomingMessage, TokenRequestNote>();
  #clientSecret: string;
  #mode = 'up';
  #drops = 0;
  #dropEvery = 0;
  #tokenRequests = 0;
  #delayMs = 0;
  #scope: string | null = null;
  #omitted: string[] = [];

  constructor(url: string, options: AuthorizationServerOptions & { readonly clientSecret: string }) {
    this.#url = url;
    this.#options = options;
    this.#clientSecret = options.clientSecret;
    this.#store = new AuthorizationStore(options.graceMs ?? 0);
    this.#provider = this.#makeProvider();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.#url);
    try {
      if (pathname.startsWith('/control/'))
        return await this.#control(pathname.slice('/control/'.length), request, response);
      if (pathname.startsWith('/api/')) return await this.#api(pathname, request, response);
      if (this.#mode === 'down') return void request.socket.destroy();
      if (this.#mode === 'unavailable') return sendJson(response, 503, { error: 'temporarily_unavailable' });
      if (pathname.startsWith('/interaction/')) return await this.#consent(request, response);
      if (pathname === '/token' && request.method === 'POST') this.#beginToken(request, response);
      await this.#provider.callback()(request, response);
    } catch (error) {
      if (!response.headersSent) sendJson(response, 500, { error: String(error) });
    }
  }

  #makeProvider(): Provider {
    const { accessLifeSeconds = 3600, rotation = true, scopes = DEFAULT_SCOPES, clientKeys } = this.#options;
    const provider = new Provider(this.#url, {
      adapter: (kind: string) => this.#store.adapter(kind),
      clients: [
        {
          client_id: 'holdfast',
          client_secret: this.#clientSecret,
          ...(clientKeys === undefined
            ? {}
            : { jwks: { keys: [...clientKeys] }, token_endpoint_auth_method: 'private_key_jwt' as const }),
          grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
          redirect_uris: [...(this.#options.redirectUris ?? ['http://127.0.0.1:1/oauth/callback'])],
          response_types: ['code'],
          scope: ['openid', 'offline_access', ...scopes].join(' '),
        },
      ],
      scopes: ['openid', 'offline_access', ...scopes],
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        revocation: { enabled: true },
        resourceIndicators: { enabled: false },
      },
      findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: async () => ({ sub, email: sub }) }),
      issueRefreshToken: async () => true,
      rotateRefreshToken: rotation,
      interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
      pkce: { required: () => true },
      cookies: { keys: ['only-for-tests'] },
      ttl: {
        AccessToken: accessLifeSeconds,
        ClientCredentials: accessLifeSeconds,
        AuthorizationCode: 60,
        RefreshToken: 86_400,
        Grant: 86_400,
        Interaction: 600,
        Session: 3600,
        IdToken: 3600,
      },
    });
    provider.on('grant.success', (ctx) => {
      const note = this.#noteOf.get(ctx.req);
      if (note !== undefined) note.grantId = ctx.oidc.entities.Grant?.jti ?? null;
      this.#changeAnswer(ctx as unknown as { body: Record<string, unknown> });
    });
    provider.on('grant.error', (ctx, error) => {
      const note = this.#noteOf.get(ctx.req);
      if (note !== undefined) note.error = error.error;
      const detail = (error as { error_detail?: string }).error_detail;
      if (detail === 'refresh token already used') this.#log.familiesRevoked += 1;
    });
    return provider;
  }

  #changeAnswer(ctx: { body: Record<string, unknown> }): void {
    if (this.#scope !== null) ctx.body = { ...ctx.body, scope: this.#scope };
    ctx.body = Object.fromEntries(Object.entries(ctx.body).filter(([field]) => !this.#omitted.includes(field)));
  }

  /** Notes the request once its body is read, and loses or delays its answer where that was ordered. */
  #beginToken(request: IncomingMessage, response: ServerResponse): void {
    this.#tokenRequests += 1;
    const isEvery = this.#dropEvery > 0 && this.#tokenRequests % this.#dropEvery === 0;
    const isDropped = this.#drops > 0 || isEvery;
    if (this.#drops > 0) this.#drops -= 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.#note(request, Buffer.concat(chunks).toString(), isDropped));
    const delayMs = this.#delayMs;
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = ((...given: unknown[]) => {
      const finish = () => void (isDropped ? request.socket.destroy() : end(...given));
      if (delayMs > 0) setTimeout(finish, delayMs);
      else finish();
      return response;
    }) as typeof response.end;
  }

  #note(request: IncomingMessage, body: string, isDropped: boolean): void {
    const form = new URLSearchParams(body);
    const token = form.get('refresh_token');
    const note: TokenRequestNote = {
      atMs: Date.now(),
      grantType: form.get('grant_type') ?? '',
      clientId: form.get('client_id') ?? 'holdfast',
      grantId: null,
      refreshToken: token === null ? null : createHash('sha256').update(token).digest('hex').slice(0, 16),
      error: null,
      isDropped,
    };
    this.#noteOf.set(request, note);
    this.#log.notes.push(note);
    for (const waiter of this.#waiters) if (this.#log.notes.length >= waiter.count) waiter.resolve();
  }

  async #control(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = JSON.parse((await readBody(request)) || '{}') as Record<string, never>;
    const answer = await this.#order(name, given);
    sendJson(response, 200, answer ?? null);
  }

  async #order(name: string, given: Record<string, never>): Promise<unknown> {
    switch (name) {
      case 'grants':
        return this.#issue(given);
      case 'revoke':
        return this.#store.revokeGrant(given.grantId as unknown as string);
      case 'revoke-access':
        return this.#store.revokeAccessTokens(given.grantId);
      case 'drop':
        this.#drops = given.count as unknown as number;
        return;
      case 'drop-every':
        this.#dropEvery = given.every as unknown as number;
        return;
      case 'delay':
        this.#delayMs = given.delayMs as unknown as number;
        return;
      case 'mode':
        this.#mode = given.mode as unknown as string;
        return;
      case 'scope':
        this.#scope = given.scope as unknown as string | null;
        return;
      case 'omit':
        this.#omitted = given.fields as unknown as string[];
        return;
      case 'client-secret':
        return this.#changeSecret(given.secret as unknown as string);
      case 'counts':
        return this.#log.counts();
      case 'notes':
        return this.#log.notes;
      case 'items':
        return this.#items;
      case 'until':
        return this.#until(given.count as unknown as number);
      default:
        throw new Error(`There is no order "${name}".`);
    }
  }

  async #changeSecret(secret: string): Promise<void> {
    this.#clientSecret = secret;
    const client = await this.#provider.Client.find('holdfast');
    if (client !== undefined) Object.assign(client, { clientSecret: secret });
  }

  #until(count: number): Promise<void> | undefined {
    if (this.#log.notes.length >= count) return undefined;
    return new Promise((resolve) => this.#waiters.push({ count, resolve }));
  }

  async #issue({ scope, accountId = ACCOUNT }: { scope?: string; accountId?: string }): Promise<object> {
    const provider = this.#provider;
    const client = await provider.Client.find('holdfast');
    if (client === undefined) throw new Error('the client is gone');
    const granted = scope ?? (this.#options.scopes ?? DEFAULT_SCOPES).join(' ');
    const grant = new provider.Grant({ accountId, clientId: 'holdfast' });
    grant.addOIDCScope(granted);
    const grantId = await grant.save();
    const common = { client, accountId, grantId, gty: 'authorization_code', scope: granted };
    const access = new provider.AccessToken(common as never);
    const refresh = new provider.RefreshToken(common as never);
    return {
      grantId,
      accessToken: await access.save(),
      refreshToken: await refresh.save(),
      expiresInSeconds: access.expiration,
      scope: granted,
    };
  }

  /** Signs Ada in and consents to everything that was asked for, by itself or when the button is pressed. */
  async #consent(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const details = await this.#provider.interactionDetails(request, response);
    if (this.#options.hasConsentPage === true && request.method !== 'POST') {
      return sendPage(response, String(details.params.scope ?? ''), request.url ?? '');
    }
    const clientId = String(details.params.client_id);
    const grant = new this.#provider.Grant({ accountId: ACCOUNT, clientId });
    grant.addOIDCScope(String(details.params.scope ?? ''));
    const result = { login: { accountId: ACCOUNT }, consent: { grantId: await grant.save() } };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  async #api(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const given = (request.headers.authorization ?? '').replace(/^Bearer /i, '');
    const token =
      (await this.#provider.AccessToken.find(given)) ?? (await this.#provider.ClientCredentials.find(given));
    if (token === undefined || !token.isValid) {
      response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
      return sendJson(response, 401, { error: 'invalid_token', message: 'The access token is not valid.' });
    }
    const account = 'accountId' in token ? token.accountId : token.clientId;
    const scopes = (this.#scope ?? token.scope ?? '').split(' ');
    if (pathname === '/api/me') return sendJson(response, 200, { sub: account, email: account, scopes });
    const needed = request.method === 'POST' ? 'items.write' : 'items.read';
    if (!scopes.includes(needed)) {
      response.setHeader('www-authenticate', `Bearer error="insufficient_scope", scope="${needed}"`);
      return sendJson(response, 403, { error: 'insufficient_scope', message: `The scope ${needed} is missing.` });
    }
    if (request.method !== 'POST') return sendJson(response, 200, { items: this.#items });
    this.#items.push(JSON.parse(body || 'null'));
    sendJson(response, 201, { id: `item-${this.#items.length}` });
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, scope: string, action: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
    `<!doctype html><html lang="en"><title>Test vendor</title><h1>Test vendor</h1><p>Holdfast asks for: ${scope}</p>
     <form method="post" action="${action}"><button>Allow</button></form></html>`,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
