/** Flows for the corpus: published through the API, with the address and the secret that their webhook has. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import type { Answer, Json, Product } from './product.ts';

const ENDED = ['succeeded', 'filtered', 'cancelled', 'dead_lettered', 'unknown', 'held'];

export interface Hook {
  readonly flow: string;
  readonly path: string;
  /** As the publish answer gave it; empty for an unsigned trigger. */
  readonly secret: string;
}

/** What a published flow is made of, where it differs from a flow that copies its event. */
export interface FlowParts {
  readonly trigger?: Json;
  readonly steps?: readonly Json[];
  readonly [part: string]: unknown;
}

const COPY = { kind: 'map', key: 'copy', to: { from: 'trigger' } };

/** A flow document; by default an unsigned webhook and a step whose output is the event. */
export function flowDocument(name: string, { trigger = {}, steps = [COPY], ...rest }: FlowParts = {}): Json {
  const base = { kind: 'webhook', signature: { kind: 'unsigned' }, schema: true };
  return { holdfast: 1, name, title: name, trigger: { ...base, ...trigger }, steps, ...rest };
}

/** Publishes the document and gives back its webhook. */
export async function publish(product: Product, document: Json): Promise<Hook> {
  const answer = await product.call('POST', '/api/v1/flows/publish', { body: { document } });
  assert.equal(answer.status, 200, answer.text);
  const { path, secret = '' } = answer.json.hook;
  return { flow: answer.json.flow, path, secret };
}

/** Posts to a webhook, without any token. */
export function post(
  product: Product,
  hook: Pick<Hook, 'path'>,
  { body, headers }: { body: string | Uint8Array; headers?: Record<string, string> },
): Promise<Answer> {
  return product.call('POST', hook.path, { body, token: null, ...(headers === undefined ? {} : { headers }) });
}

/** The run with everything in it, as soon as it has come to an end. */
export function endedRun(product: Product, runId: string): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await product.call('GET', `/api/v1/runs/${runId}`);
      return ENDED.includes(answer.json?.state) ? answer : undefined;
    },
    { what: `run ${runId} ends` },
  );
}

/** Events that are really in the database for a flow. */
export async function countEvents(product: Product, flow: string): Promise<number> {
  const sqlCount = `
    select count(*)::int as count from trigger_event
    join flow on flow.workspace_id = trigger_event.workspace_id and flow.id = trigger_event.flow_id where flow.name = $1`;
  const [row] = await product.database.query<{ count: number }>(sqlCount, [flow]);
  return row?.count ?? 0;
}

/** The bytes that are really stored for an event. */
export async function storedBytes(product: Product, eventId: string): Promise<Buffer> {
  const [row] = await product.database.query<{ body: Buffer }>('select body from trigger_event where id = $1', [
    eventId,
  ]);
  assert.ok(row !== undefined, `event ${eventId} is stored`);
  return row.body;
}

/** The process lives, is ready, and a good event becomes a run that succeeds. */
export async function assertWell(product: Product, hook: Hook): Promise<void> {
  assert.ok(product.isAlive(), product.output().slice(-2000));
  assert.equal((await product.call('GET', '/api/health/ready', { token: null })).status, 200);
  const accepted = await post(product, hook, { body: JSON.stringify({ good: Math.random() }) });
  assert.equal(accepted.status, 202, accepted.text);
  const run = await endedRun(product, accepted.json.runId);
  assert.equal(run.json.state, 'succeeded', run.text);
}
