/** What the client does about connections beyond making and proving them. */
import type { JsonObject } from '../foundation/index.ts';
import type { AuditEntryShown } from './audit-shapes.ts';
import type { ConnectLinkMade, ProviderShown } from './connect-shapes.ts';
import type { ConnectionChange, ConnectionShown, RevokedShown, RevokePreview } from './connection-shapes.ts';

/** Makes one call of the API. */
export type ApiCall = <T>(call: {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly json?: JsonObject;
}) => Promise<T>;

export class ConnectingClient {
  readonly #call: ApiCall;

  constructor(call: ApiCall) {
    this.#call = call;
  }

  updateConnection(name: string, change: ConnectionChange): Promise<ConnectionShown> {
    return this.#call({ method: 'PATCH', path: placeOf(name), json: { ...change } as JsonObject });
  }

  previewRevoke(name: string): Promise<RevokePreview> {
    return this.#call({ method: 'GET', path: `${placeOf(name)}/revoke` });
  }

  revokeConnection(name: string): Promise<RevokedShown> {
    return this.#call({ method: 'POST', path: `${placeOf(name)}/revoke` });
  }

  deleteConnection(name: string): Promise<unknown> {
    return this.#call({ method: 'DELETE', path: placeOf(name) });
  }

  /** The answer holds the link, once. */
  createConnectLink(draft: JsonObject): Promise<ConnectLinkMade> {
    return this.#call({ method: 'POST', path: '/connect-links', json: draft });
  }

  async listProviders(): Promise<readonly ProviderShown[]> {
    return (await this.#call<{ providers: ProviderShown[] }>({ method: 'GET', path: '/providers' })).providers;
  }

  /** The newest first; `before` is the id of the last one seen. */
  async listAudit(page: { limit?: number; before?: string } = {}): Promise<readonly AuditEntryShown[]> {
    const query = new URLSearchParams(Object.entries(page).map(([name, value]) => [name, String(value)]));
    const path = query.size === 0 ? '/audit' : `/audit?${query}`;
    return (await this.#call<{ entries: AuditEntryShown[] }>({ method: 'GET', path })).entries;
  }
}

function placeOf(name: string): string {
  return `/connections/${encodeURIComponent(name)}`;
}
