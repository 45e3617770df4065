/** What a person is promised who maps fields: no paths to type, and no unfinished flow that goes live. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import {
  callStep,
  DEAL_TRIGGER,
  OPEN_TRIGGER,
  openBuilder,
  openWorkshop,
  selectStep,
  sourceOf,
  type Workshop,
} from './workshop.ts';

const DEAL = {
  type: 'deal.closed_won',
  data: {
    deal: {
      id: 'deal_77',
      title: 'Looms',
      amount: 12.5,
      currency: 'EUR',
      company: { name: 'Engines Ltd', email: 'accounts@engines.example', country: 'GB' },
      lines: [
        { description: 'Licence', quantity: 1, unitPrice: 10 },
        { description: 'Support', quantity: 1, unitPrice: 2.5 },
      ],
    },
  },
};

/** Path of each field in the deal, and the target it goes to; the last ones stand in a list. */
const FIVE_FIELDS = [
  ['company.email', 'Customer id'],
  ['currency', 'Currency'],
  ['id', 'Order number'],
  ['lines[0].description', 'Description'],
  ['lines[0].unitPrice', 'Unit price'],
] as const;

/** The promise to a newcomer who maps five fields. */
const MAPPED_WITHIN_MS = 60_000;
const LONG = { timeout: 110_000 };

describe('a person who maps fields', () => {
  let workshop: Workshop;
  let page: Page;

  before(async () => {
    workshop = await openWorkshop();
    page = workshop.page;
  });

  after(async () => {
    await workshop?.stop();
  });

  test('maps five fields, some inside of a list, by dragging and without typing a path', LONG, async () => {
    await openInvoiceStep('By dragging');
    const startedMs = performance.now();
    for (const path of ['company', 'lines', 'lines[0]']) {
      await dataLine(path).locator('button.hf-fold').click();
    }
    for (const [path, label] of FIVE_FIELDS) {
      await dragToTarget(path, label);
      await seeMapped(label);
    }
    assert.ok(performance.now() - startedMs < MAPPED_WITHIN_MS);
    await seeResult();
  });

  test('maps the same five fields by keyboard alone', LONG, async () => {
    await openInvoiceStep('By keyboard');
    const startedMs = performance.now();
    for (const [path, label] of FIVE_FIELDS) {
      await goToLine(path);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await page.keyboard.type(label);
      await page.keyboard.press('Enter');
      await seeMapped(label);
    }
    assert.ok(performance.now() - startedMs < MAPPED_WITHIN_MS);
    await seeResult();
  });

  test(
    'cannot publish while required fields are unmapped; each is a sentence, one click from its field',
    LONG,
    async () => {
      const { api } = workshop;
      const steps = [
        callStep('invoice', { title: 'Make the invoice', operation: 'create_invoice', fields: { lines: oneLine() } }),
        callStep('mail', { title: 'Send it', operation: 'send_invoice_email', fields: {} }),
        { kind: 'filter', key: 'big', title: 'Only big ones', when: '' },
      ];
      const name = await api.makeFlow({ title: 'Unfinished', trigger: OPEN_TRIGGER, steps });
      await openBuilder(page, name);
      const blockers = await openBlockers();
      const sentences = await blockers.allInnerTexts();
      assert.match(
        sentences.join('\n'),
        /Make the invoice: The required field "customerId" of the target is not mapped\./,
      );
      assert.match(sentences.join('\n'), /Send it: The required field "invoiceId" of the target is not mapped\./);
      await page.keyboard.press('Escape');
      for (const [index, sentence] of sentences.entries()) {
        await (await openBlockers()).nth(index).click();
        await page.getByRole('dialog', { name: 'Publish' }).waitFor({ state: 'detached' });
        await seeFocusOn(sentence);
      }
      await assert.rejects(api.publish(name), /422/);
      assert.deepEqual(workshop.window.complaints, []);
    },
  );

  async function openInvoiceStep(title: string): Promise<void> {
    const { api } = workshop;
    const steps = [callStep('invoice', { title: 'Make the invoice', operation: 'create_invoice', fields: {} })];
    const name = await api.makeFlow({ title, trigger: DEAL_TRIGGER, steps });
    await api.putSample(name, 'trigger', DEAL);
    await openBuilder(page, name);
    await selectStep(page, 'Make the invoice');
    await sourceOf(page, 'Currency').waitFor();
  }

  /** A line of the tree of data, by its path in the deal. */
  function dataLine(path: string): Locator {
    return page.locator(`[role=treeitem][data-path="trigger.data.deal.${path}"]`);
  }

  /** As a hand does it: both in view, then press, move and let go. */
  async function dragToTarget(path: string, label: string): Promise<void> {
    const target = sourceOf(page, label);
    await page.getByRole('region', { name: 'Mapping' }).evaluate((pane) => pane.scrollIntoView({ block: 'start' }));
    await target.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
    await dataLine(path).hover();
    await page.mouse.down();
    const { x, y, width, height } = (await target.boundingBox()) ?? assert.fail(`${label} is not drawn`);
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 8 });
    await page.mouse.up();
  }

  /** By Tab into the data, then by arrows to the line; what is on the way is opened. */
  async function goToLine(path: string): Promise<void> {
    const line = page.getByRole('region', { name: 'Data' }).locator('[role=treeitem]:focus');
    for (let presses = 0; presses < 80 && (await line.count()) === 0; presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    for (let presses = 0; presses < 40; presses += 1) {
      const at = (await line.getAttribute('data-path'))?.replace('trigger.data.deal.', '') ?? '';
      if (at === path) return;
      const isOnTheWay = path.startsWith(`${at}.`) || path.startsWith(`${at}[`);
      const isClosed = (await line.getAttribute('aria-expanded')) === 'false';
      await page.keyboard.press(isOnTheWay && isClosed ? 'ArrowRight' : 'ArrowDown');
    }
    assert.fail(`the arrow keys do not reach ${path}`);
  }

  async function seeMapped(label: string): Promise<void> {
    await page.getByText(new RegExp(`${label} now comes from `)).waitFor({ state: 'attached' });
  }

  async function seeResult(): Promise<void> {
    const result = page.getByRole('region', { name: 'Result' });
    for (const text of ['"accounts@engines.example"', '"EUR"', '"deal_77"', '"Licence"', '"Support"', '2.5']) {
      await result.getByText(text).first().waitFor();
    }
    assert.deepEqual(workshop.window.complaints, []);
  }

  /** The sentences of the dialog that will not publish. */
  async function openBlockers(): Promise<Locator> {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish' });
    const blockers = dialog.getByRole('alert').getByRole('button');
    await blockers.first().waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Publish now' }).isDisabled());
    return blockers;
  }

  /** The focus is in a field of the settings of the step that the sentence names. */
  async function seeFocusOn(sentence: string): Promise<void> {
    const [, title = '', field] = /^(.+?): (?:The required field "(\w+)")?/.exec(sentence) ?? [];
    await page.locator('[data-panel-head]').filter({ hasText: title }).waitFor();
    const focused = page.locator('.hfb-panel :focus');
    await focused.waitFor();
    const id = (await focused.getAttribute('id')) ?? '';
    assert.ok(field === undefined || id.endsWith(`/${field}`), `${sentence} leads to ${id}`);
    assert.match(await focused.evaluate(({ tagName }) => tagName), /^(INPUT|TEXTAREA)$/, `${sentence} leads to ${id}`);
  }
});

function oneLine() {
  return { list: [{ object: { description: { value: 'Work' }, quantity: { value: 1 } } }] };
}
