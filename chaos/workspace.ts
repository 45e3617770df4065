/** Fills the workspace of a chaos run through the API, as its owner would. */
import type { Database } from '../src/db/database.ts';
import { type ChaosFlow, connectionOf, documentOf, type VendorSeeds } from './chaos-flows.ts';
import { ProductApi } from './product-api.ts';
import type { Hook } from './sender.ts';
import { genericConnectionOf } from './short-keys.ts';
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
export async function makeWorkspace({ url, database, vendor, flows }: WorkspaceParts): Promise<Map<string, Hook>> {
  const api = await ProductApi.open(url, database);
  const hooks = new Map<string, Hook>();
  for (const flow of flows) {
    const connect = (name: string, connector: string): Promise<object> =>
      api.post('/api/v1/connections', {
        name,
        connector,
        settings: { baseUrl: vendor.url },
        credential: { kind: 'api_key', key: vendor.apiKey },
      });
    const name = connectionOf(flow.name);
    await connect(name, 'sandbox_invoicing');
    if (flow.hasShortKeys) await connect(genericConnectionOf(name), 'http');
    hooks.set(flow.name, await api.publish(documentOf(flow)));
  }
  return hooks;
}
