/**
 * The sample workspace: connections to the stand-ins, the two flows, and the CRM's subscriptions to their webhooks. Every
 * part is made only where it is missing, so a start that was cut short is made whole by the next.
 */
import { sendPlain } from '../api/client.ts';
import type { ConnectionBook } from '../connections/index.ts';
import type { FlowLibrary } from '../flows/index.ts';
import {
  assert,
  isAppError,
  type JsonObject,
  makeObject,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { type SampleFlow, sampleActions, sampleConnections, sampleFlows } from '../sandbox/index.ts';
import type { SubscriptionKeeper, TriggerBook } from '../triggers/index.ts';
import type { SampleVendors } from './sample-vendors.ts';

export interface SampleDeps {
  readonly workspaceId: WorkspaceId;
  readonly vendors: SampleVendors;
  readonly connections: ConnectionBook;
  readonly flows: FlowLibrary;
  readonly triggers: TriggerBook;
  readonly subscriptions: SubscriptionKeeper;
  /** Where the CRM delivers to. */
  readonly url: string;
}

const PUBLISHED_BY = 'sample workspace';
const NAME_TAKEN = 'connections.connection.name_taken';

/** Makes what is missing of the sample workspace. */
export async function ensureSampleWorkspace(deps: SampleDeps): Promise<void> {
  await ensureConnections(deps);
  for (const flow of sampleFlows) {
    // One that was archived was not wanted; it does not come back by itself.
    if (!(await deps.flows.isKnown(deps.workspaceId, flow.document.name))) await publish(deps, flow);
  }
  await ensureSubscriptions(deps);
}

/** Closes a deal and submits a lead, so that a newcomer finds something that has happened. */
export async function playFirstEvents({ crm }: SampleVendors): Promise<void> {
  for (const { path, body } of sampleActions) {
    const headers = { 'content-type': 'application/json' };
    const answer = await sendPlain({ method: 'POST', url: `${crm.url}${path}`, headers, body: stringifyJson(body) });
    assert(answer.status >= 200 && answer.status < 300, `the stand-in CRM answers POST ${path}`);
  }
}

async function ensureConnections({ workspaceId, vendors, connections }: SampleDeps): Promise<void> {
  for (const { name, connector, vendor } of sampleConnections) {
    const credential: JsonObject =
      vendor === 'crm' ? { kind: 'bearer', token: vendors.crmToken } : { kind: 'api_key', key: vendors.invoicingKey };
    const settings = makeObject([['baseUrl', vendors[vendor].url]]);
    try {
      await connections.create({ workspaceId, name, connector, settings, credential });
    } catch (error) {
      if (!isAppError(error, NAME_TAKEN)) throw error;
    }
  }
}

async function publish({ workspaceId, flows, triggers }: SampleDeps, flow: SampleFlow): Promise<void> {
  const document = parseJson(JSON.stringify(flow.document));
  const published = await flows.publish({ workspaceId, document, note: 'The sample flow', publishedBy: PUBLISHED_BY });
  await triggers.ensure(workspaceId, published.flow.id, published.document.trigger);
}

/**
 * Registers the webhooks of all flows whose triggers name a connection: the port may be another one than at the last start.
 * What stands as it should costs no call.
 */
async function ensureSubscriptions({ workspaceId, flows, triggers, subscriptions, url }: SampleDeps): Promise<void> {
  for (const { id: flowId, name, liveVersion } of await flows.list(workspaceId)) {
    if (liveVersion === null) continue;
    const { document } = await flows.live(workspaceId, name);
    const { path } = await triggers.find(workspaceId, flowId);
    await subscriptions.ensure({ workspaceId, flowId, trigger: document.trigger, url: `${url}${path}` });
  }
}
