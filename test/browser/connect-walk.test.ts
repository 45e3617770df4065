/**
 * A newcomer connects an account by OAuth, sees what it may do, breaks it, is told, and reconnects; and somebody without
 * an account here connects theirs by a link. The provider is a real authorization server.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { JsonObject } from '../../src/foundation/index.ts';
import { type AuthorizationServer, startAuthorizationServer } from '../authorization-server.ts';
import { openWindow, seriousFaults } from './browser.ts';
import { OPEN_TRIGGER, openBuilder, openWorkshop, publishHere, type Workshop } from './workshop.ts';

/** What a person would still call quick: notices and held runs are looked after every few seconds. */
const WAIT_MS = 60_000;
const WALK_MS = 240_000;
/** Events that come while nobody has access. */
const HELD = 5;

describe('connecting an account', () => {
  let shop: Workshop;
  let provider: AuthorizationServer;

  before(async () => {
    const port = await freePort();
    shop = await openWorkshop({ openPorts: [port] });
    const redirectUris = [`${shop.product.url}/oauth/callback`];
    provider = await startAuthorizationServer({ port, redirectUris, hasConsentPage: true });
  });

  after(async () => {
    await provider?.close();
    await shop?.stop();
  });

  test('a newcomer connects, sees the scopes, grants one more, loses the access, is told, and reconnects without losing a run', {
    timeout: WALK_MS,
  }, async () => {
    const { page, api, window } = shop;
    await connect(page, provider);
    await seeScope(page, 'items.read', 'Granted');
    assert.deepEqual(await seriousFaults(page), []);

    const flow = await makeFlow(shop);
    await grantMore(page, flow);
    const { url } = await api.ask('GET', `/flows/${flow}/hook`);
    const send = (id: string) => api.send(String(url), JSON.stringify({ id }));
    await send('first');
    await seeRuns(page, 'Succeeded', 1);

    await breakAccess(provider);
    for (let number = 0; number < HELD; number += 1) await send(`held-${number}`);
    await seeRuns(page, 'Held', HELD);
    await followTheBell(page);
    assert.deepEqual(await seriousFaults(page), []);
    await reconnect(page);
    await seeRuns(page, 'Succeeded', HELD + 1);

    const arrived = (await provider.items()) as JsonObject[];
    assert.deepEqual(
      arrived.map(({ id }) => id),
      ['first', ...Array.from({ length: HELD }, (_, number) => `held-${number}`)],
    );
    await page.getByRole('link', { name: 'Notices: none open' }).waitFor({ timeout: WAIT_MS });
    assert.deepEqual(window.complaints, []);
  });

  test('whoever owns the account connects it by a link, without an account here, and the link is good for once', {
    timeout: WALK_MS,
  }, async () => {
    const { page, browser, product } = shop;
    const link = await makeLink(page);
    const stranger = await openWindow(browser, { url: product.url });
    await stranger.page.goto(link);
    await stranger.page.getByText('Mary Somerville asks you').waitFor();
    await stranger.page.getByRole('button', { name: /^Go on to/ }).click();
    await stranger.page.getByRole('button', { name: 'Allow' }).click();
    await stranger.page.getByRole('heading', { level: 1, name: /connected/i }).waitFor({ timeout: WAIT_MS });
    await stranger.page.goto('about:blank');
    await stranger.page.goto(link);
    await stranger.page.getByRole('alert').waitFor();
    assert.deepEqual(stranger.complaints, []);
    await stranger.context.close();
  });

  test('a credential that the vendor refuses is told in its own words, with the focus in the field, and nothing is saved', async () => {
    const { page, api, window } = shop;
    const dialog = await openNew(page, 'HTTP');
    await dialog.getByLabel('Name', { exact: true }).fill('wrong');
    await dialog.getByLabel('Base URL').fill(`${provider.url}/api`);
    await dialog.getByLabel(/^Verification path/).fill('/me');
    await dialog.getByRole('combobox', { name: 'Sign in with' }).selectOption({ label: 'Bearer token' });
    await dialog.getByLabel('Token', { exact: true }).fill('not-a-token');
    await dialog.getByRole('button', { name: 'Connect and verify' }).click();
    await dialog.getByRole('alert').getByText('The access token is not valid.').waitFor({ timeout: WAIT_MS });
    assert.equal(await focusedLabel(page), 'Token');
    const { connections } = await api.ask('GET', '/connections');
    assert.ok(!(connections as JsonObject[]).some(({ name }) => name === 'wrong'));
    await dialog.getByRole('button', { name: 'Close' }).click();
    assert.deepEqual(window.complaints, []);
  });
});

/** A port that nobody listens at: each of the two servers has to know the other's address before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function openNew(page: Page, connector: string): Promise<Locator> {
  await page.goto('/connections');
  await page.getByRole('button', { name: 'New connection' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByRole('combobox', { name: 'Connector' }).selectOption({ label: connector });
  await dialog.getByLabel('Name', { exact: true }).waitFor();
  return dialog;
}

/** Another provider, of which only the issuer is known; the consent is given in the window that opens. */
async function connect(page: Page, provider: AuthorizationServer): Promise<void> {
  const dialog = await openNew(page, 'HTTP');
  await dialog.getByLabel('Name', { exact: true }).fill('items');
  await dialog.getByLabel('Base URL').fill(`${provider.url}/api`);
  await dialog.getByLabel(/^Verification path/).fill('/me');
  await dialog.getByRole('combobox', { name: 'Sign in with' }).selectOption({ label: 'OAuth 2.0' });
  await dialog.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'Another provider' }).click();
  await dialog.getByLabel(/^Issuer/).fill(provider.url);
  await dialog.getByRole('button', { name: 'Find its addresses' }).click();
  await dialog.getByText('Look them over before you go on.').waitFor();
  assert.equal(await dialog.getByLabel('Token address').inputValue(), provider.tokenUrl);
  await dialog.getByLabel('Client ID').fill(provider.clientId);
  await dialog.getByLabel(/^Client secret/).fill(provider.clientSecret);
  await dialog.getByLabel(/^Further scopes/).fill('openid items.read');
  await consentIn(page, dialog.getByRole('button', { name: /^Sign in at/ }));
  await page.getByText('items is connected and works.').waitFor({ timeout: WAIT_MS });
  await page.getByRole('link', { name: 'items', exact: true }).click();
  await page.getByRole('heading', { name: 'items', level: 1 }).waitFor();
}

/** Presses a button that opens the provider's window, and consents there. */
async function consentIn(page: Page, button: Locator): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await button.click();
  const popup = await opened;
  await page.getByText(/^Waiting for the sign-in/).waitFor();
  await popup.getByRole('button', { name: 'Allow' }).click();
}

async function seeScope(page: Page, scope: string, state: string): Promise<void> {
  const row = page.getByRole('region', { name: 'Scopes' }).getByRole('row').filter({ hasText: scope });
  await row.getByText(state, { exact: true }).waitFor();
}

/** A flow that writes, which the connection was not allowed to until now. */
function makeFlow({ api }: Workshop): Promise<string> {
  const input = {
    object: { method: { value: 'POST' }, path: { value: '/items' }, body: { object: { id: { from: 'trigger.id' } } } },
  };
  const declare = { class: 'N', scopes: ['items.write'] };
  const step = {
    kind: 'call',
    key: 'add',
    title: 'Add the item',
    connection: 'items',
    operation: 'request',
    declare,
    input,
  };
  return api.makeFlow({ title: 'Forms to items', trigger: OPEN_TRIGGER, steps: [step] });
}

/** Publishing tells what is missing and leads to the consent. */
async function grantMore(page: Page, flow: string): Promise<void> {
  await openBuilder(page, flow);
  const dialog = await publishHere(page);
  await dialog.getByText('items.write').waitFor();
  await dialog.getByRole('button', { name: 'Ask for consent: items' }).click();
  const again = page.getByRole('dialog', { name: 'Reconnect items' });
  await again.getByText('items.write').waitFor();
  await consentIn(page, again.getByRole('button', { name: /^Sign in again/ }).first());
  await page.getByText('items is connected and works.').waitFor({ timeout: WAIT_MS });
  await page.goto('/connections/items');
  await seeScope(page, 'items.write', 'Granted');
}

/** The person takes the consent back at the provider. */
async function breakAccess(provider: AuthorizationServer): Promise<void> {
  const grants = (await provider.notes()).flatMap(({ grantId }) => (grantId === null ? [] : [grantId]));
  for (const grantId of new Set(grants)) await provider.revokeGrant(grantId);
}

/** Waits until so many runs of the flow are in the state, on a page that nobody reloads. */
async function seeRuns(page: Page, state: string, count: number): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Runs', exact: true }).click();
  const rows = page.getByRole('row').filter({ hasText: 'Forms to items' }).filter({ hasText: state });
  await rows.nth(count - 1).waitFor({ timeout: WAIT_MS });
  assert.equal(await rows.count(), count);
}

/** From the number in the header over the notice to the connection. */
async function followTheBell(page: Page): Promise<void> {
  const bell = page.getByRole('link', { name: 'Notices: 1 open' });
  await bell.waitFor({ timeout: WAIT_MS });
  await bell.click();
  await page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor();
  const links = page.getByRole('main').getByRole('link', { name: /^Go there/ });
  await links.first().waitFor();
  assert.equal(await links.count(), 1);
  await links.click();
  await page.getByRole('heading', { name: 'items', level: 1 }).waitFor();
  await page.getByText('Needs to be reconnected').first().waitFor();
}

async function reconnect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reconnect', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reconnect items' });
  await consentIn(page, dialog.getByRole('button', { name: /^Sign in again/ }).first());
  await page.getByText('items is connected and works.').waitFor({ timeout: WAIT_MS });
  await dialog.waitFor({ state: 'detached' });
}

async function makeLink(page: Page): Promise<string> {
  await page.goto('/connections/items');
  await page.getByRole('button', { name: 'Connect link', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect link for items' });
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.getByLabel('Connect link', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  return link;
}

function focusedLabel(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>('document.activeElement.labels?.[0]?.textContent.trim()');
}
