/** A real Chromium that notes what no page may do: break its own policy, log an error, fail a script. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../chromium.ts';
import { type Product, type ProductOptions, startProduct } from './product.ts';

export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page so far, in words; a test ends by looking that it is empty. */
  readonly complaints: readonly string[];
}

export interface WindowOptions {
  readonly url: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** The product with a browser looking at it. */
export interface OpenedProduct {
  readonly product: Product;
  readonly browser: Browser;
  /** Nobody is signed in yet. */
  readonly window: Window;
  /** Ends all of it. */
  stop(): Promise<void>;
}

/** Starts the product and the browser, and opens a window. */
export async function openProduct(options: ProductOptions = {}): Promise<OpenedProduct> {
  const product = await startProduct(options);
  const browser = await startBrowser();
  const window = await openWindow(browser, { url: product.url });
  const stop = async (): Promise<void> => {
    await browser.close();
    await product.stop();
  };
  return { product, browser, window, stop };
}

/** Runs in the page: tells each breach of the page's own policy. */
const WATCH_POLICY = `document.addEventListener('securitypolicyviolation', (event) => {
  noteViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber);
});`;

/** Starts the browser; without its own sandbox, which root may not have. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    chromiumSandbox: false,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
  });
}

/** Opens a window with cookies of its own. */
export async function openWindow(browser: Browser, options: WindowOptions): Promise<Window> {
  const { url, colorScheme = 'light', width = 1280, height = 900 } = options;
  const context = await browser.newContext({
    baseURL: url,
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const complaints: string[] = [];
  await context.exposeFunction('noteViolation', (text: string) => complaints.push(`policy: ${text}`));
  await context.addInitScript({ content: WATCH_POLICY });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself notes each answer of 400 and above; those are looked at where they are expected.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  return { context, page, complaints };
}

/** The serious faults that axe finds on the page, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')})`);
}
