/**
 * The engine with one connection, to the sandbox invoicing service, and the few moves that its tests share.
 */
import assert from 'node:assert/strict';
import type { JsonObject, RunId, WorkspaceId } from '../src/foundation/index.ts';
import type { RunDetails } from '../src/runs/index.ts';
import { createInvoicing, type StandIn } from '../src/sandbox/index.ts';
import { acceptEvent, type Engine, makeEngine, makeMasterKeyText, makeWorkspace } from './engine.ts';
import { openTestDatabase } from './postgres.ts';

/** What the vendor takes for a credential; also the canary that no record may show. */
export const API_KEY = 'canary-api-key-7f3a';

export class Billing {
  readonly vendor: StandIn;
  readonly engine: Engine;
  readonly workspaceId: WorkspaceId;
  readonly databaseUrl: string;
  readonly masterKey: string;

  private constructor(parts: {
    vendor: StandIn;
    engine: Engine;
    workspaceId: WorkspaceId;
    databaseUrl: string;
    masterKey: string;
  }) {
    this.vendor = parts.vendor;
    this.engine = parts.engine;
    this.workspaceId = parts.workspaceId;
    this.databaseUrl = parts.databaseUrl;
    this.masterKey = parts.masterKey;
  }

  /** Starts a vendor, opens a database, and connects the two as `billing`. */
  static async open(): Promise<Billing> {
    const vendor = createInvoicing({ port: 0, apiKey: API_KEY });
    await vendor.start();
    const { url: databaseUrl } = await openTestDatabase();
    const masterKey = makeMasterKeyText();
    const engine = await makeEngine({ url: databaseUrl, masterKey, ports: [Number(new URL(vendor.url).port)] });
    const workspaceId = await makeWorkspace(engine.database);
    const billing = new Billing({ vendor, engine, workspaceId, databaseUrl, masterKey });
    await billing.connect('billing', API_KEY);
    return billing;
  }

  get vendorPort(): number {
    return Number(new URL(this.vendor.url).port);
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.vendor.stop();
  }

  async connect(name: string, key: string): Promise<void> {
    const { workspaceId } = this;
    const settings = { baseUrl: this.vendor.url };
    const credential = { kind: 'api_key', key };
    await this.engine.connections.create({ workspaceId, name, connector: 'sandbox_invoicing', settings, credential });
  }

  /** Breaks the vendor in one way; see its switch table. */
  async setSwitch(setting: JsonObject): Promise<void> {
    await this.ask('PUT', '/sandbox/switches', setting);
  }

  async clearSwitches(): Promise<void> {
    await this.ask('DELETE', '/sandbox/switches');
  }

  /** How many effects of a kind the vendor's own ledger has under a business key. */
  async effects(businessKey: string, kind = 'invoice.created'): Promise<number> {
    const ledger = await this.ask('GET', '/sandbox/ledger?limit=10000');
    const effects = ledger.effects as { kind: string; businessKey: string }[];
    return effects.filter((effect) => effect.kind === kind && effect.businessKey === businessKey).length;
  }

  async makeCustomer(): Promise<string> {
    return (await this.ask('PUT', '/customers/by-email/ada@engines.example', { name: 'Ada' })).id as string;
  }

  async makeInvoice(orderNumber: string): Promise<string> {
    const lines = [{ description: 'Work', quantity: 1, unitPrice: 10 }];
    const customerId = await this.makeCustomer();
    return (await this.ask('POST', '/invoices', { customerId, currency: 'EUR', orderNumber, lines })).id as string;
  }

  /** Accepts an order for a flow; gives back the run's id. */
  async order(flowName: string, order: string, changes: JsonObject = {}): Promise<RunId> {
    const body = { customerId: await this.makeCustomer(), order, amount: 12.5, ...changes };
    return (await acceptEvent(this.engine, this.workspaceId, { flowName, body })).runId;
  }

  details(id: RunId): Promise<RunDetails> {
    return this.engine.control.details({ workspaceId: this.workspaceId, id });
  }

  async stateOf(id: RunId): Promise<string> {
    return (await this.details(id)).run.state;
  }

  /** Calls the vendor as somebody else would, past the engine. */
  async ask(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const answer = await fetch(`${this.vendor.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  }
}

/** A call step that makes an invoice from an order. */
export function invoiceStep(operation: string, key = 'invoice'): JsonObject {
  return {
    key,
    kind: 'call',
    connection: 'billing',
    operation,
    input: invoiceInput({ from: 'trigger.order' }, { from: 'trigger.amount' }),
  };
}

/** The mapping of an invoice with one line. */
export function invoiceInput(orderNumber: JsonObject, unitPrice: JsonObject): JsonObject {
  const line = { object: { description: { value: 'Work' }, quantity: { value: 1 }, unitPrice } };
  return {
    object: {
      customerId: { from: 'trigger.customerId' },
      currency: { value: 'EUR' },
      orderNumber,
      lines: { list: [line] },
    },
  };
}
