/** The product's API as a driver uses it: with a token of its own, since the first one is shown to a person only. */
import { listWorkspaces, makeApiToken } from '../src/access/index.ts';
import type { Database } from '../src/db/database.ts';

export class ProductApi {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Makes a token in the database of the product at this address. */
  static async open(url: string, database: Database): Promise<ProductApi> {
    const [workspace] = await listWorkspaces(database);
    if (workspace === undefined) throw new Error('The product made no workspace.');
    const token = await makeApiToken(database, { workspaceId: workspace.workspaceId, name: 'driver' });
    return new ProductApi(url, token.reveal());
  }

  /** Publishes a flow; gives the address of its webhook and its secret, if it has one. */
  async publish(document: object): Promise<{ readonly url: string; readonly secret: string }> {
    const { hook } = await this.post('/api/v1/flows/publish', { document });
    const { path, secret = '' } = hook as { path: string; secret?: string };
    return { url: this.#url + path, secret };
  }

  /** Posts a JSON body; throws with the answer when that is no success. */
  async post(resource: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.#url + resource, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${resource} was answered ${response.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
}

/** True when the product at this address takes work. */
export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health/ready`)).ok;
  } catch {
    return false;
  }
}
