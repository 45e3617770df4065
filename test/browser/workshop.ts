/** A product with its first owner signed in, and a hand at its API for what a test does not want to click together. */
import assert from 'node:assert/strict';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { JsonObject, JsonValue } from '../../src/foundation/index.ts';
import { type OpenedProduct, openProduct } from './browser.ts';
import { makeOwner } from './owner.ts';
import type { ProductOptions } from './product.ts';

export interface Workshop extends OpenedProduct {
  readonly page: Page;
  readonly api: Api;
}

/** Starts the product and the browser, and goes through the set-up link. */
export async function openWorkshop(options: ProductOptions = {}): Promise<Workshop> {
  const opened = await openProduct(options);
  const { product } = opened;
  const { page, context } = opened.window;
  await makeOwner(page, product);
  return { ...opened, page, api: new Api(context, product.url) };
}

/** The trigger that the stand-in CRM sends deals to. */
export const DEAL_TRIGGER: JsonObject = {
  kind: 'webhook',
  connector: 'sandbox_crm',
  event: 'deal_closed_won',
  connection: 'sandbox-crm',
  signature: { kind: 'standard_webhooks' },
};

/** A trigger that takes what anybody posts; the same `id` is the same event. */
export const OPEN_TRIGGER: JsonObject = {
  kind: 'webhook',
  signature: { kind: 'unsigned' },
  dedupe: { by: 'path', path: 'id' },
  schema: true,
};

export interface FlowParts {
  readonly title: string;
  readonly trigger: JsonObject;
  readonly steps: readonly JsonObject[];
}

/** Calls of the API with the session of a window. */
export class Api {
  readonly #context: BrowserContext;
  readonly #url: string;

  constructor(context: BrowserContext, url: string) {
    this.#context = context;
    this.#url = url;
  }

  /** Calls below `/api/v1`; throws when it is refused. */
  async ask(method: string, path: string, data?: JsonValue): Promise<JsonObject> {
    const headers = { origin: this.#url };
    const options = { method, headers, ...(data === undefined ? {} : { data }) };
    const answer = await this.#context.request.fetch(`${this.#url}/api/v1${path}`, options);
    const text = await answer.text();
    assert.ok(answer.ok(), `${method} ${path}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  }

  /** Makes a flow with a draft; gives back its name. */
  async makeFlow({ title, trigger, steps }: FlowParts): Promise<string> {
    const document = { holdfast: 1, name: '', title, trigger, steps: [...steps] };
    return (await this.ask('POST', '/flows', { title, document })).name as string;
  }

  /** Publishes the draft; gives back the address for events. */
  async publish(name: string): Promise<string> {
    const { revision } = await this.ask('GET', `/flows/${name}/draft`);
    const { hook } = await this.ask('POST', `/flows/${name}/draft/publish`, { revision: revision as number });
    return (hook as JsonObject).url as string;
  }

  /** Replaces the steps of the draft. */
  async changeSteps(name: string, steps: readonly JsonObject[]): Promise<void> {
    const { revision, document } = await this.ask('GET', `/flows/${name}/draft`);
    const next = { ...(document as JsonObject), steps: [...steps] };
    await this.ask('PUT', `/flows/${name}/draft`, { revision: revision as number, document: next });
  }

  /** Keeps a sample of the trigger or of a step, pinned. */
  async putSample(name: string, key: string, output: JsonValue): Promise<void> {
    await this.ask('PUT', `/flows/${name}/samples/${key}`, { output, isPinned: true, origin: 'pasted' });
  }

  /** Posts an event as a sender would; gives back the answer. */
  async send(url: string, body: string): Promise<JsonObject> {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    assert.ok(answer.ok, `${answer.status} ${url}`);
    return (await answer.json()) as JsonObject;
  }

  /** Breaks a stand-in vendor in one way. */
  async breakVendor(vendor: 'crm' | 'invoicing', setting: JsonObject): Promise<void> {
    await this.ask('PUT', `/sample/vendors/${vendor}/switches`, { setting });
  }

  /** Mends a stand-in vendor. */
  async mendVendor(vendor: 'crm' | 'invoicing'): Promise<void> {
    await this.ask('DELETE', `/sample/vendors/${vendor}/switches`);
  }

  /** From now on every call to the vendor is counted: by a switch that does nothing but count down. */
  async countCalls(vendor: 'crm' | 'invoicing'): Promise<() => Promise<number>> {
    await this.mendVendor(vendor);
    await this.breakVendor(vendor, { name: 'slow', ms: 0, count: COUNTED });
    return async () => {
      const { vendors } = await this.ask('GET', '/sample');
      const shown = (vendors as JsonObject[]).find(({ name }) => name === vendor);
      assert.ok(shown !== undefined);
      const counter = (shown.on as JsonObject[]).find(({ name }) => name === 'slow');
      assert.ok(counter !== undefined);
      return COUNTED - Number(counter.left);
    };
  }
}

const COUNTED = 1_000;

/** Opens the builder of a flow by its address. */
export async function openBuilder(page: Page, name: string, view: 'Canvas' | 'Outline' = 'Canvas'): Promise<void> {
  await page.goto(`/flows/${name}/build`);
  await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view).click();
}

/** Selects a step on the canvas by its title. */
export async function selectStep(page: Page, title: string): Promise<void> {
  await page.locator('.hfb-step').filter({ hasText: title }).click();
  await page.locator('[data-panel-head]').filter({ hasText: title }).waitFor();
}

/** Selects a step in the outline by its title. */
export async function selectRow(page: Page, title: string): Promise<void> {
  await stepRow(page, title).click();
  await page.locator('[data-panel-head]').filter({ hasText: title }).waitFor();
}

/** The row of a step in the outline. */
export function stepRow(page: Page, title: string): Locator {
  return page.getByRole('tree', { name: 'Steps of the flow' }).getByRole('treeitem').filter({ hasText: title });
}

/** Publishes what is open in the builder; gives back the dialog, which says so. */
export async function publishHere(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  await dialog.getByRole('button', { name: 'Publish now' }).click();
  await dialog.getByText(/^Version \d+ is live\.$/).waitFor();
  return dialog;
}

/** A step that calls the stand-in invoicing service. */
export function callStep(key: string, step: { title: string; operation: string; fields: JsonObject }): JsonObject {
  const { title, operation, fields } = step;
  return { kind: 'call', key, title, connection: 'sandbox-invoicing', operation, input: { object: fields } };
}

/** A step that computes a value. */
export function mapStep(key: string, title: string, to: JsonObject): JsonObject {
  return { kind: 'map', key, title, to };
}

/** The field in which the source of a target is chosen. */
export function sourceOf(page: Page, label: string): Locator {
  return page.getByRole('combobox', { name: new RegExp(`^Source of ${label},`) });
}

/** The region that tests a draft. */
export function testRegion(page: Page): Locator {
  return page.getByRole('region', { name: 'Test', exact: true });
}
