/** What is promised of open pages: they follow what happens, outlive the server, and know when a session ends. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page, Request } from 'playwright-core';
import { openWindow, type Window } from './browser.ts';
import { OWNER } from './owner.ts';
import { callStep, OPEN_TRIGGER, openWorkshop, type Workshop } from './workshop.ts';

/** A change is seen within this; a vendor that comes back is tried again within seconds. */
const SEEN_MS = 45_000;
const LONG = { timeout: 110_000 };
const TITLE = 'Live flow';

describe('open pages', () => {
  let workshop: Workshop;
  let phone: Window;
  let tabs: readonly [Page, Page, Page];
  let url: string;
  /** Event streams that are open now, and all loads of pages since the first. */
  const streams = new Set<Request>();
  const loads: string[] = [];

  before(async () => {
    workshop = await openWorkshop();
    const { api, browser, product, window } = workshop;
    const fields = { email: { from: 'trigger.email' }, name: { value: 'Ada' } };
    const steps = [callStep('customer', { title: 'Make the customer', operation: 'upsert_customer', fields })];
    url = await api.publish(await api.makeFlow({ title: TITLE, trigger: OPEN_TRIGGER, steps }));
    window.context.on('request', (request) => {
      if (request.url().includes('/api/v1/live')) streams.add(request);
    });
    window.context.on('requestfailed', (request) => streams.delete(request));
    window.context.on('requestfinished', (request) => streams.delete(request));
    phone = await openWindow(browser, { url: product.url, width: 390, height: 780 });
    await signIn(phone.page);
    tabs = [workshop.page, await window.context.newPage(), phone.page];
    for (const tab of tabs) {
      await tab.goto('/runs');
      await tab.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
      tab.on('load', () => loads.push(tab.url()));
    }
  });

  after(async () => {
    await workshop?.stop();
  });

  test('two tabs and a phone see a run appear and change its state without a reload', LONG, async () => {
    const { api } = workshop;
    await api.breakVendor('invoicing', { name: 'status_503' });
    await sendEvent('e1');
    await seeEverywhere('Waiting');
    await api.mendVendor('invoicing');
    await seeEverywhere('Succeeded');
    assert.deepEqual(loads, []);
  });

  test('all tabs of a browser share one event stream, and the next takes it over', LONG, async () => {
    assert.equal(streams.size, 1);
    const [first, second] = tabs;
    const holder = [...streams][0]?.frame().page() === first ? first : second;
    const other = holder === first ? second : first;
    const taken = other.waitForRequest(/\/api\/v1\/live/);
    await holder.goto('about:blank');
    await taken;
    await sendEvent('e2');
    await runs(other).filter({ hasText: 'Succeeded' }).nth(1).waitFor({ timeout: SEEN_MS });
    assert.equal(streams.size, 1);
    await holder.goto('/runs');
    await runs(holder).nth(1).waitFor();
    assert.equal(streams.size, 1);
  });

  test('after the end and the restart of the server open pages go on by themselves', LONG, async () => {
    loads.length = 0;
    const { product } = workshop;
    await product.end();
    // Somebody goes to another page just then.
    const isMissed = tabs[1].waitForEvent('requestfailed');
    await tabs[1].getByRole('navigation').getByRole('link', { name: 'Flows' }).click();
    await isMissed;
    await product.startAgain();
    await tabs[1].getByRole('heading', { level: 1, name: 'Flows' }).waitFor({ timeout: SEEN_MS });
    await tabs[1].getByRole('link', { name: TITLE }).waitFor({ timeout: SEEN_MS });
    await tabs[1].getByRole('navigation').getByRole('link', { name: 'Runs', exact: true }).click();
    await sendEvent('e3');
    for (const tab of tabs) await runs(tab).filter({ hasText: 'Succeeded' }).nth(2).waitFor({ timeout: SEEN_MS });
    assert.deepEqual(loads, []);
  });

  test('signing out in one tab brings the other to the sign-in page at its next call, and back', LONG, async () => {
    const [first, second] = tabs;
    await second.goto('/runs?state=succeeded');
    await runs(second).first().waitFor();
    await first.getByRole('button', { name: /Your account|Mary Somerville/ }).click();
    await first.getByRole('menuitem', { name: 'Sign out' }).click();
    await first.waitForURL('**/sign-in');
    await second.getByRole('link', { name: 'Live flow' }).first().click();
    await second.getByText(/Your session has ended|signed out/i).waitFor();
    const wanted = new URL(second.url()).searchParams.get('to');
    await fillSignIn(second);
    await second.waitForURL(`${workshop.product.url}${wanted}`);
    assert.match(wanted ?? '', /^\/runs/);
    await second.getByRole('heading', { level: 1, name: /Run/ }).waitFor();
    assert.deepEqual([...workshop.window.complaints, ...phone.complaints].filter(isFault), []);
  });

  async function sendEvent(id: string): Promise<void> {
    await workshop.api.send(url, JSON.stringify({ id, email: 'ada@engines.example' }));
  }

  async function seeEverywhere(state: string): Promise<void> {
    await Promise.all(tabs.map((tab) => runs(tab).filter({ hasText: state }).first().waitFor({ timeout: SEEN_MS })));
  }
});

/** The runs of the flow, as rows, or as cards on a phone. */
function runs(tab: Page) {
  return tab.getByRole('row').or(tab.getByRole('main').getByRole('listitem')).filter({ hasText: TITLE });
}

async function signIn(tab: Page): Promise<void> {
  await tab.goto('/sign-in');
  await fillSignIn(tab);
  await tab.waitForURL((address) => address.pathname === '/');
}

async function fillSignIn(tab: Page): Promise<void> {
  await tab.getByLabel('E-mail').fill(OWNER.email);
  await tab.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** While the server is away the browser itself notes it, which is no fault of the page. */
function isFault(complaint: string): boolean {
  return !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|net::/.test(complaint);
}
