/**
 * A workspace with both stand-in vendors and a draft to try: what the tests of samples and trials share. Calls to the
 * vendors are counted where they leave.
 */
import assert from 'node:assert/strict';
import { DraftBook } from '../src/flows/index.ts';
import {
  type JsonObject,
  type JsonValue,
  type LogFields,
  Secret,
  silentLog,
  systemClock,
  type WorkspaceId,
} from '../src/foundation/index.ts';
import type { HttpSender } from '../src/outbound/index.ts';
import { createCrm, createInvoicing, type StandIn } from '../src/sandbox/index.ts';
import { makeTrials } from '../src/trials/index.ts';
import { type Engine, makeEngine, makeMasterKeyText, makeWorkspace } from './engine.ts';
import { openTestDatabase } from './postgres.ts';

/** The credentials of the two vendors; also the canaries that no answer and no sample may show. */
export const CRM_TOKEN = 'canary-crm-token-91ab';
export const BILLING_KEY = 'canary-billing-key-77cd';

type Trials = ReturnType<typeof makeTrials>;

export class Trying {
  readonly engine: Engine;
  readonly workspaceId: WorkspaceId;
  readonly drafts: DraftBook;
  readonly samples: Trials['samples'];
  readonly trials: Trials['trials'];
  readonly crm: StandIn;
  readonly invoicing: StandIn;
  /** `METHOD /path` of every call that trials made, in their order. */
  readonly calls: string[] = [];
  readonly lines: { readonly event: string; readonly fields: LogFields }[] = [];

  private constructor(parts: { engine: Engine; workspaceId: WorkspaceId; crm: StandIn; invoicing: StandIn }) {
    this.engine = parts.engine;
    this.workspaceId = parts.workspaceId;
    this.crm = parts.crm;
    this.invoicing = parts.invoicing;
    const { database, flows, connections } = parts.engine;
    this.drafts = new DraftBook({ database, flows });
    const made = makeTrials({
      database,
      drafts: this.drafts,
      flows,
      connections,
      sender: this.#countingSender(),
      keySeed: async () => new Secret('a seed that only tests have'),
      clock: systemClock,
      log: { ...silentLog, info: (event, fields = {}) => this.lines.push({ event, fields }) },
    });
    this.samples = made.samples;
    this.trials = made.trials;
  }

  /** Starts the vendors, opens a database and connects them as `crm` and `billing`. */
  static async open(): Promise<Trying> {
    const crm = createCrm({ port: 0, token: CRM_TOKEN });
    const invoicing = createInvoicing({ port: 0, apiKey: BILLING_KEY });
    await Promise.all([crm.start(), invoicing.start()]);
    const ports = [crm, invoicing].map((vendor) => Number(new URL(vendor.url).port));
    const { url } = await openTestDatabase();
    const engine = await makeEngine({ url, masterKey: makeMasterKeyText(), ports });
    const trying = new Trying({ engine, crm, invoicing, workspaceId: await makeWorkspace(engine.database) });
    await trying.#connect('crm', 'sandbox_crm', { url: crm.url, key: CRM_TOKEN });
    await trying.#connect('billing', 'sandbox_invoicing', { url: invoicing.url, key: BILLING_KEY });
    return trying;
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await Promise.all([this.crm.stop(), this.invoicing.stop()]);
  }

  /** Makes a flow with a draft of these steps. */
  async draft(name: string, steps: readonly JsonObject[], trigger: JsonObject = {}): Promise<void> {
    const { workspaceId } = this;
    await this.drafts.create({
      workspaceId,
      title: name,
      name,
      document: document(name, steps, trigger),
      editedBy: 'ada',
    });
  }

  /** Replaces the steps of a draft. */
  async edit(name: string, steps: readonly JsonObject[], trigger: JsonObject = {}): Promise<void> {
    const { workspaceId } = this;
    const { revision } = await this.drafts.find(workspaceId, name);
    await this.drafts.save({ workspaceId, name, document: document(name, steps, trigger), revision, editedBy: 'ada' });
  }

  /** Keeps a sample as a person pastes it. */
  paste(flowName: string, key: string, output: JsonValue) {
    const place = { workspaceId: this.workspaceId, flowName, key };
    return this.samples.put(place, { output, isPinned: true, origin: 'pasted', madeBy: 'ada' });
  }

  /** Tries the draft as it is now. */
  async try(flowName: string, upTo: string, choices: Parameters<Trials['trials']['run']>[0]['choices'] = []) {
    const { workspaceId } = this;
    // Before anything is awaited: of two trials at once, neither may forget what the other has called.
    this.calls.length = 0;
    const { revision } = await this.drafts.find(workspaceId, flowName);
    const { steps, ...rest } = await this.trials.run({ workspaceId, flowName, by: 'ada', revision, upTo, choices });
    const states = Object.fromEntries(steps.map((step) => [step.key, step.state]));
    const step = (key: string) => {
      const found = steps.find((each) => each.key === key);
      assert.ok(found !== undefined, `the trial has a step ${key}`);
      return found;
    };
    return { ...rest, steps, states, step, calls: [...this.calls] };
  }

  /** Calls a vendor as somebody else would. */
  async ask(vendor: StandIn, method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const answer = await fetch(`${vendor.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': vendor === this.crm ? CRM_TOKEN : BILLING_KEY },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, text);
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  }

  /** Id of a customer that the invoicing vendor knows. */
  async customer(): Promise<string> {
    const body = { name: 'Ada' };
    return (await this.ask(this.invoicing, 'PUT', '/customers/by-email/ada@engines.example', body)).id as string;
  }

  /** How many invoices the vendor's own ledger has in all. */
  async invoices(): Promise<number> {
    const { effects } = await this.ask(this.invoicing, 'GET', '/sandbox/ledger?limit=10000');
    return (effects as { kind: string }[]).filter(({ kind }) => kind === 'invoice.created').length;
  }

  async #connect(name: string, connector: string, vendor: { url: string; key: string }): Promise<void> {
    const { workspaceId } = this;
    const credential = { kind: 'api_key', key: vendor.key };
    await this.engine.connections.create({
      workspaceId,
      name,
      connector,
      settings: { baseUrl: vendor.url },
      credential,
    });
  }

  #countingSender(): HttpSender {
    const { sender } = this.engine;
    const send: HttpSender['send'] = (call) => {
      this.calls.push(`${call.request.method} ${new URL(call.request.url).pathname}`);
      return sender.send(call);
    };
    return { send } as HttpSender;
  }
}

/** A call step; `fields` map input fields to paths. */
export function callStep(
  key: string,
  [connection, operation]: [string, string],
  fields: Record<string, string>,
): JsonObject {
  const object = Object.fromEntries(Object.entries(fields).map(([name, from]) => [name, { from }]));
  return { key, kind: 'call', connection, operation, input: { object } };
}

/** An invoice for the event's customer. */
export function invoiceStep(key: string, description: string): JsonObject {
  const line = { object: { description: { value: description }, quantity: { value: 1 }, unitPrice: { value: 10 } } };
  const object = {
    customerId: { from: 'trigger.customerId' },
    currency: { value: 'EUR' },
    orderNumber: { from: 'trigger.order' },
    lines: { list: [line] },
  };
  return { key, kind: 'call', connection: 'billing', operation: 'create_invoice', input: { object } };
}

function document(name: string, steps: readonly JsonObject[], trigger: JsonObject): JsonObject {
  const plain = {
    kind: 'webhook',
    signature: { kind: 'unsigned' },
    ...('connector' in trigger ? {} : { schema: true }),
  };
  return { holdfast: 1, name, title: name, trigger: { ...plain, ...trigger }, steps: [...steps] };
}
