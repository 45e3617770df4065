/** Whatever an event, a title or a name holds, every page shows it as text, and none of it acts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { JsonObject } from '../../src/foundation/index.ts';
import { openWindow, type Window } from './browser.ts';
import type { Workshop } from './workshop.ts';
import { callStep, mapStep, OPEN_TRIGGER, openBuilder, openWorkshop, selectRow, testRegion } from './workshop.ts';

const SCRIPT = '<script>window.__pwned = 1</script>';
const IMAGE = '<img src="x" onerror="window.__pwned = 2"> & <b>bold</b>';
const LINK = 'javascript:window.__pwned=3';
const HIDDEN = 'invoice\u202Efdp.exe\u2066 pay\u200Bpal';
/** The same as pages show it: nothing in it turns what stands around it. */
const HIDDEN_SHOWN = String.raw`"invoice\u202efdp.exe\u2066 pay\u200bpal"`;
const LONG_LINE = 'abcdefghi '.repeat(10_000);
const KEYS = 5_000;
const DEPTH = 50;
const BIG = '9007199254740993';
/** What a person still takes for an answer, on a machine that does other things as well. */
const ANSWER_MS = 8_000;
const LONG = { timeout: 110_000 };

/** Written by hand, because the digits of numbers matter. */
function hostileEvent(id: string, email: string, size: 'small' | 'large' = 'large'): string {
  const keys = Array.from({ length: KEYS }, (_, index) => `"key ${index}": ${index}`).join(', ');
  const deep = `${'{"in": '.repeat(DEPTH)}"bottom"${'}'.repeat(DEPTH)}`;
  const texts = { id, email, html: SCRIPT, image: IMAGE, link: LINK, hidden: HIDDEN, line: LONG_LINE };
  const rest = `"big": ${BIG}, "price": 1.10, "__proto__": {"polluted": true}, "${LINK}": "a key", "list": [{"html": ${JSON.stringify(IMAGE)}, "price": 1.10}]`;
  if (size === 'small') return `${JSON.stringify({ ...texts, line: 'short' }).slice(0, -1)}, ${rest}}`;
  return `${JSON.stringify(texts).slice(0, -1)}, ${rest}, "many": {${keys}}, "deep": ${deep}}`;
}

describe('hostile payloads', () => {
  let workshop: Workshop;
  let page: Page;
  let name: string;
  let runIds: { good: string; bad: string };
  const dialogs: string[] = [];

  before(async () => {
    workshop = await openWorkshop();
    page = workshop.page;
    watchDialogs(page);
    const { api } = workshop;
    await api.ask('PATCH', '/workspace', { name: IMAGE });
    name = await api.makeFlow({ title: IMAGE, trigger: OPEN_TRIGGER, steps: hostileSteps() });
    const url = await api.publish(name);
    const good = await api.send(url, hostileEvent('good', 'eve@engines.example'));
    const bad = await api.send(url, hostileEvent(`bad ${IMAGE}`, SCRIPT));
    await api.send(url, hostileEvent('small', 'eve@engines.example', 'small'));
    runIds = { good: good.runId as string, bad: bad.runId as string };
  });

  after(async () => {
    await workshop?.stop();
  });

  test(
    'a run page shows markup, odd characters and long lines as text, and numbers with all digits',
    LONG,
    async () => {
      const startedMs = performance.now();
      await page.goto(`/runs/${runIds.good}`);
      const payload = page.getByRole('tree', { name: 'Payload' });
      for (const text of [SCRIPT, IMAGE, LINK]) await seeText(payload, text);
      for (const text of [HIDDEN_SHOWN, BIG, '1.10', '(100,000 characters)'])
        await payload.getByText(text).first().waitFor();
      await page.getByText('Succeeded').first().waitFor();
      assert.ok(performance.now() - startedMs < ANSWER_MS, 'the page is quick');
      await openAll(page.getByRole('region', { name: 'Steps and attempts' }));
      await seeText(page.getByRole('region', { name: 'Steps and attempts' }), IMAGE);
      await turn(payload, 'many');
      await payload.getByText('key 100', { exact: true }).waitFor({ timeout: ANSWER_MS });
      await turn(payload, 'line');
      const shownAs = page.getByRole('radiogroup', { name: 'Shown as: Payload' });
      await shownAs.getByText('Text').click();
      await seeText(page.getByRole('region', { name: 'Event' }), SCRIPT);
      await seeQuiet();
    },
  );

  test('the lists of runs and dead letters find and show markup as text', LONG, async () => {
    await page.goto('/runs');
    const search = page.getByRole('textbox', { name: 'Text in the payload' });
    await search.fill(SCRIPT);
    await search.press('Enter');
    await page.getByText('3 runs.').waitFor();
    await seeText(page.getByRole('table', { name: 'Runs' }), IMAGE);
    await page.goto('/dead-letters');
    await seeText(page.getByRole('main'), IMAGE);
    await page.getByRole('button', { name: 'Show runs' }).click();
    await seeQuiet();
    await page.goto(`/runs/${runIds.bad}`);
    await page.getByText('Dead letter').first().waitFor();
    await seeText(page.getByRole('main'), SCRIPT);
    await seeQuiet();
  });

  test('the builder shows an event as text: where it is chosen, in every view, and as values', LONG, async () => {
    await openBuilder(page, name, 'Outline');
    await selectRow(page, SCRIPT);
    await page.getByRole('button', { name: 'Choose a sample' }).click();
    const chooser = page.getByRole('dialog');
    await seeText(chooser, SCRIPT);
    await chooser.getByRole('button', { name: 'Show', exact: true }).click();
    await chooser.getByText(BIG).first().waitFor({ timeout: ANSWER_MS });
    await seeQuiet();
    await chooser
      .getByRole('listitem')
      .filter({ hasText: 'large: ' })
      .last()
      .getByRole('button', { name: /^Use / })
      .click();
    await chooser.waitFor({ state: 'detached' });
    await page.getByRole('radiogroup', { name: 'Which part is shown' }).getByText('Data').click();
    const data = page.getByRole('region', { name: 'Data' });
    for (const view of ['Tree', 'Table', 'Schema']) {
      await data.getByRole('radiogroup', { name: 'Shown as' }).getByText(view).click();
      await seeText(data, SCRIPT);
      for (const text of [HIDDEN_SHOWN, BIG, '1.10'])
        await data.getByText(text).first().waitFor({ timeout: ANSWER_MS });
      await seeQuiet();
    }
    await page.getByRole('radiogroup', { name: 'Which part is shown' }).getByText('Mapping').click();
    for (const text of [SCRIPT, BIG, '1.10']) await seeText(page.getByRole('region', { name: 'Mapping' }), text);
    await testRegion(page).getByRole('button', { name: 'Test up to this step' }).click();
    await testRegion(page)
      .getByText(/^Done: /)
      .waitFor({ timeout: ANSWER_MS });
    await openAll(page.getByRole('list', { name: 'Results' }));
    for (const text of [SCRIPT, BIG, '1.10']) await seeText(testRegion(page), text);
    await seeQuiet();
  });

  test(
    'titles of flows and names of people, tokens and workspaces are text, and no connection is called so',
    LONG,
    async () => {
      const { api } = workshop;
      await api.ask('POST', '/tokens', { name: IMAGE, role: 'viewer' });
      const member = await joinAs(SCRIPT);
      const connection = { connector: 'sandbox_invoicing', settings: {}, credential: { kind: 'api_key', key: 'k' } };
      await assert.rejects(api.ask('POST', '/connections', { name: IMAGE, ...connection }), /name_malformed/);
      for (const path of ['/', '/flows', `/flows/${name}`, '/connections', '/members', '/tokens', '/account']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (path === '/members') await seeText(page.getByRole('main'), SCRIPT);
        else if (!['/connections', '/account'].includes(path)) await seeText(page.getByRole('main'), IMAGE);
        await seeQuiet();
      }
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog').getByRole('textbox').fill('onerror');
      await seeText(page.getByRole('dialog'), IMAGE);
      await seeQuiet();
      assert.deepEqual(member.complaints, []);
    },
  );

  /** Somebody follows an invitation and gives a name of their own. */
  async function joinAs(personName: string): Promise<Window> {
    const { api, browser, product } = workshop;
    const { link } = await api.ask('POST', '/invitations', { email: 'eve@firm.example', role: 'viewer' });
    const window = await openWindow(browser, { url: product.url });
    watchDialogs(window.page);
    await window.page.goto(link as string);
    await seeText(window.page.getByRole('main'), IMAGE);
    await window.page.getByLabel('Your name').fill(personName);
    await window.page.getByLabel('Password', { exact: true }).fill('a long sentence of hers');
    await window.page.getByRole('button', { name: 'Make the account and join' }).click();
    await window.page.waitForURL(`${product.url}/`);
    await window.page.getByRole('heading', { level: 1 }).waitFor();
    await seeNothingActs(window.page);
    await window.context.close();
    return window;
  }

  function watchDialogs(watched: Page): void {
    watched.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  }

  async function seeQuiet(): Promise<void> {
    await seeNothingActs(page);
    assert.deepEqual(dialogs, []);
    assert.deepEqual(workshop.window.complaints, []);
  }
});

/** The text stands there as it is; quotes may be escaped, where it is shown as JSON. */
async function seeText(place: Locator, text: string): Promise<void> {
  const asJson = JSON.stringify(text).slice(1, -1);
  const shown = asJson === text ? place.getByText(text) : place.getByText(text).or(place.getByText(asJson));
  await shown.first().waitFor({ timeout: ANSWER_MS });
}

/** No script ran, and no element came out of a text. */
async function seeNothingActs(page: Page): Promise<void> {
  const planted = `[onerror], [onload], img[src="x"], a[href^="javascript"], body script:not([src]):not([nonce])`;
  assert.equal(await page.locator(planted).count(), 0);
  assert.equal(await page.evaluate('window.__pwned'), undefined);
  assert.equal(await page.evaluate('({}).polluted'), undefined);
}

/** Opens or closes a line of a tree. */
async function turn(tree: Locator, key: string): Promise<void> {
  const line = tree.getByRole('treeitem').filter({ has: tree.page().getByText(key, { exact: true }) });
  await line.locator('.hf-tree-turn').click();
}

/** Opens what is folded, until nothing is. */
async function openAll(place: Locator): Promise<void> {
  const folded = place.locator('button[aria-expanded="false"]');
  for (let left = 30; left > 0 && (await folded.count()) > 0; left -= 1) await folded.first().click();
}

/** A copy of what is odd, then a write whose fields are odd; the title of the step is odd as well. */
function hostileSteps(): JsonObject[] {
  const email = { from: 'trigger.email' };
  const copied = { html: { from: 'trigger.html' }, price: { from: 'trigger.price' }, big: { from: 'trigger.big' } };
  return [
    mapStep('copy', SCRIPT, { object: copied }),
    callStep('customer', {
      title: IMAGE,
      operation: 'upsert_customer',
      fields: { email, name: { from: 'trigger.image' } },
    }),
  ];
}
