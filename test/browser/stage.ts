/** A workspace in which something of every kind has happened: what the pages show is real, and came over the network. */
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { JsonObject } from '../../src/foundation/index.ts';
import { type Api, DEAL_TRIGGER } from './workshop.ts';

const WAIT_MS = 60_000;
const POLL_MS = 200;

export interface Stage {
  /** One run of each state that has a page of its own look. */
  readonly runs: Readonly<Record<'succeeded' | 'waiting' | 'dead_lettered' | 'unknown' | 'held', string>>;
  /** A flow with three ways, and one that is not finished. */
  readonly router: string;
  readonly unfinished: string;
  readonly invitationLink: string;
  readonly resetLink: string;
  /** For somebody without an account here. */
  readonly connectLink: string;
}

/** Makes flows, breaks the stand-ins in one way after another, and waits until each has left its trace. */
export async function setStage(api: Api): Promise<Stage> {
  const router = await makeRouter(api);
  const unfinished = await makeUnfinished(api);
  const succeeded = await seeRun(api, { flow: 'deal-to-invoice', state: 'succeeded' });
  await takeSample(api, 'deal-to-invoice');
  await makeDifference(api);
  const unknown = await makeUnknown(api);
  const deadLettered = await makeDeadLetters(api);
  const held = await makeHeld(api);
  const waiting = await makeWaiting(api);
  const { link: invitationLink } = await api.ask('POST', '/invitations', {
    email: 'ada@firm.example',
    role: 'builder',
  });
  await api.ask('POST', '/tokens', { name: 'nightly export', role: 'viewer' });
  const { person } = await api.ask('GET', '/me');
  const { link: resetLink } = await api.ask('POST', `/members/${(person as JsonObject).id}/reset-link`);
  const { link: connectLink } = await api.ask('POST', '/connect-links', { reconnect: 'sandbox-crm' });
  await api.ask('POST', '/channels', { kind: 'webhook', name: 'on call', url: 'https://hooks.example/on-call' });
  await seeNotice(api);
  return {
    runs: { succeeded, waiting, dead_lettered: deadLettered, unknown, held },
    router,
    unfinished,
    invitationLink: String(invitationLink),
    resetLink: String(resetLink),
    connectLink: String(connectLink),
  };
}

const CRM_ROLE: JsonObject = { crm: 'sandbox-crm' };

async function makeRouter(api: Api): Promise<string> {
  const flow = { title: 'Leads go to the owner of their region', template: 'lead-router', connections: CRM_ROLE };
  return String((await api.ask('POST', '/flows', flow)).name);
}

/** A draft as a newcomer has it after the first minutes: an event to try it with, and fields that nobody has mapped. */
async function makeUnfinished(api: Api): Promise<string> {
  const name = await api.makeFlow({
    title: 'Deals to invoices',
    trigger: DEAL_TRIGGER,
    steps: [
      {
        kind: 'call',
        key: 'upsert_customer',
        title: 'Create or update customer',
        connection: 'sandbox-invoicing',
        operation: 'upsert_customer',
        input: { object: { name: { from: 'trigger.data.deal.company.name' } } },
      },
    ],
  });
  await takeSample(api, name);
  return name;
}

/** The newest event that fits stands for the trigger. */
async function takeSample(api: Api, flow: string): Promise<void> {
  const [event] = (await api.ask('GET', `/flows/${flow}/events`)).events as JsonObject[];
  assert.ok(event !== undefined, 'the sample workspace has received a deal');
  await api.ask('POST', `/flows/${flow}/samples/from`, { eventId: event.id as string });
}

/** A draft that gives customers more time, and says so. */
async function makeDifference(api: Api): Promise<void> {
  const path = '/flows/deal-to-invoice/draft';
  const { document, revision } = await api.ask('GET', path);
  const text = JSON.stringify(document).replaceAll('"dueInDays":{"value":14}', '"dueInDays":{"value":30}');
  await api.ask('PUT', path, { document: JSON.parse(text) as JsonObject, revision: revision as number });
}

/** A note can be neither repeated nor looked up: the line is cut after it was written. */
async function makeUnknown(api: Api): Promise<string> {
  const draft = { title: 'A web form becomes a contact', template: 'form-to-contact', connections: CRM_ROLE };
  const flow = String((await api.ask('POST', '/flows', draft)).name);
  const url = await api.publish(flow);
  await api.breakVendor('crm', { name: 'reset_after_effect', operation: 'create_note', count: 1 });
  const form = { email: 'grace@navy.example', name: 'Grace Hopper', message: 'Please call me after four.' };
  const { ok } = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  assert.ok(ok, 'the webhook takes the form');
  const id = await seeRun(api, { flow, state: 'unknown' });
  await api.mendVendor('crm');
  return id;
}

/** Two deals that the vendor refuses for the same reason. */
async function makeDeadLetters(api: Api): Promise<string> {
  await api.breakVendor('invoicing', { name: 'status', code: 422, operation: 'create_invoice', count: 2 });
  await api.ask('POST', '/sample/actions/close-deal', { body: { title: 'Looms for the new hall', amount: 4_200 } });
  await api.ask('POST', '/sample/actions/close-deal', { body: { title: 'Consulting days', amount: 960 } });
  const id = await seeRun(api, { flow: 'deal-to-invoice', state: 'dead_lettered', count: 2 });
  await api.mendVendor('invoicing');
  return id;
}

/** The CRM takes the credential back. */
async function makeHeld(api: Api): Promise<string> {
  await api.breakVendor('crm', { name: 'status_401' });
  const body = { name: 'Jean Bartik', email: 'jean@eniac.example', company: 'ENIAC', country: 'US' };
  await api.ask('POST', '/sample/actions/submit-lead', { body });
  const id = await seeRun(api, { flow: 'lead-to-contact', state: 'held' });
  await api.mendVendor('crm');
  return id;
}

/** No invoice can be made, and that stays so; without a word about when, so that other calls go on. */
async function makeWaiting(api: Api): Promise<string> {
  await api.breakVendor('invoicing', { name: 'status_503', operation: 'create_invoice' });
  await api.ask('POST', '/sample/actions/close-deal', { body: { title: 'Analytical engine, second year' } });
  return seeRun(api, { flow: 'deal-to-invoice', state: 'waiting' });
}

/** The connection that runs are held for is told of. */
async function seeNotice(api: Api): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (Date.now() < endMs) {
    if (Number((await api.ask('GET', '/notices')).openCount) > 0) return;
    await setTimeout(POLL_MS);
  }
  throw new Error('No notice came of the connection that broke.');
}

interface Wanted {
  readonly flow: string;
  readonly state: string;
  readonly count?: number;
}

/** The newest run of a flow in a state, once there are as many as are wanted. */
async function seeRun(api: Api, { flow, state, count = 1 }: Wanted): Promise<string> {
  const endMs = Date.now() + WAIT_MS;
  while (Date.now() < endMs) {
    const { runs } = await api.ask('GET', `/runs?flow=${flow}&state=${state}`);
    const [newest] = runs as JsonObject[];
    if (newest !== undefined && (runs as JsonObject[]).length >= count) return String(newest.id);
    await setTimeout(POLL_MS);
  }
  throw new Error(`No run of ${flow} came to be ${state}.`);
}
