/**
 * A real authorization server for tests: oidc-provider with rotation and reuse detection, short lives, answers that are
 * lost, a log of its own, and a small protected API beside it. `startAuthorizationServer` runs it in this process,
 * `spawnAuthorizationServer` in one of its own; both give the same remote control, which goes over HTTP.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { RefreshCounts, TokenRequestNote } from './authorization-log.ts';
import { type AuthorizationServerOptions, serveAuthorization } from './authorization-service.ts';

export type { RefreshCounts, TokenRequestNote } from './authorization-log.ts';
export type { AuthorizationServerOptions } from './authorization-service.ts';

/** A grant with its first tokens, as if a person had just consented. */
export interface IssuedGrant {
  readonly grantId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly scope: string;
}

/** `down`: connections are cut before anything is read; `unavailable`: status 503. The protected API stays up. */
export type ServerMode = 'up' | 'down' | 'unavailable';

const PROCESS_FILE = path.join(import.meta.dirname, 'authorization-server-process.ts');

export class AuthorizationServer {
  /** The issuer; also the origin of `/api/me` and `/api/items`. */
  readonly url: string;
  readonly port: number;
  readonly clientId = 'holdfast';
  readonly clientSecret: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly #close: () => Promise<void>;

  constructor(url: string, clientSecret: string, close: () => Promise<void>) {
    this.url = url;
    this.port = Number(new URL(url).port);
    this.clientSecret = clientSecret;
    this.authorizeUrl = `${url}/auth`;
    this.tokenUrl = `${url}/token`;
    this.revokeUrl = `${url}/token/revocation`;
    this.#close = close;
  }

  /** Gives out tokens without a browser. */
  issueGrant(options: { scope?: string; accountId?: string } = {}): Promise<IssuedGrant> {
    return this.#control('grants', options);
  }

  /** The person takes the consent back. */
  revokeGrant(grantId: string): Promise<void> {
    return this.#control('revoke', { grantId });
  }

  /** Access tokens end before their time; refresh tokens stay. */
  revokeAccessTokens(grantId?: string): Promise<void> {
    return this.#control('revoke-access', { grantId });
  }

  /** The next `count` requests at the token endpoint are processed and their answers thrown away. */
  dropAnswers(count: number): Promise<void> {
    return this.#control('drop', { count });
  }

  /** Each `every`th answer of the token endpoint from now on is lost; 0 ends that. */
  dropEvery(every: number): Promise<void> {
    return this.#control('drop-every', { every });
  }

  /** Answers of the token endpoint come this much later than they were decided. */
  delayAnswers(delayMs: number): Promise<void> {
    return this.#control('delay', { delayMs });
  }

  setMode(mode: ServerMode): Promise<void> {
    return this.#control('mode', { mode });
  }

  /** What refreshes give from now on, whatever was granted: the person consented to less. */
  shrinkScopes(scope: string | null): Promise<void> {
    return this.#control('scope', { scope });
  }

  /** Members of the token answer that are left out from now on, such as `expires_in`. */
  omitFromAnswers(fields: readonly string[]): Promise<void> {
    return this.#control('omit', { fields });
  }

  /** The operator changes the secret of the OAuth app. */
  changeClientSecret(secret: string): Promise<void> {
    return this.#control('client-secret', { secret });
  }

  counts(): Promise<RefreshCounts> {
    return this.#control('counts', {});
  }

  notes(): Promise<TokenRequestNote[]> {
    return this.#control('notes', {});
  }

  /** Resolves when the token endpoint has seen this many requests. */
  async untilRequests(count: number): Promise<void> {
    await this.#control('until', { count });
  }

  /** Bodies that were posted to `/api/items`, in the order they came. */
  items(): Promise<unknown[]> {
    return this.#control('items', {});
  }

  /**
   * Walks through sign-in and consent of an authorization request as a browser would; gives back the address that the
   * browser is sent to at the end, which is not opened.
   */
  async consent(authorizeUrl: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = authorizeUrl;
    for (let hop = 0; hop < 12; hop += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
      for (const set of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (set.split(';')[0] as string).split(/=(.*)/s);
        cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (next === null) throw new Error(`The consent ended with ${answer.status}: ${await answer.text()}`);
      url = new URL(next, url).href;
      if (!url.startsWith(`${this.url}/`)) return url;
    }
    throw new Error('The consent takes no end');
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #control<T>(name: string, body: object): Promise<T> {
    const answer = await fetch(`${this.url}/control/${name}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

const DEFAULT_SECRET = 'a-secret-of-the-oauth-app-that-only-tests-have';

/** Starts the server in this process; with `scope` (a test's `t`) it is stopped by itself. */
export async function startAuthorizationServer(
  options: AuthorizationServerOptions = {},
  scope?: { after(run: () => Promise<void>): void },
): Promise<AuthorizationServer> {
  const clientSecret = options.clientSecret ?? DEFAULT_SECRET;
  const service = await serveAuthorization({ ...options, clientSecret });
  const server = new AuthorizationServer(service.url, clientSecret, service.close);
  scope?.after(() => server.close());
  return server;
}

/** Starts the server in a process of its own, which ends with this one. */
export async function spawnAuthorizationServer(
  options: AuthorizationServerOptions = {},
): Promise<AuthorizationServer & { readonly child: ChildProcess }> {
  const clientSecret = options.clientSecret ?? DEFAULT_SECRET;
  const argument = JSON.stringify({ ...options, clientSecret });
  const child = spawn(process.execPath, [PROCESS_FILE, argument], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return Object.assign(new AuthorizationServer(line, clientSecret, close), { child });
}
