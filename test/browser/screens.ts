/** Every screen of the app, and how a person gets it on the page. */
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export interface Screen {
  /** Name of its picture. */
  readonly name: string;
  /** What it is, in words. */
  readonly title: string;
  /** Ends when all of it is drawn. */
  readonly open: (page: Page, stage: Stage) => Promise<void>;
}

/** Seen once, by the link that Holdfast prints at its first start; the page is there already. */
export const SET_UP_SCREEN: Screen = {
  name: 'set-up',
  title: 'Set-up',
  open: (page) => page.getByLabel('Your name').waitFor(),
};

/** Seen without being signed in. */
export const OUTSIDE_SCREENS: readonly Screen[] = [
  { name: 'sign-in', title: 'Sign-in', open: (page) => visit(page, '/sign-in', 'Sign in') },
  {
    name: 'invitation',
    title: 'Invitation',
    async open(page, { invitationLink }) {
      await visit(page, invitationLink, 'Invitation');
      await page.getByLabel('Your name').waitFor();
    },
  },
  {
    name: 'connect',
    title: 'Connect link',
    async open(page, { connectLink }) {
      await visit(page, connectLink, 'Connect an account');
      await page.getByRole('button', { name: 'Connect and verify' }).waitFor();
    },
  },
  { name: 'reset', title: 'New password', open: (page, { resetLink }) => visit(page, resetLink, 'Set a new password') },
];

/** Pages of a signed-in person. */
export const PAGE_SCREENS: readonly Screen[] = [
  { name: 'home', title: 'Home', open: (page) => visit(page, '/', 'Home') },
  { name: 'flows', title: 'Flows', open: (page) => visit(page, '/flows', 'Flows') },
  { name: 'flow', title: 'One flow', open: (page) => visit(page, '/flows/deal-to-invoice', /^A won deal/) },
  { name: 'new-flow', title: 'New flow from scratch', open: openScratch },
  { name: 'new-flow-template', title: 'New flow from a template', open: (page) => openWay(page, 'template') },
  { name: 'new-flow-file', title: 'New flow from a file', open: (page) => openWay(page, 'file') },
  { name: 'runs', title: 'Runs', open: (page) => visit(page, '/runs', 'Runs') },
  { name: 'run', title: 'Run that succeeded', open: openSucceeded },
  { name: 'run-waiting', title: 'Run that waits', open: openWaiting },
  { name: 'run-dead-letter', title: 'Run that is a dead letter', open: openDeadLetter },
  { name: 'run-unknown', title: 'Run with an unknown outcome', open: (page, { runs }) => openRun(page, runs.unknown) },
  { name: 'run-held', title: 'Run that is held', open: (page, { runs }) => openRun(page, runs.held) },
  { name: 'dead-letters', title: 'Dead letters', open: openDeadLetters },
  { name: 'unknown', title: 'Unknown outcomes', open: (page) => visit(page, '/unknown', 'Unknown outcomes') },
  { name: 'held', title: 'Held runs', open: (page) => visit(page, '/held', 'Held runs') },
  { name: 'connections', title: 'Connections', open: (page) => visit(page, '/connections', 'Connections') },
  { name: 'new-connection', title: 'New connection', open: openNewConnection },
  { name: 'new-connection-oauth', title: 'New connection by OAuth', open: openNewOAuth },
  { name: 'connection', title: 'One connection', open: (page) => openConnection(page, 'sandbox-invoicing') },
  { name: 'connection-broken', title: 'Connection that broke', open: (page) => openConnection(page, 'sandbox-crm') },
  { name: 'connection-reconnect', title: 'Reconnecting', open: openReconnect },
  { name: 'connection-link', title: 'Making a connect link', open: openConnectLink },
  { name: 'connection-revoke', title: 'Question before an access is ended', open: openRevoke },
  { name: 'notices', title: 'Notices', open: openNotices },
  { name: 'channels', title: 'Channels', open: (page) => visit(page, '/channels', 'Channels') },
  { name: 'audit', title: 'Audit', open: (page) => visit(page, '/audit', 'Audit') },
  { name: 'stand-ins', title: 'Stand-in vendors', open: (page) => visit(page, '/sample', 'Stand-in vendors') },
  { name: 'account', title: 'Account', open: (page) => visit(page, '/account', 'Your account') },
  { name: 'members', title: 'Members', open: (page) => visit(page, '/members', 'Members') },
  { name: 'tokens', title: 'API tokens', open: (page) => visit(page, '/tokens', 'API tokens') },
  { name: 'commands', title: 'Commands', open: openCommands },
  { name: 'shortcuts', title: 'Keyboard shortcuts', open: openShortcuts },
  { name: 'not-found', title: 'Page that is not there', open: openNothing },
];

/** The builder and what opens in it. */
export const BUILDER_SCREENS: readonly Screen[] = [
  { name: 'builder', title: 'Canvas of the builder', open: (page, { router }) => openBuilder(page, router, 'Canvas') },
  { name: 'builder-outline', title: 'Outline of the builder', open: openOutline },
  { name: 'builder-trigger', title: 'Trigger in the builder', open: openTrigger },
  { name: 'builder-panel', title: 'Step with its mapper', open: openMapper },
  { name: 'builder-branch', title: 'Branch with its conditions', open: openBranch },
  { name: 'builder-add', title: 'Choice of a step to add', open: openAdd },
  { name: 'builder-sample', title: 'Choice of a sample', open: openSample },
  { name: 'builder-test', title: 'Question before a write of a test', open: openTest },
  { name: 'builder-problems', title: 'Problems of a draft', open: openProblems },
  { name: 'builder-publish', title: 'Publishing', open: openPublish },
];

/** Goes to an address and waits until the page has its heading and its data. */
async function visit(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor();
  await seeData(page);
}

/** Nothing is a grey line any more. */
async function seeData(page: Page): Promise<void> {
  await page.locator('.mantine-Skeleton-root, .mantine-Loader-root').first().waitFor({ state: 'detached' });
}

async function openScratch(page: Page): Promise<void> {
  await visit(page, '/flows/new', 'New flow');
  await page.getByRole('combobox', { name: 'Starts in' }).click();
  await page.getByRole('option', { name: 'Sandbox CRM' }).click();
  await page.getByRole('combobox', { name: 'Event' }).waitFor();
}

async function openWay(page: Page, way: 'template' | 'file'): Promise<void> {
  await visit(page, '/flows/new', 'New flow');
  await page.getByRole('tab', { name: new RegExp(way, 'i') }).click();
  await page.getByRole('tabpanel').waitFor();
  await seeData(page);
}

async function openRun(page: Page, id: string): Promise<void> {
  await visit(page, `/runs/${id}`, /^Run of /);
}

/** With the request and the response of its first attempt. */
async function openSucceeded(page: Page, { runs }: Stage): Promise<void> {
  await openRun(page, runs.succeeded);
  await page.getByRole('button', { name: 'Show request and response' }).first().click();
  await page.getByText('Secrets are masked.').first().waitFor();
}

/** With its attempts in view: what was sent is folded away. */
async function openWaiting(page: Page, { runs }: Stage): Promise<void> {
  await openRun(page, runs.waiting);
  await page.getByRole('button', { name: 'Mapped input', expanded: true }).click();
  await page.getByText(/^503 /).first().waitFor();
}

function openDeadLetter(page: Page, { runs }: Stage): Promise<void> {
  return openRun(page, runs.dead_lettered);
}

async function openDeadLetters(page: Page): Promise<void> {
  await visit(page, '/dead-letters', 'Dead letters');
  await page.getByRole('button', { name: 'Show runs' }).first().click();
  await page.getByRole('button', { name: 'Hide runs' }).waitFor();
}

function openNewConnection(page: Page): Promise<void> {
  return openNew(page, 'Sandbox CRM');
}

async function openNew(page: Page, connector: string): Promise<void> {
  await visit(page, '/connections', 'Connections');
  await page.getByRole('button', { name: 'New connection' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByRole('combobox', { name: 'Connector' }).selectOption({ label: connector });
  await dialog.getByRole('textbox').first().waitFor();
  await seeData(page);
}

async function openNewOAuth(page: Page): Promise<void> {
  await openNew(page, 'HTTP');
  await page.getByRole('combobox', { name: 'Sign in with' }).selectOption({ label: 'OAuth 2.0' });
  await page.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'Another provider' }).click();
  await page.getByLabel('Client ID').waitFor();
}

function openConnection(page: Page, name: string): Promise<void> {
  return visit(page, `/connections/${name}`, name);
}

async function openReconnect(page: Page): Promise<void> {
  await openConnection(page, 'sandbox-crm');
  await page.getByRole('button', { name: 'Reconnect', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Verify and save' }).waitFor();
  await seeData(page);
}

async function openConnectLink(page: Page): Promise<void> {
  await openConnection(page, 'sandbox-crm');
  await page.getByRole('button', { name: 'Connect link', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).waitFor();
}

async function openRevoke(page: Page): Promise<void> {
  await openConnection(page, 'sandbox-invoicing');
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('dialog').getByText('These flows stop').waitFor();
}

async function openNotices(page: Page): Promise<void> {
  await visit(page, '/notices', 'Notices');
  await page
    .getByRole('link', { name: /^Go there/ })
    .first()
    .waitFor();
}

async function openCommands(page: Page): Promise<void> {
  await visit(page, '/', 'Home');
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
}

async function openShortcuts(page: Page): Promise<void> {
  await visit(page, '/', 'Home');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
}

async function openNothing(page: Page): Promise<void> {
  await page.goto('/no-such-page');
  await page.getByText('Go home, or search with the commands').waitFor();
}

async function openBuilder(page: Page, flow: string, view: 'Canvas' | 'Outline'): Promise<void> {
  await page.goto(`/flows/${flow}/build`);
  await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view).click();
  await page
    .locator(view === 'Canvas' ? '.hfb-step' : '.hfb-tree')
    .first()
    .waitFor();
  await seeData(page);
}

/** Opens a step by the outline, which every width has, and waits for its settings. */
async function openStep(page: Page, { flow, title }: { readonly flow: string; readonly title: string }): Promise<void> {
  await openBuilder(page, flow, 'Outline');
  const row = page.getByRole('tree', { name: 'Steps of the flow' }).getByRole('treeitem').filter({ hasText: title });
  await row.first().click();
  await page.locator('[data-panel-head]').filter({ hasText: title }).waitFor();
  await page.getByRole('region', { name: 'Test', exact: true }).waitFor();
  await seeData(page);
}

async function openOutline(page: Page, { router }: Stage): Promise<void> {
  await openBuilder(page, router, 'Outline');
  await page.getByRole('treeitem').nth(2).focus();
}

async function openTrigger(page: Page, { unfinished }: Stage): Promise<void> {
  await openStep(page, { flow: unfinished, title: 'Deal closed won' });
}

/** On the canvas where there is room for it, because that is how most people work. */
async function openMapper(page: Page, { unfinished }: Stage): Promise<void> {
  const title = 'Create or update customer';
  if ((page.viewportSize()?.width ?? 0) < 800) {
    await openStep(page, { flow: unfinished, title });
  } else {
    await openBuilder(page, unfinished, 'Canvas');
    await page.locator('.hfb-step').filter({ hasText: title }).click();
  }
  await page.getByRole('combobox', { name: /^Source of Country,/ }).waitFor();
  await seeData(page);
}

async function openBranch(page: Page, { router }: Stage): Promise<void> {
  await openStep(page, { flow: router, title: 'By country' });
}

async function openAdd(page: Page, { unfinished }: Stage): Promise<void> {
  await openBuilder(page, unfinished, 'Outline');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('dialog').getByRole('option').first().waitFor();
}

async function openSample(page: Page, { unfinished }: Stage): Promise<void> {
  await openStep(page, { flow: unfinished, title: 'Deal closed won' });
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Use / }).first().waitFor();
}

async function openTest(page: Page): Promise<void> {
  await openStep(page, { flow: 'deal-to-invoice', title: 'Make or update the customer' });
  await page.getByRole('button', { name: 'Test up to this step' }).click();
  await page.getByRole('dialog', { name: /^This step writes/ }).waitFor();
}

async function openProblems(page: Page, { unfinished }: Stage): Promise<void> {
  await openBuilder(page, unfinished, 'Outline');
  await page.getByRole('button', { name: /problem/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function openPublish(page: Page): Promise<void> {
  await openBuilder(page, 'deal-to-invoice', 'Outline');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Publish' }).getByRole('button', { name: 'Publish now' }).waitFor();
  await seeData(page);
}
