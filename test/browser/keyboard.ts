/** A person who has no mouse: every move is a key, and what no key reaches is an error with the way that was gone. */
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** More stops than any page has between two places. */
const MAX_STOPS = 120;
/** More choices than any list shows. */
const MAX_OPTIONS = 60;
const LIST_MS = 10_000;
const SETTLE_MS = 10_000;
const POLL_MS = 50;

/** Where the focus is, in words; empty when it is nowhere, or when nobody can see where it is. */
const TELL_FOCUS = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return '';
  const isMarked = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  };
  const marks = [at, at.parentElement, ...at.parentElement.children].filter((one) => one !== null);
  // A heading or a page that is only read on from needs no mark of its own.
  const isPlace = at.tabIndex < 0;
  if (!isPlace && !at.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') && !marks.some(isMarked)) return '';
  const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? '';
  return at.tagName.toLowerCase() + ' ' + name.trim().slice(0, 60);
})()`;

/** Presses Tab until the element has the focus; the way there is part of the error. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  // A radio button may be drawn by its label alone.
  await target.waitFor({ state: 'attached' });
  const way: string[] = [];
  for (let stop = 0; stop <= MAX_STOPS; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
    way.push(await tellFocus(page));
  }
  throw new Error(`The Tab key does not reach ${target}. It went: ${way.join(', ')}`);
}

/** Tab, and then the key that presses a button or follows a link. */
export async function pressOn(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

/** Types into a field, over what stands in it. */
export async function typeInto(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Control+A');
  await target.page().keyboard.type(text);
}

/** Opens a list of choices and goes down until the wanted one is marked for people who see it and who hear it. */
export async function chooseIn(list: Locator, option: string | RegExp): Promise<void> {
  const page = list.page();
  await tabTo(list);
  await page.keyboard.press('ArrowDown');
  const wanted = page.getByRole('option', { name: option, exact: true });
  await wanted.waitFor({ timeout: LIST_MS });
  await goTo(list, wanted);
  await page.keyboard.press('Enter');
}

/** Goes down in an open list until the field says that the option is the active one. */
async function goTo(list: Locator, wanted: Locator): Promise<void> {
  for (let step = 0; step < MAX_OPTIONS; step += 1) {
    const active = await list.getAttribute('aria-activedescendant');
    if (active !== null && active === (await wanted.getAttribute('id'))) return;
    await list.page().keyboard.press('ArrowDown');
  }
  throw new Error(`No arrow key reaches ${wanted}.`);
}

/** Goes down in a tree or a menu, whose lines take the focus themselves. */
export async function arrowTo(
  target: Locator,
  key: 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' = 'ArrowDown',
): Promise<void> {
  for (let step = 0; step < MAX_OPTIONS; step += 1) {
    if (await hasFocus(target)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${target}.`);
}

/** Waits until the focus is somewhere that can be seen: after a dialog has closed, or a page was changed. */
export async function seeFocus(page: Page, when: string): Promise<void> {
  const endMs = Date.now() + SETTLE_MS;
  // The page's policy lets nobody evaluate texts in it again and again, so the looking is done from here.
  while ((await tellFocus(page)) === '') {
    if (Date.now() > endMs) throw new Error(`The focus is lost ${when}.`);
    await setTimeout(POLL_MS);
  }
}

function tellFocus(page: Page): Promise<string> {
  return page.evaluate<string>(TELL_FOCUS);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}
