/** What a person is promised who tests a draft: pinned data stays here, and what holds is not run again. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { JsonObject } from '../../src/foundation/index.ts';
import {
  callStep,
  DEAL_TRIGGER,
  mapStep,
  OPEN_TRIGGER,
  openBuilder,
  openWorkshop,
  publishHere,
  selectRow,
  stepRow,
  testRegion,
  type Workshop,
} from './workshop.ts';

const PINNED = {
  type: 'deal.closed_won',
  data: { deal: { id: 'deal_77', title: 'Pinned looms', company: { email: 'accounts@engines.example' } } },
};
const OUTDATED = 'Its sample is out of date';
const LONG = { timeout: 110_000 };

describe('a person who tests a draft', () => {
  let workshop: Workshop;
  let page: Page;

  before(async () => {
    workshop = await openWorkshop();
    page = workshop.page;
  });

  after(async () => {
    await workshop?.stop();
  });

  test('tests pinned data without a call to any vendor, and what is published ignores the pin', LONG, async () => {
    const { api } = workshop;
    const email = { from: 'trigger.data.deal.company.email' };
    const letter = { template: '{{trigger.data.deal.title}}, known: {{steps.customer.found}}' };
    const steps = [
      callStep('customer', { title: 'Find the customer', operation: 'find_customer', fields: { email } }),
      mapStep('letter', 'Write the letter', letter),
    ];
    const name = await api.makeFlow({ title: 'Pinned data', trigger: DEAL_TRIGGER, steps });
    await api.putSample(name, 'trigger', PINNED);
    await api.putSample(name, 'customer', { found: true, customer: null });
    const [crmCalls, invoicingCalls] = [await api.countCalls('crm'), await api.countCalls('invoicing')];
    await openBuilder(page, name, 'Outline');
    await testStep('Write the letter', 'Done: 1 ran, 1 kept from before.');
    await seeResults(['Find the customer pinned', 'Write the letter ran']);
    await seeOutput('Write the letter', 'Pinned looms, known: true');
    assert.deepEqual([await crmCalls(), await invoicingCalls()], [0, 0]);

    await publishHere(page);
    await api.ask('POST', '/sample/actions/close-deal', { body: { dealId: 'deal_2' } });
    await page.goto(`/runs?flow=${name}`);
    const row = page.getByRole('row').filter({ hasText: 'Pinned data' });
    await row.filter({ hasText: 'Succeeded' }).waitFor();
    await row.getByRole('link').click();
    const step = page.getByRole('listitem').filter({ hasText: 'Write the letter' });
    await step.getByRole('button', { name: /Output/ }).click();
    await step.getByText('Looms for the new hall, known: ').waitFor();
    assert.equal(await page.getByText('Pinned looms').count(), 0);
    assert.ok((await invoicingCalls()) >= 1);
    assert.deepEqual(workshop.window.complaints, []);
  });

  test('edits step 3 of 6 and tests step 5: 3, 4 and 5 run, 1 and 2 are kept, nothing is deleted', LONG, async () => {
    const { api } = workshop;
    const name = await api.makeFlow({ title: 'Six steps', trigger: OPEN_TRIGGER, steps: sixSteps() });
    await api.putSample(name, 'trigger', { id: 'e1', email: 'ada@engines.example' });
    await openBuilder(page, name, 'Outline');
    await testStep('Step six', 'Done: 6 ran, 0 kept from before.');

    await selectRow(page, 'Step three');
    const calls = await api.countCalls('invoicing');
    await page.getByRole('textbox', { name: /^Text for / }).fill('Hello {{steps.two}}');
    for (const title of ['Step three', 'Step four', 'Step five', 'Step six']) {
      await stepRow(page, title).filter({ hasText: OUTDATED }).waitFor();
    }
    for (const title of ['Step one', 'Step two']) {
      assert.equal(await stepRow(page, title).filter({ hasText: OUTDATED }).count(), 0);
    }
    const { steps: kept } = await api.ask('GET', `/flows/${name}/samples`);
    assert.deepEqual(Object.keys(kept as JsonObject).toSorted(), ['five', 'four', 'one', 'six', 'three', 'two']);

    await selectRow(page, 'Step five');
    await testRegion(page).getByText('outdated: an earlier step changed').waitFor();
    await testStep('Step five', 'Done: 3 ran, 2 kept from before.');
    const held = 'kept: nothing before it changed';
    await seeResults([`Step one ${held}`, `Step two ${held}`, 'Step three ran', 'Step four ran', 'Step five ran']);
    assert.equal(await calls(), 1);
    await seeOutput('Step five', 'Hello ada@engines.example, found: ');
    await stepRow(page, 'Step six').filter({ hasText: OUTDATED }).waitFor();
    assert.equal(await stepRow(page, 'Step five').filter({ hasText: OUTDATED }).count(), 0);
    assert.deepEqual(workshop.window.complaints, []);
  });

  async function testStep(title: string, end: string): Promise<void> {
    await selectRow(page, title);
    await testRegion(page).getByRole('button', { name: 'Test up to this step' }).click();
    await testRegion(page).getByText(end).waitFor();
  }

  /** The list of results says this, step by step, and no more. */
  async function seeResults(expected: readonly string[]): Promise<void> {
    const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
    const texts = (await results.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    assert.equal(texts.length, expected.length);
    for (const [index, text] of expected.entries()) assert.ok(texts[index]?.includes(text), texts.join('\n'));
  }

  async function seeOutput(title: string, text: string): Promise<void> {
    await testRegion(page)
      .getByRole('button', { name: `Show the result of ${title}` })
      .click();
    await page.getByRole('list', { name: 'Results' }).getByText(text).first().waitFor();
  }
});

/** Two of them ask the vendor; the fourth reads no more than the second. */
function sixSteps(): JsonObject[] {
  const asGiven = { email: { from: 'trigger.email' } };
  const inSmall = { email: { fn: 'lower', args: [{ from: 'steps.two' }] } };
  return [
    callStep('one', { title: 'Step one', operation: 'find_customer', fields: asGiven }),
    mapStep('two', 'Step two', { from: 'trigger.email' }),
    mapStep('three', 'Step three', { template: 'Dear {{steps.two}}' }),
    callStep('four', { title: 'Step four', operation: 'find_customer', fields: inSmall }),
    mapStep('five', 'Step five', { template: '{{steps.three}}, found: {{steps.four.found}}' }),
    mapStep('six', 'Step six', { template: '{{steps.five}}!' }),
  ];
}
