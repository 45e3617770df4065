/** Fills the workspace of a chaos run through the API, as its owner would. */
import { listWorkspaces, makeApiToken } from '../src/access/index.ts';
import type { Database } from '../src/db/database.ts';
import { type ChaosFlow, connectionOf, documentOf, type VendorSeeds } from './chaos-flows.ts';
import type { Hook } from './sender.ts';
import type { Vendor } from './vendor.ts';

export interface WorkspaceParts {
  /** Of the API. */
  readonly url: string;
  readonly database: Database;
  readonly vendor: Vendor;
  readonly flows: readonly ChaosFlow[];
}

/** Makes the records at the vendor that every event refers to. */
export async function seedVendor(vendor: Vendor): Promise<VendorSeeds> {
  const customer = await vendor.call('PUT', '/customers/by-email/seed@chaos.example', { name: 'Seed' });
  const invoice = await vendor.call('POST', '/invoices', {
    customerId: customer.id,
    currency: 'EUR',
    orderNumber: 'seed',
    lines: [{ description: 'Seed', quantity: 1, unitPrice: 1 }],
  });
  return { customerId: String(customer.id), invoiceId: String(invoice.id) };
}

/** Makes a connection for each flow and publishes the flows; gives where their events go. */
export async function makeWorkspace(parts: WorkspaceParts): Promise<ReadonlyMap<string, Hook>> {
  const token = await makeToken(parts.database);
  const post = (resource: string, body: object) => postToApi({ url: parts.url, token, resource, body });
  const hooks = new Map<string, Hook>();
  for (const flow of parts.flows) {
    await post('/api/v1/connections', {
      name: connectionOf(flow.name),
      connector: 'sandbox_invoicing',
      settings: { baseUrl: parts.vendor.url },
      credential: { kind: 'api_key', key: parts.vendor.apiKey },
    });
    const published = await post('/api/v1/flows/publish', { document: documentOf(flow) });
    const { path, secret } = published.hook as { path: string; secret: string };
    hooks.set(flow.name, { url: parts.url + path, secret });
  }
  return hooks;
}

/** The token is printed once for a person to see; a driver makes one of its own. */
async function makeToken(database: Database): Promise<string> {
  const [workspace] = await listWorkspaces(database);
  if (workspace === undefined) throw new Error('The product made no workspace.');
  const token = await makeApiToken(database, { workspaceId: workspace.workspaceId, name: 'chaos' });
  return token.reveal();
}

/** Posts to the API with a token; throws with its answer when that is no success. */
async function postToApi(call: {
  readonly url: string;
  readonly token: string;
  readonly resource: string;
  readonly body: object;
}): Promise<Record<string, unknown>> {
  const response = await fetch(call.url + call.resource, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${call.token}` },
    body: JSON.stringify(call.body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${call.resource} was answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
