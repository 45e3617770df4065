/** The API as a service: listens, and stops without cutting off a request that it has begun to answer. */
import type { Service } from '../foundation/index.ts';
import { makeApiApp } from './api-app.ts';
import type { ApiConfig, ApiDeps, HealthDeps } from './api-deps.ts';
import { fail } from './errors.ts';
import { makeHealthApp } from './health-app.ts';
import { pageUrlOf, serverUrl } from './server-url.ts';
import type { ApiRouter } from './type-provider.ts';

/** Requests under way get this long when the server stops; then their connections are closed. */
const CLOSE_TIMEOUT_MS = 5_000;

export class ApiServer implements Service {
  readonly name = 'api_server';
  readonly #config: ApiConfig;
  readonly #makeApp: () => ApiRouter;
  #app: ApiRouter | undefined;
  #url: string | undefined;

  private constructor(config: ApiConfig, makeApp: (server: ApiServer) => ApiRouter) {
    this.#config = config;
    this.#makeApp = () => makeApp(this);
  }

  /** The server of the whole API. */
  static forApi(deps: ApiDeps, config: ApiConfig): ApiServer {
    return new ApiServer(config, (server) => makeApiApp(deps, config, () => server.publicUrl));
  }

  /** A server of health and metrics alone, for a worker. */
  static forHealth(deps: HealthDeps, config: ApiConfig): ApiServer {
    return new ApiServer(config, () => makeHealthApp(deps, config));
  }

  /** Where the server is reached from this machine; before it listens, where it will be. */
  get url(): string {
    return this.#url ?? serverUrl(this.#config.host, this.#config.port);
  }

  /** What stands before the paths of webhooks. */
  get publicUrl(): string {
    return this.#config.publicUrl ?? this.url;
  }

  /** Where people open the web app. */
  get pageUrl(): string {
    return pageUrlOf(this.publicUrl);
  }

  /** Listens; throws `api.server.port_taken`. */
  async start(): Promise<void> {
    if (this.#app !== undefined) return;
    const { host, port } = this.#config;
    const app = this.#makeApp();
    try {
      await app.listen({ host, port });
    } catch (error) {
      await app.close();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw fail('api.server.port_taken', { cause: error, context: { host, port } });
    }
    this.#app = app;
    const address = app.server.address();
    this.#url = serverUrl(host, typeof address === 'object' && address !== null ? address.port : port);
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (app === undefined) return;
    const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    await app.close();
    clearTimeout(timer);
  }
}
