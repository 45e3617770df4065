/** A newcomer's way through the product, with the mouse: from the set-up link to a run that waits for a mended vendor. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type OpenedProduct, openProduct } from './browser.ts';
import { makeOwner } from './owner.ts';

/** What a person would still call quick; a vendor that comes back is tried again within seconds. */
const WAIT_MS = 60_000;
const WALK_MS = 180_000;

describe('a newcomer without code', () => {
  let opened: OpenedProduct;

  before(async () => {
    opened = await openProduct();
  });

  after(() => opened?.stop());

  test('builds a flow from closed deals to invoices, tests it, publishes it, and sees it survive a broken vendor', {
    timeout: WALK_MS,
  }, async () => {
    const { product } = opened;
    const { page, complaints } = opened.window;
    await makeOwner(page, product);
    await createFlow(page);
    await mapCustomer(page);
    await addInvoice(page);
    await publish(page);
    await closeDeal(page, 'Looms for the new hall');
    await seeRun(page, 'Succeeded');
    await breakInvoicing(page);
    await closeDeal(page, 'Consulting days');
    await seeRun(page, 'Waiting');
    await mendInvoicing(page);
    await seeRun(page, 'Succeeded');
    assert.deepEqual(complaints, []);
  });
});

async function createFlow(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New flow' }).click();
  await choose(page.getByRole('combobox', { name: 'Starts in' }), 'Sandbox CRM');
  await choose(page.getByRole('combobox', { name: 'Event' }), 'Deal closed won');
  const firstStep = page.getByRole('group', { name: 'What happens first' });
  await choose(firstStep.getByRole('combobox', { name: 'Through the connection' }), /^sandbox-invoicing/);
  await choose(firstStep.getByRole('combobox', { name: 'Operation' }), 'Create or update customer');
  await page.getByLabel('Title').fill('Deals to invoices');
  await page.getByRole('button', { name: 'Create and open the builder' }).click();
}

/** Opens a list of choices and takes one. */
async function choose(list: Locator, option: string | RegExp): Promise<void> {
  await list.click();
  await list.page().getByRole('option', { name: option, exact: true }).click();
}

/** One field by keyboard, the rest by the suggestions that are sure; then a test with the deal that was received. */
async function mapCustomer(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Call: Create or update customer/ }).click();
  await page.getByRole('button', { name: 'Choose a sample' }).click();
  const chooser = page.getByRole('dialog', { name: 'Choose a sample of the trigger' });
  await chooser.getByRole('button', { name: /^Use / }).first().click();
  await chooser.waitFor({ state: 'detached' });
  const country = targetField(page, 'Country');
  await country.focus();
  await page.keyboard.type('company country');
  await page
    .getByRole('option', { name: /country/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await hearMapped(page, 'Country', 'trigger.data.deal.company.country');
  await page.getByRole('button', { name: 'Map the 2 sure ones' }).click();
  await page.getByText('All required fields are mapped').waitFor();
  await sendForReal(page, '/customers/by-email/');
}

/** Sure fields by one click, the number of the order by dragging it over. */
async function addInvoice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a step after Create or update customer' }).click();
  await page.getByRole('textbox', { name: 'Search operations and steps' }).fill('create invoice');
  await page.getByRole('option', { name: /^Create invoice Makes/ }).click();
  await page.getByRole('button', { name: /^Map the \d sure ones/ }).click();
  await page.getByText('All required fields are mapped').waitFor();
  const dealId = page.getByRole('treeitem', { name: 'id "deal_1"' });
  await dealId.dragTo(targetField(page, 'Order number'));
  await hearMapped(page, 'Order number', 'trigger.data.deal.id');
  await sendForReal(page, '/invoices');
}

/** The mapper says what it has done, for those who do not see it. */
async function hearMapped(page: Page, target: string, source: string): Promise<void> {
  await page.getByText(`${target} now comes from ${source}`).waitFor({ state: 'attached' });
}

function targetField(page: Page, label: string): Locator {
  return page.getByRole('combobox', { name: new RegExp(`^Source of ${label},`) });
}

/** Tests up to the open step, looks at the request that would go out, and lets it go. */
async function sendForReal(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Test up to this step' }).click();
  const dialog = page.getByRole('dialog', { name: /^This step writes/ });
  await dialog.getByText(path).waitFor();
  await dialog.getByText(/real record in sandbox-invoicing/).waitFor();
  await dialog.getByRole('button', { name: 'Send for real' }).click();
  await page
    .getByRole('region', { name: 'Test' })
    .getByText(/^Done: /)
    .waitFor();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  await dialog.getByRole('button', { name: 'Publish now' }).click();
  await dialog.getByText('Version 1 is live.').waitFor();
  await dialog.getByText('registered at sandbox-crm').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

/** Closes a deal at the stand-in, which tells the sample flow and the new one. */
async function closeDeal(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Stand-in vendors' }).click();
  await page.getByRole('combobox', { name: 'Deal' }).selectOption({ label: title });
  await page.getByRole('button', { name: 'Close a deal as won now' }).click();
  await page.getByText('2 webhooks are on the way').first().waitFor();
}

async function breakInvoicing(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Stand-in vendors' }).click();
  await invoicing(page)
    .getByRole('switch', { name: /^Down: answers 503/ })
    .click();
  await invoicing(page).getByText('Broken on purpose in one way').waitFor();
}

async function mendInvoicing(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Stand-in vendors' }).click();
  await invoicing(page)
    .getByRole('button', { name: /^Mend it/ })
    .click();
  await invoicing(page).getByText('Works as it should').waitFor();
}

function invoicing(page: Page): Locator {
  return page.getByRole('region', { name: 'Sandbox invoicing' });
}

/** Waits until the newest run of the new flow is in the state, on a page that nobody reloads. */
async function seeRun(page: Page, state: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Runs', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'Deals to invoices' }).first();
  await row.filter({ hasText: state }).waitFor({ timeout: WAIT_MS });
}
