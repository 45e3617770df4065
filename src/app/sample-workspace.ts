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
  isObject,
  type JsonObject,
  type JsonValue,
  makeObject,
  parseJson,
  stringifyJson,
  type WorkspaceId,
} from '../foundation/index.ts';
import { type SampleFlow, sampleActions, sampleConnections, sampleFlows } from '../sandbox/index.ts';
import type { TriggerBook } from '../triggers/index.ts';
import type { SampleVendors } from './sample-vendors.ts';

export interface SampleDeps {
  readonly workspaceId: WorkspaceId;
  readonly vendors: SampleVendors;
  readonly connections: ConnectionBook;
  readonly flows: FlowLibrary;
  readonly triggers: TriggerBook;
  /** Where the CRM delivers to. */
  readonly url: string;
}

const PUBLISHED_BY = 'sample workspace';
const NAME_TAKEN = 'connections.connection.name_taken';

/** Makes what is missing of the sample workspace. */
export async function ensureSampleWorkspace(deps: SampleDeps): Promise<void> {
  await ensureConnections(deps);
  const known = new Set((await deps.flows.list(deps.workspaceId)).map((flow) => flow.name));
  const wanted: Subscription[] = [];
  for (const flow of sampleFlows) {
    if (!known.has(flow.document.name)) await publish(deps, flow);
    wanted.push(await subscriptionOf(deps, flow));
  }
  await ensureSubscriptions(deps, wanted);
}

/** Closes a deal and submits a lead, so that a newcomer finds something that has happened. */
export async function playFirstEvents({ crm }: SampleVendors): Promise<void> {
  for (const { path, body } of sampleActions) await callCrm({ method: 'POST', url: `${crm.url}${path}`, body });
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

interface Subscription {
  readonly flow: SampleFlow;
  readonly flowId: Awaited<ReturnType<FlowLibrary['find']>>['id'];
  readonly url: string;
}

async function subscriptionOf(
  { workspaceId, flows, triggers, url }: SampleDeps,
  flow: SampleFlow,
): Promise<Subscription> {
  const { id } = await flows.find(workspaceId, flow.document.name);
  const { path } = await triggers.find(workspaceId, id);
  return { flow, flowId: id, url: `${url}${path}` };
}

/** Subscribes the missing ones with a new secret, and ends those to addresses that Holdfast no longer has. */
async function ensureSubscriptions(deps: SampleDeps, wanted: readonly Subscription[]): Promise<void> {
  const webhooks = await listWebhooks(deps.vendors);
  const { crm, crmToken } = deps.vendors;
  for (const { id, url } of webhooks) {
    if (wanted.some((subscription) => subscription.url === url)) continue;
    await callCrm({ method: 'DELETE', url: `${crm.url}/webhooks/${String(id)}`, token: crmToken });
  }
  const subscribed = new Set(webhooks.map((webhook) => webhook.url));
  for (const { flow, flowId, url } of wanted.filter((subscription) => !subscribed.has(subscription.url))) {
    const secret = await deps.triggers.rotateSecret(deps.workspaceId, flowId, { keepPreviousMs: 0 });
    const body = { url, secret: secret.reveal(), events: [flow.eventType] };
    await callCrm({ method: 'POST', url: `${crm.url}/webhooks`, token: crmToken, body });
  }
}

async function listWebhooks({ crm, crmToken }: SampleVendors): Promise<readonly JsonObject[]> {
  const listed = await callCrm({ method: 'GET', url: `${crm.url}/webhooks`, token: crmToken });
  const found = isObject(listed) ? Object.values(listed).find(Array.isArray) : listed;
  return Array.isArray(found) ? found.filter(isObject) : [];
}

interface CrmCall {
  readonly method: string;
  readonly url: string;
  readonly token?: string;
  readonly body?: JsonObject;
}

async function callCrm({ method, url, token, body }: CrmCall): Promise<JsonValue> {
  const answer = await sendPlain({
    method,
    url,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
  });
  assert(answer.status >= 200 && answer.status < 300, `the stand-in CRM answers ${method} ${new URL(url).pathname}`);
  return parseJson(answer.bytes);
}
