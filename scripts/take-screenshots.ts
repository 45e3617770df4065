/**
 * Takes a picture of every screen in both themes and two widths into `docs/screens`, and writes the page that lists them:
 * `node scripts/take-screenshots.ts`, or with words to take only screens whose name contains one of them.
 *
 * The pictures show a workspace that is made for them, on the built app. `pngquant` makes them small where it is there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow, startBrowser } from '../test/browser/browser.ts';
import { makeOwner } from '../test/browser/owner.ts';
import { type Product, startProduct } from '../test/browser/product.ts';
import { BUILDER_SCREENS, OUTSIDE_SCREENS, PAGE_SCREENS, type Screen, SET_UP_SCREEN } from '../test/browser/screens.ts';
import { type Stage, setStage } from '../test/browser/stage.ts';
import { Api } from '../test/browser/workshop.ts';
import { buildWeb } from './build-web.ts';
import { ROOT } from './source-tree.ts';

const FOLDER = join(ROOT, 'docs/screens');
const SCHEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1_280, height: 900, name: 'wide' },
  { width: 390, height: 844, name: 'narrow' },
] as const;
const INSIDE_SCREENS = [...PAGE_SCREENS, ...BUILDER_SCREENS];
const ALL_SCREENS = [SET_UP_SCREEN, ...OUTSIDE_SCREENS, ...INSIDE_SCREENS];

/** Longer than any movement on a page; there is none that tells its end. */
const STILL_MS = 400;

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  await buildWeb();
  mkdirSync(FOLDER, { recursive: true });
  const product = await startProduct();
  try {
    await takeAll(product, (name) => words.length === 0 || words.some((word) => name.includes(word)));
  } finally {
    await product.stop();
  }
  shrink();
  writeFileSync(join(FOLDER, 'README.md'), listText());
}

async function takeAll(product: Product, isWanted: (name: string) => boolean): Promise<void> {
  const browser = await startBrowser();
  const wanted = (screens: readonly Screen[]): readonly Screen[] => screens.filter(({ name }) => isWanted(name));
  const outside = await openWindow(browser, { url: product.url });
  const inside = await openWindow(browser, { url: product.url });
  if (isWanted(SET_UP_SCREEN.name)) {
    await outside.page.goto(product.setUpLink);
    await takeOne(outside.page, SET_UP_SCREEN, undefined);
  }
  await makeOwner(inside.page, product);
  const stage = await setStage(new Api(inside.context, product.url));
  for (const screen of wanted(OUTSIDE_SCREENS)) await takeOne(outside.page, screen, stage);
  for (const screen of wanted(INSIDE_SCREENS)) await takeOne(inside.page, screen, stage);
  await browser.close();
}

/** All four pictures of a screen. */
async function takeOne(page: Page, screen: Screen, stage: Stage | undefined): Promise<void> {
  for (const { width, height, name } of SIZES) {
    await page.setViewportSize({ width, height });
    await screen.open(page, stage as Stage);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(STILL_MS);
      await page.screenshot({
        path: join(FOLDER, `${screen.name}-${colorScheme}-${name}.png`),
        animations: 'disabled',
      });
    }
  }
  process.stderr.write(`${screen.title}\n`);
}

/** To 256 colours at most, which these pictures hardly exceed. */
function shrink(): void {
  const paths = pictures().map((name) => join(FOLDER, name));
  const done = spawnSync('pngquant', ['--force', '--ext', '.png', '--skip-if-larger', '--speed', '1', '--', ...paths]);
  if (done.error !== undefined) process.stderr.write('pngquant is not installed: the pictures stay as they are.\n');
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  process.stderr.write(`${paths.length} pictures, ${(bytes / 1_000_000).toFixed(1)} MB.\n`);
}

/** The pictures of screens that there are; those of others are taken away. */
function pictures(): string[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.png'));
  const isKnown = (file: string): boolean => ALL_SCREENS.some(({ name }) => file.startsWith(`${name}-`));
  for (const name of names.filter((file) => !isKnown(file))) rmSync(join(FOLDER, name));
  return names.filter(isKnown);
}

function listText(): string {
  const [wide, narrow] = SIZES;
  const rows = ALL_SCREENS.map(({ name, title }) => {
    const links = SIZES.flatMap((size) =>
      SCHEMES.map((scheme) => `[${scheme}](${name}-${scheme}-${size.name}.png)`).join(', '),
    );
    return `| ${title} | ${links.join(' | ')} |`;
  });
  return [
    '# Screens',
    '',
    'Every screen of the web app in both themes and two widths, on a sample workspace whose stand-in vendors were broken',
    'on purpose. `node scripts/take-screenshots.ts` takes the pictures anew.',
    '',
    `| Screen | ${wide.width} wide | ${narrow.width} wide |`,
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

if (import.meta.main) await main();
