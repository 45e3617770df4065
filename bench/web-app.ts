/**
 * The web app in a real browser: how much script its first page loads (gzip), and how many frames a second the builder
 * draws while a flow of 100 steps is panned, counted from Chromium's own trace.
 */
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import { openProduct } from '../test/browser/browser.ts';
import { makeOwner } from '../test/browser/owner.ts';
import type { Product } from '../test/browser/product.ts';

const STEPS = 100;
const PAN_MS = 3_000;
const FRAME_EVENT = 'DrawFrame';

/** Measures both; the frames are those that the compositor drew while the mouse dragged the canvas. */
export async function measureWebApp(): Promise<{ firstLoadKb: number; panFramesPerSecond: number }> {
  const { product, window, stop } = await openProduct();
  const { page } = window;
  try {
    await makeOwner(page, product);
    const firstLoadKb = await measureFirstLoad(page, product);
    const flow = await makeLongFlow(page);
    return { firstLoadKb, panFramesPerSecond: await measurePan(page, flow) };
  } finally {
    await stop();
  }
}

/** Every script that the home page has loaded once it is quiet, compressed as a gzip server would. */
async function measureFirstLoad(page: Page, product: Product): Promise<number> {
  await page.goto('/', { waitUntil: 'networkidle' });
  const urls: string[] = await page.evaluate(
    "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.endsWith('.js'))",
  );
  const sizes = await Promise.all(
    [...new Set(urls)].map(async (url) => {
      const answer = await fetch(new URL(url, product.url), { headers: { 'accept-encoding': 'identity' } });
      return gzipSync(Buffer.from(await answer.arrayBuffer())).length;
    }),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1_000);
}

/** Makes a flow of 100 steps through the app's own API, as the person who is signed in. */
async function makeLongFlow(page: Page): Promise<string> {
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    kind: 'map',
    key: `step_${index}`,
    title: `Computes value ${index}`,
    to: { object: { value: { from: 'trigger.n' } } },
  }));
  const document = {
    holdfast: 1,
    name: 'long-flow',
    title: 'A flow of 100 steps',
    trigger: {
      kind: 'webhook',
      signature: { kind: 'unsigned' },
      schema: { type: 'object', properties: { n: { type: 'integer' } } },
    },
    steps,
  };
  const answer = await page.request.post('/api/v1/flows', {
    data: { title: document.title, name: document.name, document },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  if (!answer.ok()) throw new Error(`the flow was not made: ${await answer.text()}`);
  return document.name;
}

async function measurePan(page: Page, flow: string): Promise<number> {
  await page.goto(`/flows/${flow}/build`, { waitUntil: 'networkidle' });
  const canvas = page.locator('.react-flow__pane');
  await canvas.waitFor();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the canvas has no place on the page');
  const cdp = await page.context().newCDPSession(page);
  const trace = await recordTrace(cdp, () => pan(page, box));
  const times = trace.filter(({ name }) => name === FRAME_EVENT).map(({ ts }) => ts);
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined || first === last) return 0;
  return Math.round(((times.length - 1) * 1_000_000) / (last - first));
}

/** Drags the canvas up and down without a pause. */
async function pan(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<void> {
  const [x, y] = [box.x + 40, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const startedMs = performance.now();
  for (let step = 0; performance.now() - startedMs < PAN_MS; step += 1) {
    await page.mouse.move(x, y + Math.sin(step / 12) * (box.height / 3));
  }
  await page.mouse.up();
}

interface TraceEvent {
  readonly name: string;
  /** Microseconds. */
  readonly ts: number;
}

async function recordTrace(cdp: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const ended = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  const categories = [
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'disabled-by-default-devtools.timeline.frame',
  ];
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', categories: categories.join(',') });
  await work();
  await cdp.send('Tracing.end');
  await ended;
  return events;
}
