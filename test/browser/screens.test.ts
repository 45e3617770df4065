/** Every screen in both themes: readable and usable for everybody, and nothing that a page may not do. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type OpenedProduct, openProduct, openWindow, seriousFaults, type Window } from './browser.ts';
import { makeOwner } from './owner.ts';
import type { Product } from './product.ts';
import { BUILDER_SCREENS, OUTSIDE_SCREENS, PAGE_SCREENS, type Screen, SET_UP_SCREEN } from './screens.ts';
import { type Stage, setStage } from './stage.ts';
import { Api } from './workshop.ts';

const SCHEMES = ['light', 'dark'] as const;
const SCREEN_MS = 30_000;

describe('every screen, light and dark, has no serious fault of accessibility and breaks no policy', () => {
  let opened: OpenedProduct;
  let product: Product;
  let inside: Window;
  let outside: Window;
  let stage: Stage;

  before(async () => {
    opened = await openProduct();
    ({ product, window: outside } = opened);
    inside = await openWindow(opened.browser, { url: product.url });
  });

  after(() => opened?.stop());

  test(SET_UP_SCREEN.title, { timeout: SCREEN_MS }, async () => {
    await outside.page.goto(product.setUpLink);
    await SET_UP_SCREEN.open(outside.page, stage);
    await look(outside);
  });

  test('a workspace in which something of every kind has happened', { timeout: SCREEN_MS * 3 }, async () => {
    await makeOwner(inside.page, product);
    stage = await setStage(new Api(inside.context, product.url));
    assert.equal(new Set(Object.values(stage.runs)).size, 5);
  });

  const lookAt = (screen: Screen, windowOf: () => Window): void => {
    test(screen.title, { timeout: SCREEN_MS }, async () => {
      const window = windowOf();
      await screen.open(window.page, stage);
      await look(window);
    });
  };
  for (const screen of OUTSIDE_SCREENS) lookAt(screen, () => outside);
  for (const screen of [...PAGE_SCREENS, ...BUILDER_SCREENS]) lookAt(screen, () => inside);
});

/** The theme follows the system, so that one page is seen in both. */
async function look({ page, complaints }: Window): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await seeScheme(page, colorScheme);
    assert.deepEqual(await seriousFaults(page), [], colorScheme);
  }
  assert.deepEqual(complaints, []);
}

async function seeScheme(page: Page, scheme: string): Promise<void> {
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
}
