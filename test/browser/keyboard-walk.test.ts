/** The newcomer's way without a mouse: every step of it by Tab, arrows, Enter and letters. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type OpenedProduct, openProduct } from './browser.ts';
import { arrowTo, chooseIn, pressOn, seeFocus, tabTo, typeInto } from './keyboard.ts';
import { OWNER } from './owner.ts';
import type { Product } from './product.ts';

/** A vendor that comes back is tried again within seconds. */
const WAIT_MS = 60_000;
const WALK_MS = 180_000;

describe('a newcomer without a mouse', () => {
  let opened: OpenedProduct;

  before(async () => {
    opened = await openProduct();
  });

  after(() => opened?.stop());

  test('builds, tests and publishes a flow, and sees it survive a broken vendor, by keyboard alone', {
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
    await openRun(page);
    assert.deepEqual(complaints, []);
  });
});

async function makeOwner(page: Page, product: Product): Promise<void> {
  await page.goto(product.setUpLink);
  await typeInto(page.getByLabel('Your name'), OWNER.name);
  await typeInto(page.getByLabel('E-mail'), OWNER.email);
  await typeInto(page.getByLabel('Password', { exact: true }), OWNER.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${product.url}/`);
}

async function createFlow(page: Page): Promise<void> {
  await pressOn(page.getByRole('link', { name: 'New flow' }));
  await page.getByRole('heading', { name: 'New flow' }).waitFor();
  await chooseIn(page.getByRole('combobox', { name: 'Starts in' }), 'Sandbox CRM');
  await chooseIn(page.getByRole('combobox', { name: 'Event' }), 'Deal closed won');
  const firstStep = page.getByRole('group', { name: 'What happens first' });
  await chooseIn(firstStep.getByRole('combobox', { name: 'Through the connection' }), /^sandbox-invoicing/);
  await chooseIn(firstStep.getByRole('combobox', { name: 'Operation' }), 'Create or update customer');
  await typeInto(page.getByLabel('Title'), 'Deals to invoices');
  await pressOn(page.getByRole('button', { name: 'Create and open the builder' }));
}

/** On the canvas: the step, a sample, one field by typing, the rest by the suggestions that are sure. */
async function mapCustomer(page: Page): Promise<void> {
  await pressOn(page.getByRole('button', { name: /^Call: Create or update customer/ }));
  await pressOn(page.getByRole('button', { name: 'Choose a sample' }));
  await pressOn(page.getByRole('dialog').getByRole('button', { name: /^Use / }).first());
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await seeFocus(page, 'after a sample was chosen');
  await tabTo(targetField(page, 'Country'));
  await page.keyboard.type('company country');
  await marked(page, /country/).waitFor();
  await page.keyboard.press('Enter');
  await hearMapped(page, 'Country', 'trigger.data.deal.company.country');
  await pressOn(page.getByRole('button', { name: 'Map the 2 sure ones' }));
  await page.getByText('All required fields are mapped').waitFor();
  await seeFocus(page, 'after the suggestions were taken');
  await sendForReal(page, '/customers/by-email/');
}

/** In the outline: a step after this one, the sure fields, and a field of the event that is sent to its target. */
async function addInvoice(page: Page): Promise<void> {
  await tabTo(page.getByRole('radio', { name: 'Canvas' }));
  await arrowTo(page.getByRole('radio', { name: 'Outline' }), 'ArrowRight');
  const step = page
    .getByRole('tree', { name: 'Steps of the flow' })
    .getByRole('treeitem', { name: /Create or update customer/ });
  await tabTo(step);
  await page.keyboard.press('a');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('create invoice');
  await marked(page, /^Create invoice Makes/).waitFor();
  await page.keyboard.press('Enter');
  await seeFocus(page, 'after a step was added');
  await pressOn(page.getByRole('button', { name: /^Map the \d sure ones/ }));
  await page.getByText('All required fields are mapped').waitFor();
  await sendDealId(page);
  await sendForReal(page, '/invoices');
}

/** What the mouse drags over: Enter on the line of the input asks for its target. */
async function sendDealId(page: Page): Promise<void> {
  await tabTo(page.getByRole('radio', { name: 'Mapping' }));
  await arrowTo(page.getByRole('radio', { name: 'Data' }), 'ArrowLeft');
  await tabTo(page.getByRole('tree', { name: 'Deal closed won' }).locator('[role=treeitem][tabindex="0"]'));
  await arrowTo(page.getByRole('treeitem', { name: 'id "deal_1"' }));
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('order number');
  await marked(page, /Order number/).waitFor();
  await page.keyboard.press('Enter');
  await hearMapped(page, 'Order number', 'trigger.data.deal.id');
  await seeFocus(page, 'after a field was sent to its target');
}

function targetField(page: Page, label: string): Locator {
  return page.getByRole('combobox', { name: new RegExp(`^Source of ${label},`) });
}

/** The option that Enter takes. */
function marked(page: Page, name: RegExp): Locator {
  return page.getByRole('option', { name }).and(page.locator('[data-combobox-selected]'));
}

/** The mapper says what it has done, for those who do not see it. */
async function hearMapped(page: Page, target: string, source: string): Promise<void> {
  const said = page.getByRole('status').filter({ hasText: `${target} now comes from ${source}` });
  await said.waitFor({ state: 'attached' });
}

/** Tests up to the open step, looks at the request that would go out, and lets it go. */
async function sendForReal(page: Page, path: string): Promise<void> {
  await pressOn(page.getByRole('button', { name: 'Test up to this step' }));
  const dialog = page.getByRole('dialog', { name: /^This step writes/ });
  await dialog.getByText(path).waitFor();
  await pressOn(dialog.getByRole('button', { name: 'Send for real' }));
  const region = page.getByRole('region', { name: 'Test' });
  await region.getByText(/^Done: /).waitFor();
  await seeFocus(page, 'after a test');
}

async function publish(page: Page): Promise<void> {
  await pressOn(page.getByRole('button', { name: 'Publish' }));
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  await pressOn(dialog.getByRole('button', { name: 'Publish now' }));
  await dialog.getByText('Version 1 is live.').waitFor();
  await dialog.getByText('registered at sandbox-crm').waitFor();
  await seeFocus(page, 'after the flow was published');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await seeFocus(page, 'after the dialog was closed');
}

/** Closes a deal at the stand-in, which the commands lead to. */
async function closeDeal(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await page.keyboard.type('stand-in');
  await page.getByRole('button', { name: /^Stand-in vendors/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Stand-in vendors' }).waitFor();
  await tabTo(page.getByRole('combobox', { name: 'Deal' }));
  await page.keyboard.type(title.slice(0, 6));
  await pressOn(page.getByRole('button', { name: 'Close a deal as won now' }));
  await page.getByText('2 webhooks are on the way').first().waitFor();
  await seeFocus(page, 'after a deal was closed');
}

async function breakInvoicing(page: Page): Promise<void> {
  await pressOn(page.getByRole('navigation').getByRole('link', { name: 'Stand-in vendors' }));
  await pressOn(invoicing(page).getByRole('switch', { name: /^Down: answers 503/ }), 'Space');
  await invoicing(page).getByText('Broken on purpose in one way').waitFor();
  await seeFocus(page, 'after a switch was turned');
}

async function mendInvoicing(page: Page): Promise<void> {
  await goByLetters(page, 'gs', 'Stand-in vendors');
  await pressOn(invoicing(page).getByRole('button', { name: /^Mend it/ }));
  await invoicing(page).getByText('Works as it should').waitFor();
  await seeFocus(page, 'after the vendor was mended');
}

function invoicing(page: Page): Locator {
  return page.getByRole('region', { name: 'Sandbox invoicing' });
}

/** Two letters lead from any page to any other. */
async function goByLetters(page: Page, letters: string, title: string): Promise<void> {
  await page.keyboard.type(letters);
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

/** Waits until the newest run of the new flow is in the state, on a page that nobody reloads. */
async function seeRun(page: Page, state: string): Promise<void> {
  await goByLetters(page, 'gr', 'Runs');
  const row = page.getByRole('row').filter({ hasText: 'Deals to invoices' }).first();
  await row.filter({ hasText: state }).waitFor({ timeout: WAIT_MS });
}

/** The keys of the list lead to a run, and its page begins where a screen reader reads on. */
async function openRun(page: Page): Promise<void> {
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Run of / }).waitFor();
}
