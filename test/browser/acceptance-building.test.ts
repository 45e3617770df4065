/** What a person is promised while building: mapping without paths, samples that stay here, tests that do not run twice. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { JsonObject } from '../../src/foundation/index.ts';
import {
  DEAL_TRIGGER,
  OPEN_TRIGGER,
  openBuilder,
  openWorkshop,
  selectStep,
  sourceOf,
  stepBox,
  testRegion,
  type Workshop,
} from './workshop.ts';

const DEAL = {
  type: 'deal.closed_won',
  data: {
    deal: {
      id: 'deal_77',
      title: 'Pinned looms',
      amount: 12.5,
      currency: 'EUR',
      closedAt: '2026-11-20T10:00:00Z',
      company: { name: 'Engines Ltd', email: 'accounts@engines.example', country: 'GB' },
      lines: [
        { description: 'Licence', quantity: 1, unitPrice: 10 },
        { description: 'Support', quantity: 1, unitPrice: 2.5 },
      ],
    },
  },
};

/** Path of each field in the data, and the target it goes to; the last ones stand in a list. */
const FIVE_FIELDS = [
  ['company.email', 'Customer id'],
  ['currency', 'Currency'],
  ['id', 'Order number'],
  ['lines[0].description', 'Description'],
  ['lines[0].unitPrice', 'Unit price'],
] as const;

/** The promise to a newcomer who maps five fields. */
const MAPPED_WITHIN_MS = 60_000;
const SLOW_TEST = { timeout: 110_000 };

function callStep(key: string, title: string, operation: string, fields: JsonObject): JsonObject {
  return { kind: 'call', key, title, connection: 'sandbox-invoicing', operation, input: { object: fields } };
}

function mapStep(key: string, title: string, to: JsonObject): JsonObject {
  return { kind: 'map', key, title, to };
}

describe('a person who builds a flow', () => {
  let workshop: Workshop;
  let page: Page;

  before(async () => {
    workshop = await openWorkshop();
    page = workshop.page;
    page.setDefaultTimeout(10_000);
  });

  afterEach(async (t) => {
    if (!(t as any).passed) await page.screenshot({ path: `/tmp/L-${(t as any).name.slice(0, 20)}.png` });
  });

  after(async () => {
    await workshop?.stop();
  });

  async function openInvoiceStep(title: string): Promise<void> {
    const { api } = workshop;
    const steps = [callStep('invoice', 'Make the invoice', 'create_invoice', {})];
    const name = await api.makeFlow({ title, trigger: DEAL_TRIGGER, steps });
    await api.putSample(name, 'trigger', DEAL);
    await openBuilder(page, name);
    await selectStep(page, 'Make the invoice');
    await sourceOf(page, 'Currency').waitFor();
  }

  test(
    'maps five fields, one of them inside of a list, by dragging them and without typing a path',
    SLOW_TEST,
    async () => {
      await openInvoiceStep('By dragging');
      const startedMs = performance.now();
      for (const [path, label] of FIVE_FIELDS) {
        await page.locator(`[role=treeitem][data-path="trigger.data.deal.${path}"]`).dragTo(sourceOf(page, label));
        await page.getByText(new RegExp(`${label} now comes from `)).waitFor({ state: 'attached' });
      }
      assert.ok(performance.now() - startedMs < MAPPED_WITHIN_MS);
      await seeFiveFields();
    },
  );

  test('maps the same five fields by keyboard alone', SLOW_TEST, async () => {
    await openInvoiceStep('By keyboard');
    const startedMs = performance.now();
    for (const [path, label] of FIVE_FIELDS) {
      const line = page.locator(`[role=treeitem][data-path="trigger.data.deal.${path}"]`);
      await goToLine(line);
      await page.keyboard.press('Enter');
      const search = page.getByRole('dialog').getByRole('combobox');
      await search.waitFor();
      await page.keyboard.type(label);
      await page.keyboard.press('Enter');
      await page.getByText(new RegExp(`${label} now comes from `)).waitFor({ state: 'attached' });
    }
    assert.ok(performance.now() - startedMs < MAPPED_WITHIN_MS);
    await seeFiveFields();
  });

  /** By Tab into the data, then by arrows to the line. */
  async function goToLine(line: Locator): Promise<void> {
    const tree = page.getByRole('region', { name: 'Data' }).getByRole('tree');
    for (let presses = 0; presses < 80; presses += 1) {
      if (await tree.evaluate((element) => element.contains(document.activeElement))) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Home');
    for (let presses = 0; presses < 40; presses += 1) {
      if (await line.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('ArrowDown');
    }
    assert.fail('the arrow keys do not reach the line');
  }

  async function seeFiveFields(): Promise<void> {
    const result = page.getByRole('region', { name: 'Result' });
    for (const text of ['"accounts@engines.example"', '"EUR"', '"deal_77"', '"Licence"', '"Support"', '2.5']) {
      await result.getByText(text).first().waitFor();
    }
    assert.deepEqual(workshop.window.complaints, []);
  }

  test(
    'tests with pinned data without a call to any vendor, and the published flow ignores what is pinned',
    SLOW_TEST,
    async () => {
      const { api } = workshop;
      const steps = [
        callStep('customer', 'Find the customer', 'find_customer', {
          email: { from: 'trigger.data.deal.company.email' },
        }),
        mapStep('letter', 'Write the letter', {
          template: '{{trigger.data.deal.title}}, known: {{steps.customer.found}}',
        }),
      ];
      const name = await api.makeFlow({ title: 'Pinned data', trigger: DEAL_TRIGGER, steps });
      await api.putSample(name, 'trigger', DEAL);
      await api.putSample(name, 'customer', { found: true, customer: null });
      const [crmCalls, invoicingCalls] = [await api.countCalls('crm'), await api.countCalls('invoicing')];
      await openBuilder(page, name);
      await selectStep(page, 'Write the letter');
      await testRegion(page).getByRole('button', { name: 'Test up to this step' }).click();
      await testRegion(page).getByText('Done: 1 ran, 1 kept from before.').waitFor();
      await seeResults(['Find the customer pinned', 'Write the letter ran']);
      await seeOutput('Write the letter', 'Pinned looms, known: true');
      assert.deepEqual([await crmCalls(), await invoicingCalls()], [0, 0]);

      await publishHere();
      await api.ask('POST', '/sample/actions/close-deal', { body: { dealId: 'deal_2' } });
      await page.goto(`/runs?flow=${name}`);
      const row = page.getByRole('row').filter({ hasText: 'Pinned data' });
      await row.filter({ hasText: 'Succeeded' }).waitFor();
      await row.getByRole('link').click();
      const letter = page.getByRole('listitem').filter({ hasText: 'Write the letter' });
      await letter.getByRole('button', { name: /Output/ }).click();
      await letter.getByText('Looms for the new hall, known: ').waitFor();
      assert.equal(await page.getByText('Pinned looms').count(), 0);
      assert.ok((await invoicingCalls()) >= 1);
    },
  );

  async function publishHere(): Promise<void> {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish' });
    await dialog.getByRole('button', { name: 'Publish now' }).click();
    await dialog.getByText(/^Version \d+ is live\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  }

  async function seeResults(expected: readonly string[]): Promise<void> {
    const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
    const texts = (await results.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    const starts = expected.map((text, index) => (texts[index] ?? '').includes(text));
    assert.ok(starts.length === texts.length && starts.every(Boolean), texts.join('\n'));
  }

  async function seeOutput(title: string, text: string): Promise<void> {
    await testRegion(page)
      .getByRole('button', { name: `Show the result of ${title}` })
      .click();
    await page.getByRole('list', { name: 'Results' }).getByText(text).first().waitFor();
  }

  test(
    'edits step 3 of 6 and tests step 5: steps 3 to 5 run, 1 and 2 are kept, and what follows is outdated, not gone',
    SLOW_TEST,
    async () => {
      const { api } = workshop;
      const find = { email: { from: 'trigger.email' } };
      const steps = [
        callStep('one', 'Step one', 'find_customer', find),
        mapStep('two', 'Step two', { from: 'trigger.email' }),
        mapStep('three', 'Step three', { template: 'Dear {{steps.two}}' }),
        callStep('four', 'Step four', 'find_customer', { email: { fn: 'lower', args: [{ from: 'steps.two' }] } }),
        mapStep('five', 'Step five', { template: '{{steps.three}}, found: {{steps.four.found}}' }),
        mapStep('six', 'Step six', { template: '{{steps.five}}!' }),
      ];
      const name = await api.makeFlow({ title: 'Six steps', trigger: OPEN_TRIGGER, steps });
      await api.putSample(name, 'trigger', { id: 'e1', email: 'ada@engines.example' });
      await openBuilder(page, name);
      await selectStep(page, 'Step six');
      await testRegion(page).getByRole('button', { name: 'Test up to this step' }).click();
      await testRegion(page).getByText('Done: 6 ran, 0 kept from before.').waitFor();

      await selectStep(page, 'Step three');
      const calls = await api.countCalls('invoicing');
      await page.getByRole('textbox', { name: /^Text for / }).fill('Hello {{steps.two}}');
      for (const title of ['Step three', 'Step four', 'Step five', 'Step six']) {
        await stepBox(page, title).filter({ hasText: 'Its sample is out of date' }).waitFor();
      }
      for (const title of ['Step one', 'Step two']) {
        assert.equal(await stepBox(page, title).filter({ hasText: 'out of date' }).count(), 0);
      }
      const { steps: kept } = await api.ask('GET', `/flows/${name}/samples`);
      assert.deepEqual(Object.keys(kept as JsonObject).sort(), ['five', 'four', 'one', 'six', 'three', 'two']);

      await selectStep(page, 'Step five');
      await testRegion(page).getByText('outdated: an earlier step changed').waitFor();
      await testRegion(page).getByRole('button', { name: 'Test up to this step' }).click();
      await testRegion(page).getByText('Done: 3 ran, 2 kept from before.').waitFor();
      const unchanged = 'kept: nothing before it changed';
      await seeResults([
        `Step one ${unchanged}`,
        `Step two ${unchanged}`,
        'Step three ran',
        'Step four ran',
        'Step five ran',
      ]);
      assert.equal(await calls(), 1);
      await seeOutput('Step five', 'Hello ada@engines.example, found: ');
      await stepBox(page, 'Step six').filter({ hasText: 'Its sample is out of date' }).waitFor();
    },
  );
});
